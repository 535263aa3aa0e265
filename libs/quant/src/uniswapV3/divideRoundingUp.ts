/** Quotient of two non-negative integers, away from zero when it doesn't come out even. */
export function divideRoundingUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
