import { RAY, WAD } from './limits.js';

/**
 * Fixed-point products and quotients as Aave's WadRayMath computes them: half a unit is added before the integer
 * division, so ties go up. Arguments are non-negative; division by zero throws a RangeError, as the contract reverts.
 */
export function wadMul(a: bigint, b: bigint): bigint {
  return (a * b + WAD / 2n) / WAD;
}

export function wadDiv(a: bigint, b: bigint): bigint {
  return (a * WAD + b / 2n) / b;
}

export function rayMul(a: bigint, b: bigint): bigint {
  return (a * b + RAY / 2n) / RAY;
}

export function rayDiv(a: bigint, b: bigint): bigint {
  return (a * RAY + b / 2n) / b;
}

/** Rounded down or up instead, as TokenMath of v3.5 and later has it: never in favour of the account. */
export function rayMulFloor(a: bigint, b: bigint): bigint {
  return (a * b) / RAY;
}

export function rayMulCeil(a: bigint, b: bigint): bigint {
  return divCeil(a * b, RAY);
}

export function rayDivFloor(a: bigint, b: bigint): bigint {
  return (a * RAY) / b;
}

export function rayDivCeil(a: bigint, b: bigint): bigint {
  return divCeil(a * RAY, b);
}

/** a / b rounded up, for non-negative arguments. */
export function divCeil(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
