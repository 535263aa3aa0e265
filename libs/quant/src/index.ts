export { attachScenarioBook, createScenarioBook } from './scenarios/scenarioBook.js';
export type { ScenarioBook, ScenarioInputColumns, Shocks } from './scenarios/scenarioBook.js';
export { SCENARIO_CELLS_MAX } from './scenarios/limits.js';
export { erfc } from './normal/erfc.js';
export { normalCdf } from './normal/normalCdf.js';
export { normalPdf } from './normal/normalPdf.js';
export { DAYS_PER_YEAR, SECONDS_PER_YEAR, VOL_POINT } from './units.js';

export { allocateBlack76Inputs, allocateBlack76Outputs } from './black76/allocateBlack76Columns.js';
export { black76 } from './black76/black76.js';
export { attachBlack76Book, createBlack76Book } from './black76/black76Book.js';
export type { Black76Book, Black76PriceOptions } from './black76/black76Book.js';
export { black76Columns } from './black76/black76Columns.js';
export { black76Twin } from './black76/black76Twin.js';
export { BLACK76_REASONS } from './black76/black76Types.js';
export type {
  Black76Failure,
  Black76Greeks,
  Black76Input,
  Black76InputColumns,
  Black76OutputColumns,
  Black76Reason,
  Black76Result,
} from './black76/black76Types.js';
export {
  allocateImpliedVolatilityInputs,
  allocateImpliedVolatilityOutputs,
} from './impliedVolatility/allocateImpliedVolatilityColumns.js';
export { impliedVolatility } from './impliedVolatility/impliedVolatility.js';
export { attachImpliedVolatilityBook, createImpliedVolatilityBook } from './impliedVolatility/impliedVolatilityBook.js';
export type { ImpliedVolatilityBook } from './impliedVolatility/impliedVolatilityBook.js';
export { impliedVolatilityColumns } from './impliedVolatility/impliedVolatilityColumns.js';
export { IMPLIED_VOLATILITY_REASONS } from './impliedVolatility/impliedVolatilityTypes.js';
export type {
  ImpliedVolatilityFailure,
  ImpliedVolatilityInput,
  ImpliedVolatilityInputColumns,
  ImpliedVolatilityOutputColumns,
  ImpliedVolatilityReason,
  ImpliedVolatilityResult,
} from './impliedVolatility/impliedVolatilityTypes.js';
export { BLOCK_ROWS } from './kernel/columnMemory.js';
export type { SharedColumns } from './kernel/columnMemory.js';
export { fastestVariant } from './kernel/kernelModule.js';
export type { KernelVariant } from './kernel/kernelModule.js';
export { inverseOption } from './black76/inverseOption.js';
export type { InverseOptionGreeks } from './black76/inverseOption.js';

export { linearFutureGreeks, perpGreeks, spotGreeks } from './linear/linearGreeks.js';
export type { LinearFutureGreeks, LinearFutureState, LinearGreeks } from './linear/linearGreeks.js';
export { inverseContractGreeks } from './linear/inverseContractGreeks.js';
export type { InverseContract, InverseContractGreeks } from './linear/inverseContractGreeks.js';

export {
  POWER_PERP_FUNDING_DAYS,
  POWER_PERP_INDEX_SCALE,
  powerPerpGreeks,
  powerPerpGreeksAtMark,
} from './powerPerp/powerPerpGreeks.js';
export type { PowerPerpGreeks, PowerPerpMarkState, PowerPerpModelState } from './powerPerp/powerPerpGreeks.js';

export { getAmount0ForLiquidity, getAmount1ForLiquidity } from './uniswapV3/amountForLiquidity.js';
export { amountsForLiquidity } from './uniswapV3/amountsForLiquidity.js';
export type { TokenAmounts } from './uniswapV3/amountsForLiquidity.js';
export { changePoolLiquidity } from './uniswapV3/changePoolLiquidity.js';
export type { LiquidityChange } from './uniswapV3/changePoolLiquidity.js';
export { getSqrtRatioAtTick } from './uniswapV3/getSqrtRatioAtTick.js';
export { getTickAtSqrtRatio } from './uniswapV3/getTickAtSqrtRatio.js';
export { MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK, Q96 } from './uniswapV3/limits.js';
export { getNextSqrtPriceFromInput, getNextSqrtPriceFromOutput } from './uniswapV3/nextSqrtPrice.js';
export type { InitializedTick, Univ3PoolState } from './uniswapV3/poolState.js';
export { swapInPool } from './uniswapV3/swapInPool.js';
export type { PoolSwap, SwappedPool } from './uniswapV3/swapInPool.js';
export { swapWithinLiquidity } from './uniswapV3/swapWithinLiquidity.js';
export type { SwapStep, SwapWithinLiquidity } from './uniswapV3/swapWithinLiquidity.js';
export { univ3Greeks, univ3UnitGreeks } from './uniswapV3/univ3Greeks.js';
export type { Univ3Greeks, Univ3Position } from './uniswapV3/univ3Greeks.js';
export { univ3LvrPerDay } from './uniswapV3/univ3LvrPerDay.js';
export { priceUsdAtTick, priceUsdFromSqrtPriceX96 } from './uniswapV3/univ3Price.js';
export type { PoolTokens } from './uniswapV3/univ3Price.js';
export { univ3RangeGreeks } from './uniswapV3/univ3RangeGreeks.js';
export type { Univ3PriceRange, Univ3RangeGreeks } from './uniswapV3/univ3RangeGreeks.js';

export { fromVenueGreeks, type VenueGreeksFailure } from './conventions/fromVenueGreeks.js';
export { toVenueGreeks } from './conventions/toVenueGreeks.js';
export type { GreekContext, OptionGreeks, VenueGreeks } from './conventions/toVenueGreeks.js';
export { VENUE_CONVENTIONS } from './conventions/venueConventions.js';
export type {
  FundingConvention,
  GreekConvention,
  GreekVenueName,
  VenueConvention,
  VenueName,
} from './conventions/venueConventions.js';

export { EXPECTED_OF, INSTRUMENT_REASONS } from './instrument/fieldRules.js';
export type { Field, FieldRule, InstrumentReason } from './instrument/fieldRules.js';
export type { InstrumentInputs, InstrumentKernel, RowSpan } from './instrument/instrumentKernel.js';
export { INSTRUMENT_KERNELS } from './instrument/instrumentKernels.js';
export type { InstrumentKernelKind } from './instrument/instrumentKernels.js';
export { allocateInstrumentOutputs, INSTRUMENT_OUTPUTS } from './instrument/instrumentOutputs.js';
export type { InstrumentOutput, InstrumentOutputColumns } from './instrument/instrumentOutputs.js';
export { valueColumns } from './instrument/valueColumns.js';
export type { RowPlaces } from './instrument/valueColumns.js';
export { instrumentFailure, valueInstrument } from './instrument/valueInstrument.js';
export type { InstrumentFailure, InstrumentResult, InstrumentValues } from './instrument/valueInstrument.js';

export { everlastingOption } from './everlasting/everlastingOption.js';
export { lendingBalance } from './lending/lendingBalance.js';
export { datedFuture } from './linear/datedFuture.js';
export { cappedFundingRate, FUNDING_PRICE_BASES, fundingAccrual } from './linear/fundingAccrual.js';
export type { FundingInterval, FundingPriceBase } from './linear/fundingAccrual.js';
export { perpetual } from './linear/perpetual.js';
export { spot } from './linear/spot.js';
export { wrappedAsset } from './linear/wrappedAsset.js';
export { europeanOption } from './option/europeanOption.js';
export { SETTLEMENT_AVERAGE_SECONDS, settlementForward, shareToCome } from './option/settlementAverage.js';
export { powerPerpetual } from './powerPerp/powerPerpetual.js';
export { debtPoolShare } from './synthetic/debtPoolShare.js';
export { syntheticAsset } from './synthetic/syntheticAsset.js';
export { univ2Liquidity } from './uniswapV2/univ2Liquidity.js';
export { univ2FeesFromGrowth } from './uniswapV2/univ2FeesFromGrowth.js';
export type { Univ2Growth, Univ2Reserves } from './uniswapV2/univ2FeesFromGrowth.js';
export { feeGrowthInsideX128, feeGrowthOfSwapX128, feesSince } from './uniswapV3/feeGrowth.js';
export type { FeeGrowth } from './uniswapV3/feeGrowth.js';
export { arbitrageShare, lvrPerDay } from './uniswapV3/lvrArbitrage.js';
export { univ3Liquidity } from './uniswapV3/univ3Liquidity.js';
export { DYNAMIC_FEE_FLAG, hookPermissions, hookReturnsDelta, returnedDeltas } from './uniswapV4/hookPermissions.js';
export { univ4Liquidity } from './uniswapV4/univ4Liquidity.js';

export { butterflyViolations } from './surface/butterflyViolations.js';
export type { ButterflyViolation } from './surface/butterflyViolations.js';
export { calendarViolations } from './surface/calendarViolations.js';
export type { CalendarViolation } from './surface/calendarViolations.js';
export { deriveSviVol } from './surface/deriveSvi.js';
export type { DeriveSviVersion } from './surface/deriveSvi.js';
export { durrlemanG } from './surface/durrlemanG.js';
export { estimateForward } from './surface/estimateForward.js';
export { evaluateSurface } from './surface/evaluateSurface.js';
export type { SurfacePoint, SurfacePointFailure, SurfaceRegion } from './surface/evaluateSurface.js';
export { fitSurface, fitUnconstrained } from './surface/fitSurface.js';
export { readVenueSvi } from './surface/readVenueSvi.js';
export type { VenueSviFeed } from './surface/readVenueSvi.js';
export { screenQuotes } from './surface/screenQuotes.js';
export type { QuoteColumns, QuoteFrame, QuotePolicy, ScreenedQuotes } from './surface/screenQuotes.js';
export { stretchedGrid } from './surface/stretchedGrid.js';
export { surfaceForward } from './surface/surfaceForward.js';
export { SURFACE_POLICY } from './surface/surfacePolicy.js';
export type { SurfacePolicy } from './surface/surfacePolicy.js';
export { QUOTE_REFUSAL_REASONS, SLICE_REFUSAL_REASONS } from './surface/surfaceTypes.js';
export type {
  ExpiryQuotes,
  ForwardEstimate,
  ForwardSource,
  FutureQuote,
  OptionQuote,
  QuoteRefusal,
  QuoteRefusalReason,
  QuoteUnit,
  SliceFit,
  SliceRefusal,
  SliceRefusalReason,
  Surface,
  SurfaceInput,
  SurfaceSlice,
  SviParameters,
} from './surface/surfaceTypes.js';
export { sviSmilePoint, sviTotalVariance } from './surface/sviTotalVariance.js';
export type { SmilePoint } from './surface/sviTotalVariance.js';
export { calendarVarianceTime, weightedVarianceTime } from './surface/varianceTime.js';
export type { VarianceTime, VarianceWindow } from './surface/varianceTime.js';
export type {
  Candle,
  CandleOrder,
  CandleReason,
  CleanCandles,
  RejectedCandle,
  VolatilityFailure,
  VolatilityReason,
} from './realisedVolatility/candleTypes.js';
export { garmanKlassOf, parkinsonOf, rogersSatchellOf } from './realisedVolatility/candleVariance.js';
export { cleanCandles } from './realisedVolatility/cleanCandles.js';
export type { CleaningOptions } from './realisedVolatility/cleanCandles.js';
export { dailyRealised } from './realisedVolatility/dailyRealised.js';
export type { MissingDay, RealisedDay, VolatilityDay } from './realisedVolatility/dailyTypes.js';
export { estimateVolatility, VOLATILITY_ESTIMATORS } from './realisedVolatility/estimateVolatility.js';
export type { VolatilityEstimate, VolatilityEstimator } from './realisedVolatility/estimateVolatility.js';
export { forecastHar } from './realisedVolatility/forecastHar.js';
export type { HarForecast } from './realisedVolatility/forecastHar.js';
export { dieboldMariano, qlike } from './realisedVolatility/forecastLoss.js';
export { forecastVolatility } from './realisedVolatility/forecastVolatility.js';
export type { ForecastOptions, VolatilityForecasts } from './realisedVolatility/forecastVolatility.js';
export { HAR_LOG } from './realisedVolatility/harTypes.js';
export type { HarSpec } from './realisedVolatility/harTypes.js';
export { leastSquares } from './realisedVolatility/leastSquares.js';
export type { LeastSquaresInput, LinearFit } from './realisedVolatility/leastSquares.js';
export { realisedMeasures } from './realisedVolatility/realisedMeasures.js';
export type { RealisedMeasures } from './realisedVolatility/realisedMeasures.js';
export { twoScalesVariance } from './realisedVolatility/twoScalesVariance.js';
export { premiumZScore, variancePremium } from './realisedVolatility/variancePremium.js';
export type { VariancePremium } from './realisedVolatility/variancePremium.js';
export { walkForward } from './realisedVolatility/walkForward.js';
export type { ForecastOutcome, WalkForward } from './realisedVolatility/walkForward.js';
export { createGroupSums, GROUP_ROW_DOUBLES, type GroupSums, type GroupSumsSize } from './sparse/groupSums.js';
