/** Which price a venue multiplies the funding rate with, by the code that columns carry. */
export const FUNDING_PRICE_BASES = ['mark', 'oracle', 'index'] as const;
export type FundingPriceBase = (typeof FUNDING_PRICE_BASES)[number];

const SECONDS_PER_DAY = 86_400;

/** The rate of an interval within the venue's cap, either way; a cap of 0 is none. */
export function cappedFundingRate(ratePerInterval: number, capPerInterval: number): number {
  if (capPerInterval === 0) return ratePerInterval;
  return Math.max(-capPerInterval, Math.min(capPerInterval, ratePerInterval));
}

/** What a long of `notionalUsd` receives in a day while the rate stands: a positive rate is paid by longs. */
export function fundingPerDay(notionalUsd: number, ratePerInterval: number, intervalSeconds: number): number {
  return -notionalUsd * ratePerInterval * (SECONDS_PER_DAY / intervalSeconds) + 0;
}

export interface FundingInterval {
  /** Positive when longs pay. */
  readonly ratePerInterval: number;
  readonly intervalSeconds: number;
  /** Largest absolute rate of an interval; 0 when the venue has none. */
  readonly capPerInterval: number;
  /** The venue's price base (mark, oracle or index) over this stretch, USD. */
  readonly basePriceUsd: number;
  readonly elapsedSeconds: number;
}

/**
 * USD that a position of `sizeUnits` (negative when short) has received over stretches of constant rate:
 * −Σ size·base·rate·(elapsed/interval). Venues that pay at the end of an interval pass whole intervals; those that
 * accrue by the second (Deribit) pass what has run.
 */
export function fundingAccrual(sizeUnits: number, intervals: readonly FundingInterval[]): number {
  return intervals.reduce((sum, { ratePerInterval, intervalSeconds, capPerInterval, basePriceUsd, elapsedSeconds }) => {
    const rate = cappedFundingRate(ratePerInterval, capPerInterval);
    return sum - sizeUnits * basePriceUsd * rate * (elapsedSeconds / intervalSeconds);
  }, 0);
}
