/** USD amounts and factors of GMX have thirty decimals; prices too, less those of the token. */
export const GMX_DECIMALS = 30;

/** What a log or a read of GMX v2 says, in the contracts' integers. Addresses and keys are in lower case. */
export type GmxFact =
  GmxPositionChanged | GmxOpenInterest | GmxPoolAmount | GmxBorrowingFactor | GmxOraclePrice | GmxMarketInfo;

/** PositionIncrease and PositionDecrease: the whole position after it. */
export interface GmxPositionChanged {
  readonly kind: 'position';
  readonly change: 'increase' | 'decrease';
  readonly positionKey: string;
  readonly orderKey: string;
  readonly account: string;
  readonly market: string;
  readonly collateralToken: string;
  readonly isLong: boolean;
  readonly sizeInUsd: bigint;
  readonly sizeInTokens: bigint;
  readonly collateralAmount: bigint;
  readonly executionPrice: bigint;
  readonly sizeDeltaUsd: bigint;
  readonly sizeDeltaInTokens: bigint;
  /** 7 is a liquidation. */
  readonly orderType: bigint;
}

/** Open interest of one side and collateral after a change: in USD, or in units of the index token. */
export interface GmxOpenInterest {
  readonly kind: 'open_interest';
  readonly in: 'usd' | 'tokens';
  readonly market: string;
  readonly collateralToken: string;
  readonly isLong: boolean;
  readonly value: bigint;
}

export interface GmxPoolAmount {
  readonly kind: 'pool_amount';
  readonly market: string;
  readonly token: string;
  readonly value: bigint;
}

/** What has been paid for borrowing since the beginning, per USD of size. */
export interface GmxBorrowingFactor {
  readonly kind: 'borrowing_factor';
  readonly market: string;
  readonly isLong: boolean;
  readonly cumulative: bigint;
}

/** What the keepers set a token's price to. */
export interface GmxOraclePrice {
  readonly kind: 'oracle_price';
  readonly token: string;
  readonly min: bigint;
  readonly max: bigint;
  readonly atSeconds: bigint;
}

/** Reader.getMarketInfo: what either side pays now, per second and USD of size. */
export interface GmxMarketInfo {
  readonly kind: 'market_info';
  readonly market: string;
  readonly indexToken: string;
  readonly longToken: string;
  readonly shortToken: string;
  readonly longBorrowPerSecond: bigint;
  readonly shortBorrowPerSecond: bigint;
  readonly longsPayShorts: boolean;
  readonly fundingPerSecond: bigint;
  readonly isDisabled: boolean;
}

export type GmxDecoded =
  | { readonly kind: 'fact'; readonly fact: GmxFact }
  /** An event that says nothing which is folded, by its name. */
  | { readonly kind: 'ignored'; readonly event: string }
  | { readonly kind: 'refused'; readonly reason: string };

export function gmxRefused(reason: string): GmxDecoded {
  return { kind: 'refused', reason };
}
