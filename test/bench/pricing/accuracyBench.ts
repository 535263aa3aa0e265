import type { Aim } from '../bench.ts';
import { tableLines } from '../measure.ts';
import { boundsOf } from './accuracyBounds.ts';
import { OUR_KERNELS, OUR_PRECISE_KERNELS, OURS_PRECISE } from './contenders/ours.ts';
import { measureContender, type Measured } from './measureContender.ts';
import type { Spread } from './measureErrors.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { type Black76Reference, QUANTITIES, type Quantity, readReference } from './readReference.ts';

const HEADER = [
  '',
  'absolute: worst',
  '99.9 %',
  'relative: worst',
  '99.9 %',
  'ulp: worst',
  '99.9 %',
  'worst in',
  'relative, even when tiny',
  'of largest term: no rate',
  'with a rate',
  'no answer',
];

const FAST_NOTE =
  'The fast mode leaves out what was lost in rounding d1; the precise mode, which is the default, keeps it for a fifth of the speed.';

/** Errors of price and each Greek against mpmath, everyone on the same 20,000 cases. */
export async function accuracyBench(run: PricingRun): Promise<Aim[]> {
  const reference = readReference();
  const measured: Measured[] = [];
  for (const contender of contendersOf(run, 'greeks')) {
    if (contender.forSpeedAlone !== true) measured.push(await measureContender(contender, reference));
  }
  for (const quantity of QUANTITIES) {
    run.print(`\n${quantity}; all but the column that says otherwise without a rate`);
    for (const line of tableLines(errorRows(measured, quantity, reference))) run.print(line);
  }
  const ours = OUR_KERNELS.flatMap((name) => {
    const found = measured.find((each) => each.name === name);
    if (found !== undefined) {
      const isPrecise = OUR_PRECISE_KERNELS.includes(name);
      return boundsOf(found, isPrecise).map((aim) => (isPrecise ? aim : { ...aim, note: FAST_NOTE }));
    }
    return [{ aim: `${name}: within the bounds`, found: `${name} is missing`, met: false }];
  });
  return [...ours, betterThanPeers(measured)];
}

function errorRows(measured: readonly Measured[], quantity: Quantity, reference: Black76Reference): string[][] {
  const both = ({ worst, p999 }: Spread): string[] => [scientific(worst), scientific(p999)];
  const rows = measured.flatMap(({ name, errors }) => {
    const found = errors[quantity];
    if (found === undefined) return [];
    const { absolute, relative, ulp, relativeEverywhere, ofLargestTerm, asked, answered } = found.noRate;
    const cells = [
      name,
      ...both(absolute),
      ...both(relative),
      ...both(ulp),
      reference.corners[reference.corner[relative.worstRow] ?? -1] ?? '–',
      scientific(relativeEverywhere.worst),
      scientific(ofLargestTerm.worst),
      scientific(found.rate.ofLargestTerm.worst),
      String(asked - answered),
    ];
    return [{ worst: relative.worst, cells }];
  });
  return [HEADER, ...rows.sort((a, b) => a.worst - b.worst).map(({ cells }) => cells)];
}

function scientific(value: number): string {
  return Number.isNaN(value) ? '–' : value.toExponential(1);
}

/**
 * By the worst relative error without a rate, of each quantity that a peer has; in the default mode. Where a peer has the
 * smaller absolute error, which is a matter of a few places of the forward, the line says so.
 */
function betterThanPeers(measured: readonly Measured[]): Aim {
  const ours = measured.find(({ name }) => name === OURS_PRECISE)?.errors;
  const peers = measured.filter(({ kind }) => kind === 'peer');
  const smallerThanOurs = (what: 'relative' | 'absolute'): string[] =>
    peers.flatMap(({ name, errors }) =>
      QUANTITIES.filter((quantity) => {
        const theirs = errors[quantity]?.noRate[what].worst;
        return theirs !== undefined && !((ours?.[quantity]?.noRate[what].worst ?? Number.NaN) < theirs);
      }).map((quantity) => `${name} in ${quantity}`),
    );
  const relative = smallerThanOurs('relative');
  const absolute = smallerThanOurs('absolute');
  const than = relative.length === 0 ? `than all ${peers.length}` : `not than ${relative.join(', ')}`;
  const also = absolute.length === 0 ? '' : `; by absolute error not than ${absolute.join(', ')}`;
  return {
    aim: 'more exact than every peer in every quantity (worst relative error)',
    found: peers.length === 0 ? 'no peer is here' : than + also,
    met: peers.length > 0 && relative.length === 0,
  };
}
