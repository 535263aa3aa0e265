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
  /** 0 when the asset is in no e-mode category. */
  readonly eModeCategory: number;
}

/** What an account holds and owes in one asset, in scaled units (as `scaledBalanceOf` returns them). */
export interface AavePosition {
  readonly asset: string;
  readonly scaledSupply: bigint;
  readonly scaledVariableDebt: bigint;
  readonly usedAsCollateral: boolean;
}

/** The e-mode category the account has entered. */
export interface AaveEMode {
  readonly category: number;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  /** The category's own price feed, when it has one; it then replaces the price of every asset in the category. */
  readonly priceBase?: bigint | undefined;
}

export interface AaveAccount {
  readonly reserves: readonly AaveReserve[];
  readonly positions: readonly AavePosition[];
  readonly eMode?: AaveEMode | undefined;
}

/** A reserve with the terms a liquidator gets. The bonus is 10500 for 5 %; the fee is a share of the bonus. */
export interface LiquidatableReserve extends AaveReserve {
  readonly liquidationBonusBps: bigint;
  readonly liquidationProtocolFeeBps: bigint;
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
