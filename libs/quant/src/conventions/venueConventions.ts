import type { FundingPriceBase } from '../linear/fundingAccrual.js';

/** How a venue pays funding. */
export interface FundingConvention {
  /** The time that a printed rate stands for. */
  readonly rateIntervalSeconds: number;
  readonly priceBase: FundingPriceBase;
  /** Largest absolute rate of that time, as a fraction; undefined where none is published. */
  readonly capPerInterval: number | undefined;
  /** Who pays a positive rate. */
  readonly positivePaidBy: 'long' | 'short';
}

/** How a venue or a library prints an option's Greeks. */
export interface GreekConvention {
  readonly vol: 'percent' | 'fraction';
  /** Whether the price of a coin-settled option is printed in coin (over the forward) or in USD. */
  readonly inversePrice: 'coin' | 'usd';
  /** Whether delta and gamma are discounted (dV/dF) or N(d1) and n(d1) alone. */
  readonly deltaIsDiscounted: boolean;
  /** What is printed as the delta of a coin-settled option. */
  readonly inverseDelta: 'blackScholes' | 'netOfPremium';
  /** Vol that one vega stands for, as a fraction. */
  readonly vegaPerVol: number;
  readonly theta: {
    readonly daysPerYear: number;
    /** What a theta of less than a day left stands for: the life that is left, or a day all the same. */
    readonly isCappedAtLife: boolean;
    /** Whether r·price, the option's growth at the rate, is in it. */
    readonly includesRate: boolean;
  };
  /** Undefined where none is printed. */
  readonly rho:
    | {
        /** `spot`: dV/dr with spot held. `priceTimesTime`: +τ·price, the forward-held derivative with its sign turned. */
        readonly kind: 'spot' | 'priceTimesTime';
        /** Rate that one rho stands for, as a fraction. */
        readonly perRate: number;
      }
    | undefined;
}

export interface VenueConvention {
  readonly greeks: GreekConvention | undefined;
  readonly funding: FundingConvention | undefined;
}

const HOUR = 3_600;

/**
 * The one table of venue conventions; everything is converted by it where it comes in or goes out. Sources: Deribit's
 * recorded option summaries (all five Greeks agree, `npm run parity -- deribit-greeks`) and its support pages; two
 * recorded Derive tickers and its contracts (PerpAsset); a recorded Bybit ticker, whose rate was 0; nautilus_trader's
 * Greeks calculator; Hyperliquid's and dYdX's documentation. What isn't known of a venue is undefined.
 */
export const VENUE_CONVENTIONS = {
  deribit: {
    greeks: {
      vol: 'percent',
      inversePrice: 'coin',
      deltaIsDiscounted: true,
      inverseDelta: 'blackScholes',
      vegaPerVol: 0.01,
      theta: { daysPerYear: 365, isCappedAtLife: true, includesRate: true },
      rho: { kind: 'spot', perRate: 0.01 },
    },
    // Accrues by the millisecond at a rate that is printed for eight hours.
    funding: { rateIntervalSeconds: 8 * HOUR, priceBase: 'mark', capPerInterval: undefined, positivePaidBy: 'long' },
  },
  // What an account shows instead of a ticker: the delta of a coin-settled option is net of its premium.
  deribitAccount: {
    greeks: {
      vol: 'percent',
      inversePrice: 'coin',
      deltaIsDiscounted: true,
      inverseDelta: 'netOfPremium',
      vegaPerVol: 0.01,
      theta: { daysPerYear: 365, isCappedAtLife: true, includesRate: true },
      rho: { kind: 'spot', perRate: 0.01 },
    },
    funding: undefined,
  },
  derive: {
    greeks: {
      vol: 'fraction',
      inversePrice: 'usd',
      deltaIsDiscounted: false,
      inverseDelta: 'blackScholes',
      vegaPerVol: 0.01,
      theta: { daysPerYear: 365, isCappedAtLife: false, includesRate: false },
      rho: { kind: 'priceTimesTime', perRate: 1 },
    },
    funding: { rateIntervalSeconds: HOUR, priceBase: 'index', capPerInterval: 0.004, positivePaidBy: 'long' },
  },
  nautilus: {
    greeks: {
      vol: 'fraction',
      inversePrice: 'usd',
      deltaIsDiscounted: true,
      inverseDelta: 'blackScholes',
      vegaPerVol: 0.01,
      theta: { daysPerYear: 365.25, isCappedAtLife: false, includesRate: true },
      rho: { kind: 'spot', perRate: 1 },
    },
    funding: undefined,
  },
  bybit: {
    greeks: {
      vol: 'fraction',
      inversePrice: 'usd',
      deltaIsDiscounted: true,
      inverseDelta: 'blackScholes',
      vegaPerVol: 0.01,
      theta: { daysPerYear: 365, isCappedAtLife: false, includesRate: true },
      rho: undefined,
    },
    funding: undefined,
  },
  hyperliquid: {
    greeks: undefined,
    // The rate of eight hours is paid by eighths, each hour.
    funding: { rateIntervalSeconds: HOUR, priceBase: 'oracle', capPerInterval: 0.04, positivePaidBy: 'long' },
  },
  dydx: {
    greeks: undefined,
    funding: { rateIntervalSeconds: HOUR, priceBase: 'oracle', capPerInterval: undefined, positivePaidBy: 'long' },
  },
} as const satisfies Readonly<Record<string, VenueConvention>>;

export type VenueName = keyof typeof VENUE_CONVENTIONS;

/** Venues that print Greeks. */
export type GreekVenueName = {
  [Name in VenueName]: (typeof VENUE_CONVENTIONS)[Name]['greeks'] extends undefined ? never : Name;
}[VenueName];
