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
export { getSqrtRatioAtTick } from './uniswapV3/getSqrtRatioAtTick.js';
export { getTickAtSqrtRatio } from './uniswapV3/getTickAtSqrtRatio.js';
export { MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK, Q96 } from './uniswapV3/limits.js';
export { getNextSqrtPriceFromInput, getNextSqrtPriceFromOutput } from './uniswapV3/nextSqrtPrice.js';
export { swapWithinLiquidity } from './uniswapV3/swapWithinLiquidity.js';
export type { SwapStep, SwapWithinLiquidity } from './uniswapV3/swapWithinLiquidity.js';
export { univ3Greeks, univ3UnitGreeks } from './uniswapV3/univ3Greeks.js';
export type { Univ3Greeks, Univ3Position } from './uniswapV3/univ3Greeks.js';
export { univ3LvrPerDay } from './uniswapV3/univ3LvrPerDay.js';
export { priceUsdAtTick, priceUsdFromSqrtPriceX96 } from './uniswapV3/univ3Price.js';
export type { PoolTokens } from './uniswapV3/univ3Price.js';
export { univ3RangeGreeks } from './uniswapV3/univ3RangeGreeks.js';
export type { Univ3PriceRange, Univ3RangeGreeks } from './uniswapV3/univ3RangeGreeks.js';

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
