/** One base market (Comet) at one moment. Factors with 18 decimals, prices with 8, indices with 15, as its contract keeps them. */
export interface CometMarket {
  /** Tokens of the base in its smallest units: 10^decimals is one. */
  readonly baseDecimals: number;
  /** Left out when none is known, which fails only an account that owes. */
  readonly basePriceE8?: bigint | undefined;
  readonly baseSupplyIndexE15: bigint;
  readonly baseBorrowIndexE15: bigint;
  readonly storeFrontPriceFactorE18: bigint;
  readonly assets: readonly CometAsset[];
}

export interface CometAsset {
  readonly asset: string;
  readonly decimals: number;
  readonly priceE8?: bigint | undefined;
  readonly borrowCollateralFactorE18: bigint;
  readonly liquidateCollateralFactorE18: bigint;
  readonly liquidationFactorE18: bigint;
}

/** `principal` in base units at index 1: positive supplies, negative owes. */
export interface CometAccount {
  readonly principal: bigint;
  readonly collateral: readonly CometCollateral[];
}

export interface CometCollateral {
  readonly asset: string;
  readonly amount: bigint;
}

/** Where an account stands. USD with 8 decimals; liquidity below zero fails the check that it belongs to. */
export interface CometStanding {
  /** Base tokens at today's index, negative when owed. */
  readonly presentValue: bigint;
  readonly debtUsdE8: bigint;
  readonly collateralUsdE8: bigint;
  readonly borrowLiquidityUsdE8: bigint;
  readonly liquidationLiquidityUsdE8: bigint;
  readonly borrowCollateralized: boolean;
  readonly liquidatable: boolean;
  /** What the USD amounts leave out: of an account that owes nothing, what has no price. */
  readonly unpriced: readonly string[];
}
