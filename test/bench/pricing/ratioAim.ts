import type { Aim } from '../bench.ts';
import { figure } from '../measure.ts';
import type { Contender } from './contenders/contender.ts';
import { bestOf, rateOf, type Rates } from './interleave.ts';

interface RatioWanted {
  readonly aim: string;
  readonly of: string;
  readonly to: string;
  readonly least: number;
  /** Another of ours whose ratio is told as well. */
  readonly beside?: string | undefined;
  readonly note?: string | undefined;
}

/** An aim on the ratio of two of the rates, best against best; whoever is missing makes it a missed one. */
export function ratioAim(
  rates: readonly Rates[],
  contenders: readonly Contender[],
  { aim, of, to, least, beside, note }: RatioWanted,
): Aim {
  const [upper, lower] = [rateOf(rates, of), rateOf(rates, to)];
  if (upper === undefined || lower === undefined) {
    const absent = upper === undefined ? of : to;
    const reason = contenders.find(({ name }) => name === absent)?.missing ?? 'not in this run';
    return { aim, found: `${absent} is missing`, met: false, note: reason };
  }
  const ratio = bestOf(upper) / bestOf(lower);
  const other = beside === undefined ? undefined : rateOf(rates, beside);
  const also = other === undefined ? '' : `; ${figure(bestOf(other) / bestOf(lower), 2)} × ${other.contender.name}`;
  return { aim, found: `${figure(ratio, 2)} × ${of}${also}`, met: ratio >= least, note };
}
