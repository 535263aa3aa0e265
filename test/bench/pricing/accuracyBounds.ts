import type { Aim } from '../bench.ts';
import type { Measured } from './measureContender.ts';
import { QUANTITIES, type Quantity } from './readReference.ts';

/** Relative, without a rate. */
export const GREEK_ERROR_MAX = 2e-14;
/** What the fast mode is good to: its exponent is rounded once or twice, and reaches 25 where a number is 1e-12 of its scale. */
export const FAST_GREEK_ERROR_MAX = 2e-14;
const PRECISE_PRICE_ERROR_MAX = 1e-14;
/** Of the largest term of the formula, with a rate, and of the quantities that are differences of terms. */
const TERM_ERROR_MAX = 1e-13;
const GREEKS_HELD_RELATIVE: readonly Quantity[] = ['delta', 'gammaPerUsd', 'vegaPerVolPoint', 'thetaPerDay'];

type Worst = readonly [Quantity, number];

/** What a kernel of ours has to keep. */
export function boundsOf({ name, errors }: Measured, hasPrecisePrice: boolean, greekErrorMax = GREEK_ERROR_MAX): Aim[] {
  // The precise modes keep their accuracy wherever a double holds the value, the fast ones where it matters.
  const relative = hasPrecisePrice ? 'relativeEverywhere' : 'relative';
  const ofLargestTerm = hasPrecisePrice ? 'ofLargestTermEverywhere' : 'ofLargestTerm';
  const worstOf = (
    quantity: Quantity,
    where: 'noRate' | 'rate' | 'all',
    what: typeof relative | typeof ofLargestTerm,
  ): Worst => {
    return [quantity, errors[quantity]?.[where][what].worst ?? Number.NaN];
  };
  const held = hasPrecisePrice ? [...GREEKS_HELD_RELATIVE, 'price' as const] : GREEKS_HELD_RELATIVE;
  const ofTerms = QUANTITIES.map((quantity) =>
    worstOf(quantity, held.includes(quantity) ? 'rate' : 'all', ofLargestTerm),
  );
  const relatives = GREEKS_HELD_RELATIVE.map((quantity) => worstOf(quantity, 'noRate', relative));
  const unanswered = QUANTITIES.map((quantity): Worst => {
    const { asked = 1, answered = 0 } = errors[quantity]?.all ?? {};
    return [quantity, asked - answered];
  });
  const aims = [
    bound(
      name,
      `delta, gamma, vega and theta within ${greekErrorMax} relative without a rate`,
      greekErrorMax,
      relatives,
    ),
    bound(name, `otherwise within ${TERM_ERROR_MAX} of the largest term`, TERM_ERROR_MAX, ofTerms),
    bound(name, 'an answer for every case', 0, unanswered),
  ];
  if (!hasPrecisePrice) return aims;
  const price = `price within ${PRECISE_PRICE_ERROR_MAX} relative without a rate`;
  return [...aims, bound(name, price, PRECISE_PRICE_ERROR_MAX, [worstOf('price', 'noRate', relative)])];
}

function bound(name: string, words: string, most: number, list: readonly Worst[]): Aim {
  // What couldn't be measured is worse than anything that could.
  const [quantity, worst] = list.reduce((a, b) => (Number.isNaN(a[1]) || a[1] >= b[1] ? a : b));
  const found = most === 0 ? `${worst} without (${quantity})` : `${worst.toExponential(1)} (${quantity})`;
  return { aim: `${name}: ${words}`, found, met: worst <= most };
}
