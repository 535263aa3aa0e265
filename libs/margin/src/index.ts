export type { AaveV2Account, AaveV2Liquidation, AaveV2Position, LiquidatableAaveV2Account } from './aave-v2/account.js';
export { compoundedInterestV2, normalizedVariableDebtV2, stableDebtBalance } from './aave-v2/interest.js';
export { ETH_BASE_CURRENCY_DECIMALS } from './aave-v2/limits.js';
export { aaveV2 } from './aave-v2/ruleset.js';
export type {
  AaveAccount,
  AaveEMode,
  AavePosition,
  AaveReserve,
  AaveUserAccountData,
  LiquidatableAccount,
  LiquidatableEMode,
  LiquidatableReserve,
} from './aave/account.js';
export {
  type AaveAccountFailure,
  type AaveResult,
  describeAaveFailure,
  type LiquidationRefusal,
} from './aave/failures.js';
export { type AssetHealthSensitivity, type HealthSensitivities } from './aave/healthSensitivities.js';
export { compoundedInterest, normalizedVariableDebt } from './aave-v3-0/interest.js';
export { linearInterest, normalizedIncome } from './aave/linearInterest.js';
export { BASE_CURRENCY_DECIMALS, MAX_UINT256, RAY, SECONDS_PER_YEAR, WAD } from './aave/limits.js';
export { healthSensitivities } from './aave-v3-0/healthSensitivities.js';
export { liquidationCall } from './aave-v3-0/liquidationCall.js';
export { largestLiquidation } from './aave/largestLiquidation.js';
export type { BadDebt, Liquidation, LiquidationRequest } from './aave/liquidation.js';
export { liquidationPrice } from './aave-v3-0/liquidationPrice.js';
export type { LiquidationPrice, LiquidationPriceFailure } from './aave/solveLiquidationPrice.js';
export { percentDiv, percentMul } from './aave/percentageMath.js';
export type { RepayFailure } from './aave/solveRepayForHealth.js';
export { repayForHealth } from './aave-v3-0/repayForHealth.js';
export type { AaveRounding, AaveRuleset } from './aave/aaveRuleset.js';
export { aaveV30 } from './aave-v3-0/ruleset.js';
export { aaveV33 } from './aave-v3-3/ruleset.js';
export { aaveV36 } from './aave-v3-6/ruleset.js';
export { aaveV37 } from './aave-v3-7/ruleset.js';
export { balanceFromScaled, scaledForBorrow, scaledForDeposit } from './aave-v3-0/scaledAmounts.js';
export { userAccountData } from './aave-v3-0/userAccountData.js';
export { rayDiv, rayMul, wadDiv, wadMul } from './aave/wadRayMath.js';
export type {
  DeriveExpiry,
  DeriveMarkVol,
  DeriveOption,
  DerivePerp,
  DerivePerpFeed,
  DeriveSvi,
} from './derive/deriveMarket.js';
export {
  DERIVE_FAILURE_CODES,
  type DeriveFailure,
  type DeriveFailureCode,
  type DeriveResult,
  describeDeriveFailure,
} from './derive/failures.js';
export type {
  LiquidationPoint,
  LiquidationPriceFailure as DeriveLiquidationPriceFailure,
  LiquidationPrices as DeriveLiquidationPrices,
  MaintenanceState as DeriveMaintenanceState,
} from './derive/liquidationPrices.js';
export type { AuctionedAccount, AuctionFailure, DeriveAuctionParameters } from './derive-auction/auctionTypes.js';
export { deriveAuction } from './derive-auction/deriveAuction.js';
export type { InsolventBid } from './derive-auction/insolventBid.js';
export type { LiquidationLoss as DeriveLiquidationLoss } from './derive-auction/liquidationLoss.js';
export type { SolventBid } from './derive-auction/solventBid.js';
export type { Pmrm2Contingencies } from './derive-pmrm2/contingencies.js';
export type {
  Pmrm2CollateralParameters,
  Pmrm2Parameters,
  Pmrm2Scenario,
  Pmrm2SkewCap,
  Pmrm2VolShock,
} from './derive-pmrm2/parameters.js';
export {
  type Pmrm2ExpiryMargin,
  type Pmrm2Margin,
  pmrm2Margin,
  type Pmrm2ScenarioPnl,
} from './derive-pmrm2/pmrm2Margin.js';
export { type Pmrm2Leg, pmrm2LiquidationPrice } from './derive-pmrm2/pmrm2LiquidationPrice.js';
export type { Pmrm2CollateralFeed, Pmrm2Market, Pmrm2Portfolio } from './derive-pmrm2/portfolio.js';
export type { ImAndMm as SrmImAndMm, SrmExpiryMargin } from './derive-srm/expiryMargin.js';
export type { SrmHoldingMargin } from './derive-srm/holdingMargin.js';
export type { SrmOptionParameters, SrmParameters, SrmUnderlyingParameters } from './derive-srm/parameters.js';
export type { SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from './derive-srm/portfolio.js';
export { type SrmLeg, srmLiquidationPrice } from './derive-srm/srmLiquidationPrice.js';
export { type SrmMargin, srmMargin } from './derive-srm/srmMargin.js';
export { derivePmrm2 } from './derive-pmrm2/ruleset.js';
export { deriveSrm } from './derive-srm/ruleset.js';
export {
  type AccountInputs,
  accountInputs,
  type AccountInputsFailure,
  type AccountInputsResult,
  describeAccountInputsFailure,
  lendingAccounts,
} from './lendingBook/accountInputs.js';
export { type BaseCurrency, baseCurrencyOf } from './lendingBook/baseCurrency.js';
export {
  type EModeConfiguredFact,
  type LendingPositionObservedFact,
  type OracleRoundObservedFact,
  type ReserveConfiguredFact,
  type ReserveStateObservedFact,
  type UserEModeObservedFact,
  withEModeConfigured,
  withLendingPositionObserved,
  withOracleRoundObserved,
  withReserveConfigured,
  withReserveStateObserved,
  withUserEModeObserved,
} from './lendingBook/foldLendingFacts.js';
export {
  eModeKey,
  emptyLendingBook,
  type LendingAccount,
  lendingAccountKey,
  type LendingBook,
  type LendingEMode,
  type LendingPrice,
  type LendingReserve,
  type LendingReserveState,
  type LendingRows,
  type LendingUserEMode,
  reserveKey,
} from './lendingBook/lendingBook.js';
export { overlayLendingBook, overlayRows } from './lendingBook/overlayRows.js';
export {
  type MarginAccountData,
  marginHoldings,
  type MarginMarketData,
  type MarginParametersData,
  readMarginAccount,
  readMarginMarket,
  readMarginParameters,
  writeMarginData,
} from './standing/marginData.js';
export { marginAfterTrades, marginAtPrices, type MarginInputs, marginStanding } from './standing/marginStanding.js';
export { optionLegId, optionOfLeg } from './standing/deriveLegs.js';
export { PERP_LEG } from './standing/pmrm2Standing.js';
export { CASH_LEG } from './standing/standingParts.js';
export { ASKED_LEGS_MAX, MARGIN_JSON_CHARS_MAX, MARGIN_USAGE_MAX, SEARCHED_LEGS_MAX } from './standing/limits.js';
export {
  describeStandingFailure,
  type EngineStanding,
  type LiquidationLossStanding,
  type StandingFailure,
  type StandingHolding,
  type StandingLeg,
  type StandingPart,
  type StandingPrice,
  type StandingResult,
  type StandingTrade,
  type UnvaluedLeg,
} from './standing/standingTypes.js';
export { isMarginRulesetId, type MarginRulesetId, marginRulesets } from './marginRulesets.js';
export type { CometAccount, CometAsset, CometCollateral, CometMarket, CometStanding } from './compound-v3/market.js';
export type { Absorption } from './compound-v3/absorb.js';
export type { CometMoves } from './compound-v3/afterMoves.js';
export type { CometLiquidationLoss } from './compound-v3/liquidationLoss.js';
export type { CometLiquidationPrice } from './compound-v3/liquidationPrice.js';
export { compoundV3 } from './compound-v3/ruleset.js';
export type { DydxHypotheticalTrade } from './dydx-v4/afterTrades.js';
export { effectiveInitialMargin } from './dydx-v4/effectiveInitialMargin.js';
export type { DydxLiquidation, DydxLiquidationRequest } from './dydx-v4/liquidate.js';
export type { DydxLiquidationLoss } from './dydx-v4/liquidationLoss.js';
export { bankruptcyPrice, fillablePrice } from './dydx-v4/liquidationPrices.js';
export { DYDX_V4_RULES, type DydxMarket, type DydxParameters } from './dydx-v4/parameters.js';
export { dydxV4 } from './dydx-v4/ruleset.js';
export type {
  DydxMargin,
  DydxMarketState,
  DydxMarketStates,
  DydxPosition,
  DydxPositionMargin,
  DydxSubaccount,
} from './dydx-v4/subaccount.js';
export type {
  HyperliquidAccount,
  HyperliquidBucket,
  HyperliquidMargin,
  HyperliquidMarginMode,
  HyperliquidMarks,
  HyperliquidPosition,
  HyperliquidPositionMargin,
  HyperliquidStanding,
} from './hyperliquid/account.js';
export type { HypotheticalTrade } from './hyperliquid/afterTrades.js';
export type { HyperliquidLiquidation, HyperliquidLiquidationRequest } from './hyperliquid/liquidate.js';
export type { HyperliquidLiquidationLoss } from './hyperliquid/liquidationLoss.js';
export { maintenanceMargin, type MaintenanceTier, maintenanceTiers } from './hyperliquid/maintenanceMargin.js';
export {
  HYPERLIQUID_RULES,
  HYPERLIQUID_RULES_2023_03,
  type HyperliquidAsset,
  type HyperliquidParameters,
  type HyperliquidTier,
} from './hyperliquid/parameters.js';
export { HYPERLIQUID_MAX_LEVERAGE_2023, HYPERLIQUID_TIERS_2025 } from './hyperliquid/publishedTiers.js';
export { hyperliquid } from './hyperliquid/ruleset.js';
export { isMarginEngineId, type MarginEngineId, marginEngines } from './marginEngines.js';
export { describeMarginFailure, type MarginFailure, type MarginResult } from './marginFailures.js';
export type { MarginLiquidationPrice } from './marginLiquidationPrice.js';
export type { MarginHypotheticalTrade } from './scenario-margin/afterTrades.js';
export type { ScenarioLiquidation } from './scenario-margin/liquidate.js';
export type { ScenarioLiquidationLoss } from './scenario-margin/liquidationLoss.js';
export type { MarginMove, ScenarioLiquidationPrices } from './scenario-margin/liquidationPrices.js';
export {
  type MarginScenario,
  PARADEX_PORTFOLIO_MARGIN,
  type ScenarioMarginParameters,
} from './scenario-margin/parameters.js';
export type {
  LinearMarginLeg,
  MarginLeg,
  MarginPortfolio,
  MarginSpots,
  OptionMarginLeg,
  ScenarioMargin,
  UnderlyingMargin,
} from './scenario-margin/portfolio.js';
export { scenarioMargin } from './scenario-margin/ruleset.js';
