/**
 * How a quotient that is not whole becomes whole:
 * `down` toward zero, `up` away from zero, `floor` toward minus infinity, `ceiling` toward plus infinity,
 * `halfUp` to the nearest with ties away from zero, `halfEven` to the nearest with ties to the even neighbour.
 */
export type RoundingMode = 'down' | 'up' | 'floor' | 'ceiling' | 'halfUp' | 'halfEven';

/** numerator / denominator as a whole number, rounded by `mode`. A zero denominator throws a RangeError. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const negative = numerator < 0n !== denominator < 0n;
  return movesAwayFromZero(quotient, magnitude(remainder), magnitude(denominator), negative, mode)
    ? quotient + (negative ? -1n : 1n)
    : quotient;
}

function movesAwayFromZero(
  quotient: bigint,
  remainder: bigint,
  denominator: bigint,
  negative: boolean,
  mode: RoundingMode,
): boolean {
  switch (mode) {
    case 'down':
      return false;
    case 'up':
      return true;
    case 'floor':
      return negative;
    case 'ceiling':
      return !negative;
    case 'halfUp':
      return remainder * 2n >= denominator;
    case 'halfEven':
      return remainder * 2n > denominator || (remainder * 2n === denominator && quotient % 2n !== 0n);
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
