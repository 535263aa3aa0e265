export { erfc } from './normal/erfc.js';
export { normalCdf } from './normal/normalCdf.js';
export { normalPdf } from './normal/normalPdf.js';
export { DAYS_PER_YEAR, SECONDS_PER_YEAR, VOL_POINT } from './units.js';

export { allocateBlack76Inputs, allocateBlack76Outputs } from './black76/allocateBlack76Columns.js';
export { black76 } from './black76/black76.js';
export { attachBlack76Book, BLACK76_BLOCK_ROWS, createBlack76Book } from './black76/black76Book.js';
export type { Black76Book, Black76PriceOptions, SharedBlack76Book } from './black76/black76Book.js';
export { black76Columns } from './black76/black76Columns.js';
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
