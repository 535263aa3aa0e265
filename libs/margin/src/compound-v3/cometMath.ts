import { FACTOR_SCALE, INDEX_SCALE } from './limits.js';
import type { CometMarket } from './market.js';

/** Value of an amount: floored, as all divisions of the contract are for what isn't negative; towards zero for a debt. */
export function mulPrice(amount: bigint, priceE8: bigint, unit: bigint): bigint {
  return (amount * priceE8) / unit;
}

export function mulFactor(amount: bigint, factorE18: bigint): bigint {
  return (amount * factorE18) / FACTOR_SCALE;
}

export function unitOf(decimals: number): bigint {
  return 10n ** BigInt(decimals);
}

/** Base tokens of a principal at today's index. */
export function presentValue(principal: bigint, market: CometMarket): bigint {
  const index = principal >= 0n ? market.baseSupplyIndexE15 : market.baseBorrowIndexE15;
  return (principal * index) / INDEX_SCALE;
}

/** The principal of a supply, floored so that nobody gains by rounding. */
export function principalOfSupply(balance: bigint, market: CometMarket): bigint {
  return (balance * INDEX_SCALE) / market.baseSupplyIndexE15;
}
