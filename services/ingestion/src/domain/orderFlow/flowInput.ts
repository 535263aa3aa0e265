import type { TopOfBook } from './bookImbalance.js';

/**
 * What the flow of a feed is made of, whoever decoded it. Prices are quote per base; amounts are whole tokens, above 0 for
 * what the makers received.
 */
export type FlowInput = FlowMoment &
  (
    | SwapFlow
    /** A pool that is observed by the minute: what was paid in, and where the price stood at the end. */
    | {
        readonly kind: 'poolInterval';
        readonly price: number;
        readonly liquidity: number;
        readonly baseIn: number;
        readonly quoteIn: number;
        readonly feeShare: number;
      }
    | { readonly kind: 'book'; readonly top: TopOfBook }
    | {
        readonly kind: 'trade';
        readonly price: number;
        readonly base: number;
        /** Of the taker; undefined where the venue doesn't say, and the volume is classified by the price. */
        readonly bought: boolean | undefined;
      }
  );

/** One swap of a pool: amounts fees included, and the price after it. */
export interface SwapFlow {
  readonly kind: 'swap';
  readonly price: number;
  readonly base: number;
  readonly quote: number;
  readonly feeShare: number;
}

interface FlowMoment {
  readonly atUs: bigint;
  /** The block; undefined where intervals are of time. */
  readonly block?: bigint | undefined;
}
