import type { Pmrm2Parameters } from './parameters.js';

export interface StaticDiscount {
  /** For a shocked value of at least 0: what is owed to the account counts for less. */
  readonly positive: number;
  /** For one below 0: what the account owes counts for more, but never for more than it is undiscounted times base. */
  readonly negative: number;
}

/** What a shocked option value of an expiry is multiplied with before it is compared with today's. 1 once settled. */
export function staticDiscount(
  tauYears: number,
  ratePer1: number,
  discount: Pmrm2Parameters['discount'],
): StaticDiscount {
  if (tauYears <= 0) return { positive: 1, negative: 1 };
  const long = ratePer1 * discount.longRateMult + discount.longRateAdd;
  const short = ratePer1 * discount.shortRateMult + discount.shortRateAdd;
  return {
    positive: discount.longBase * Math.exp(-tauYears * long),
    negative: Math.min(Math.exp(tauYears * ratePer1), discount.shortBase * Math.exp(tauYears * short)),
  };
}
