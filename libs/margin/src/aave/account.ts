/** One listed asset as the pool sees it at one moment. Percentages in basis points, indices in ray (10^27). */
export interface AaveReserve {
  /** Any stable identity, for instance the token's address in lower case. */
  readonly asset: string;
  readonly decimals: number;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  /** USD with 8 decimals; left out when no price is known, which fails only an account that needs it. */
  readonly priceBase?: bigint | undefined;
  /** Normalised to the valuation moment: what `getReserveNormalizedIncome` returns, not the stored index. */
  readonly liquidityIndexRay: bigint;
  /** Likewise: what `getReserveNormalizedVariableDebt` returns. */
  readonly variableBorrowIndexRay: bigint;
  /** Up to v3.1: 0 when the asset is in no e-mode category. Later a category lists its assets, and this says nothing. */
  readonly eModeCategory: number;
  /** 10500 for 5 %. Where it is known, versions from v3.2 on check it against the threshold. */
  readonly liquidationBonusBps?: bigint | undefined;
}

/** What an account holds and owes in one asset, in scaled units (as `scaledBalanceOf` returns them). */
export interface AavePosition {
  readonly asset: string;
  readonly scaledSupply: bigint;
  readonly scaledVariableDebt: bigint;
  readonly usedAsCollateral: boolean;
}

/**
 * The terms of the e-mode category that the account has entered. Up to v3.1 an asset belongs to one category, named by
 * its reserve; from v3.2 on a category has sets of assets, bitmaps over reserve ids on the chain, lists of assets here.
 */
export interface AaveEMode {
  readonly category: number;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  /** Up to v3.1: the category's own price feed, when it has one, which then prices every asset of the category. */
  readonly priceBase?: bigint | undefined;
  /** From v3.2: the assets that take the category's threshold, LTV and bonus as collateral. */
  readonly collateralAssets?: readonly string[] | undefined;
  /** From v3.2: what may be borrowed inside. Health doesn't rest on it. */
  readonly borrowableAssets?: readonly string[] | undefined;
  /** From v3.6: members that lend nothing inside the category, though their threshold counts. */
  readonly ltvZeroAssets?: readonly string[] | undefined;
  /** From v3.7: assets outside `collateralAssets` lend nothing to an account inside. */
  readonly isolated?: boolean | undefined;
}

export interface AaveAccount {
  readonly reserves: readonly AaveReserve[];
  readonly positions: readonly AavePosition[];
  readonly eMode?: AaveEMode | undefined;
  /** What `getUserEMode` returns, when it was read: it must then be the category of `eMode`, or 0. */
  readonly eModeCategory?: number | undefined;
}

/** A reserve with the terms a liquidator gets. The bonus is 10500 for 5 %; the fee is a share of the bonus. */
export interface LiquidatableReserve extends AaveReserve {
  readonly liquidationBonusBps: bigint;
  readonly liquidationProtocolFeeBps: bigint;
  /** From v3.3 the checks of a liquidation know these; left out, a reserve is active, not paused and in no grace. */
  readonly isActive?: boolean | undefined;
  readonly isPaused?: boolean | undefined;
  /** No liquidation up to and including this second (Unix time). */
  readonly liquidationGraceUntilSeconds?: bigint | undefined;
}

export interface LiquidatableEMode extends AaveEMode {
  readonly liquidationBonusBps: bigint;
}

export interface LiquidatableAccount extends AaveAccount {
  readonly reserves: readonly LiquidatableReserve[];
  readonly eMode?: LiquidatableEMode | undefined;
}

/** `getUserAccountData`: base amounts in USD with 8 decimals, health with 18 (MAX_UINT256 without debt). */
export interface AaveUserAccountData {
  readonly totalCollateralBase: bigint;
  readonly totalDebtBase: bigint;
  readonly availableBorrowsBase: bigint;
  readonly currentLiquidationThresholdBps: bigint;
  readonly ltvBps: bigint;
  readonly healthFactorWad: bigint;
}
