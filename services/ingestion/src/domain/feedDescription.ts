import type { MarginEngineId } from '@gimbal/margin';
import type { WatchedAccount, WatchedContract } from './chain/chainFact.js';

/** What is known of a feed before its first frame: how it is read, how old it may get, and whether a record exists. */
export type FeedDescription = FeedStanding &
  (
    | { readonly decoder: 'demeter-pool-minute-csv'; readonly chain: string; readonly pool: string }
    | { readonly decoder: 'chainlink-round-csv'; readonly asset: string; readonly decimals: number }
    | { readonly decoder: 'demeter-gas-minute-csv'; readonly chain: string; readonly assumedCoinPriceUsd: string }
    | { readonly decoder: 'demeter-aave-minute-csv'; readonly deployment: string; readonly asset: string }
    | { readonly decoder: 'demeter-squeeth-minute-csv'; readonly deployment: string }
    | { readonly decoder: 'assumed-price-json'; readonly asset: string; readonly decimals: number }
    | { readonly decoder: 'assumed-vol-json'; readonly underlying: string }
    | {
        readonly decoder: 'tardis-option-summary-json';
        readonly venue: string;
        readonly underlying: string;
        readonly quote: string;
        readonly inverse: boolean;
      }
    | { readonly decoder: 'derive-svi-json'; readonly venue: string; readonly underlying: string }
    | { readonly decoder: 'univ2-reserves-json'; readonly chain: string; readonly pool: string }
    | { readonly decoder: 'univ4-pool-json'; readonly chain: string; readonly poolId: string; readonly hooks: string }
    | { readonly decoder: 'conversion-rate-json'; readonly instrumentId: string }
    | { readonly decoder: 'debt-pool-json'; readonly instrumentId: string }
    | { readonly decoder: 'perp-quote-json'; readonly venue: string; readonly instrumentId: string }
    | { readonly decoder: 'reserve-configuration-json'; readonly deployment: string }
    | { readonly decoder: 'lending-action-json'; readonly deployment: string }
    | { readonly decoder: 'governance-log-json'; readonly deployment: string }
    | { readonly decoder: 'governance-payload-json'; readonly deployment: string }
    | { readonly decoder: 'emode-json'; readonly deployment: string }
    | { readonly decoder: 'user-emode-json'; readonly deployment: string; readonly account: string }
    | { readonly decoder: 'margin-parameters-json'; readonly deployment: string }
    | { readonly decoder: 'margin-market-json'; readonly deployment: string; readonly ruleset: MarginEngineId }
    | {
        readonly decoder: 'margin-account-json';
        readonly deployment: string;
        readonly ruleset: MarginEngineId;
        readonly account: string;
      }
    | {
        readonly decoder: 'hyperliquid-meta-json';
        readonly deployment: string;
        /** Which of the venue's documents holds: that of its closed alpha of March 2023, or those since 2024. */
        readonly rules: '2023-03' | '2024';
        /** What a liquidation is assumed to cost. */
        readonly liquidation?: { readonly slippageShare: number; readonly feeShare: number } | undefined;
      }
    | { readonly decoder: 'hyperliquid-account-json'; readonly deployment: string; readonly account: string }
    | { readonly decoder: 'hyperliquid-marks-json'; readonly deployment: string }
    | ({ readonly decoder: 'assumed-perp' } & AssumedPerp)
    /** Everything that one connection to a venue says; its frames carry the reading of their session. */
    | {
        readonly decoder: 'venue-session';
        readonly venue: string;
        /** Whom its private messages are about; left out where it has none. */
        readonly account?: string | undefined;
        /** The margin deployment that its tiers, marks and accounts are said of, for a venue that has an engine here. */
        readonly deployment?: string | undefined;
      }
    /** A chain block by block: header, logs of watched contracts, answers of calls at the block's hash. */
    | ({ readonly decoder: 'evm-block-json' } & FollowedChain)
  );

export type DecoderId = FeedDescription['decoder'];

/** The description of a feed that is read by one decoder. */
export type FeedOf<D extends DecoderId> = Extract<FeedDescription, { readonly decoder: D }>;

interface FeedStanding {
  readonly id: string;
  /** Age of the last observation beyond which the feed is stale; null for a feed that speaks only when it must. */
  readonly staleAfterSeconds: number | null;
  /** Why the feed's values are assumed; null when they are recorded. */
  readonly assumed: string | null;
  /** Of an oracle: how far it may stand from the market, and which feed is the market where not any of its asset will do. */
  readonly band?: { readonly limitBps: number; readonly marketFeed?: string | undefined } | undefined;
  /** Of a pool whose quote token is worth a dollar: the asset that it prices, by the oracle's name of it. */
  readonly prices?: PricedByPool | undefined;
}

export interface PricedByPool {
  readonly asset: string;
  readonly token0Decimals: number;
  readonly token1Decimals: number;
  readonly volatileIsToken: 0 | 1;
}

/** A perpetual that no record exists for: its mark is the price of a recorded pool, its funding a constant. */
export interface AssumedPerp {
  readonly venue: string;
  readonly instrumentId: string;
  readonly poolFeed: string;
  readonly token0Decimals: number;
  readonly token1Decimals: number;
  readonly volatileIsToken: 0 | 1;
  readonly fundingRate: string;
  readonly fundingIntervalSeconds: number;
}

/** A chain, what is watched on it, and when its blocks are final. */
export interface FollowedChain {
  readonly chain: string;
  readonly contracts: readonly WatchedContract[];
  readonly accounts: readonly WatchedAccount[];
  readonly finality: ChainFinality;
  /** How what its blocks say of gas is said as a price; undefined where nobody needs it. */
  readonly gas?: ChainGas | undefined;
}

/** The node says which block is final, or so many blocks on top of it make it so. */
export type ChainFinality = { readonly by: 'tag' } | { readonly by: 'depth'; readonly blocks: number };

export interface ChainGas {
  readonly feed: string;
  /** The oracle feed of the chain's coin in USD. */
  readonly coinOracle?: string | undefined;
  /** What its coin is taken to cost as long as that oracle hasn't spoken, USD. */
  readonly assumedCoinPriceUsd: string;
  /** The transaction whose L1 data fee is spread over its gas, on a chain that takes one; a swap when left out. */
  readonly reference?: { readonly bytes: number; readonly gasUsed: number } | undefined;
}

/** How a feed numbers what it sends, and so what a missing record looks like. */
export type Continuity =
  /** Each row is an observation of its minute. */
  | 'minutes'
  /** There is a row for each minute, and those without news are not observations. */
  | 'minutes-carried'
  /** Rounds are numbered by one. */
  | 'rounds'
  /** Nothing can be missing. */
  | 'none';

export function continuityOf(decoder: DecoderId): Continuity {
  switch (decoder) {
    case 'demeter-pool-minute-csv':
      return 'minutes-carried';
    case 'demeter-gas-minute-csv':
    case 'demeter-aave-minute-csv':
    case 'demeter-squeeth-minute-csv':
      return 'minutes';
    case 'chainlink-round-csv':
    case 'assumed-price-json':
      return 'rounds';
    default:
      return 'none';
  }
}
