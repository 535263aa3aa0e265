import { rayDiv, rayMul } from '../aave/wadRayMath.js';

/** Scaled aTokens minted for a deposit (and burnt by a withdrawal) of `amount` units: the contract's rayDiv. */
export function scaledForDeposit(amount: bigint, liquidityIndexRay: bigint): bigint {
  return rayDiv(amount, liquidityIndexRay);
}

/** Scaled debt minted for a borrow (and burnt by a repayment) of `amount` units. */
export function scaledForBorrow(amount: bigint, variableBorrowIndexRay: bigint): bigint {
  return rayDiv(amount, variableBorrowIndexRay);
}

/** Token units that a scaled balance stands for: `balanceOf` of an aToken or a variable debt token. */
export function balanceFromScaled(scaled: bigint, indexRay: bigint): bigint {
  return rayMul(scaled, indexRay);
}
