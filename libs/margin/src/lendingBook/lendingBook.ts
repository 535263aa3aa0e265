import type { AavePosition } from '../aave/account.js';

/** A keyed store whose rows are replaced and never mutated: a `Map`, or a table of a projection. */
export interface LendingRows<Row> {
  get(key: string): Row | undefined;
  set(key: string, row: Row): unknown;
  values(): Iterable<Row>;
  entries(): Iterable<[string, Row]>;
}

/** The parameters of a reserve that are in force, with what its price is read from. */
export interface LendingReserve {
  readonly deployment: string;
  readonly asset: string;
  readonly decimals: number;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  readonly liquidationProtocolFeeBps: bigint;
  /** As the deployment names it, for example `aave-v3.0`. */
  readonly ruleset: string;
  readonly oracleFeed: string;
}

/** Indexes and yearly rates in ray, as they stood at `observedAtUs`. */
export interface LendingReserveState {
  readonly deployment: string;
  readonly asset: string;
  readonly liquidityIndexRay: bigint;
  readonly variableBorrowIndexRay: bigint;
  readonly liquidityRateRay: bigint;
  readonly variableBorrowRateRay: bigint;
  readonly observedAtUs: bigint;
}

/** The last round of a feed: `answer / 10^decimals` of the market's base currency, USD or (Aave v2) ETH. */
export interface LendingPrice {
  readonly feed: string;
  readonly answer: bigint;
  readonly decimals: number;
  readonly updatedAtUs: bigint;
  readonly assumed: boolean;
}

/** What an account holds and owes in one deployment, a position per asset that it ever touched. */
export interface LendingAccount {
  readonly deployment: string;
  readonly accountId: string;
  readonly positions: readonly AavePosition[];
}

/** An e-mode category that is in force. Percentages in basis points; the bonus is 10500 for 5 %. */
export interface LendingEMode {
  readonly deployment: string;
  readonly category: number;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  readonly collateralAssets: readonly string[];
  readonly borrowableAssets: readonly string[];
  /** Empty where the category has no price of its own. */
  readonly oracleFeed: string;
  /** From v3.6: members that lend nothing inside. */
  readonly ltvZeroAssets: readonly string[];
  /** From v3.7: assets that aren't its collateral lend nothing to an account inside. */
  readonly isolated: boolean;
}

/** The category that an account has entered; 0 for none. */
export interface LendingUserEMode {
  readonly deployment: string;
  readonly accountId: string;
  readonly category: number;
}

/**
 * Everything that the health of a lending account rests on, as rows whose keys follow the keys of the events:
 * reserves and states by `deployment/asset`, categories by `deployment/category`, prices by feed, accounts and the categories
 * that they chose by `deployment/account`. What joins them is
 * `accountInputs`, a pure function of the rows.
 */
export interface LendingBook {
  readonly reserves: LendingRows<LendingReserve>;
  readonly states: LendingRows<LendingReserveState>;
  readonly prices: LendingRows<LendingPrice>;
  readonly accounts: LendingRows<LendingAccount>;
  readonly eModes: LendingRows<LendingEMode>;
  readonly userEModes: LendingRows<LendingUserEMode>;
}

/** An empty book over maps; a stage passes its own tables instead. */
export function emptyLendingBook(): LendingBook {
  return {
    reserves: new Map(),
    states: new Map(),
    prices: new Map(),
    accounts: new Map(),
    eModes: new Map(),
    userEModes: new Map(),
  };
}

export function reserveKey(deployment: string, asset: string): string {
  return `${deployment}/${asset}`;
}

export function eModeKey(deployment: string, category: number): string {
  return `${deployment}/${category}`;
}

export function lendingAccountKey(deployment: string, accountId: string): string {
  return `${deployment}/${accountId}`;
}
