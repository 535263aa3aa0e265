import { PERCENTAGE_FACTOR_BPS } from './limits.js';
import { divCeil } from './wadRayMath.js';

/** value · bps / 10^4, ties up, as Aave's PercentageMath computes it. Arguments are non-negative. */
export function percentMul(value: bigint, bps: bigint): bigint {
  return (value * bps + PERCENTAGE_FACTOR_BPS / 2n) / PERCENTAGE_FACTOR_BPS;
}

/** value · 10^4 / bps, ties up; zero bps throws a RangeError, as the contract reverts. */
export function percentDiv(value: bigint, bps: bigint): bigint {
  return (value * PERCENTAGE_FACTOR_BPS + bps / 2n) / bps;
}

export function percentMulFloor(value: bigint, bps: bigint): bigint {
  return (value * bps) / PERCENTAGE_FACTOR_BPS;
}

export function percentMulCeil(value: bigint, bps: bigint): bigint {
  return divCeil(value * bps, PERCENTAGE_FACTOR_BPS);
}

export function percentDivFloor(value: bigint, bps: bigint): bigint {
  return (value * PERCENTAGE_FACTOR_BPS) / bps;
}

export function percentDivCeil(value: bigint, bps: bigint): bigint {
  return divCeil(value * PERCENTAGE_FACTOR_BPS, bps);
}
