/** exp(-x²/2) is below the smallest double from here on. */
const UNDERFLOW = 38.7;

/**
 * exp(-scale·x²) for scale ½ (normal density) or 1 (erfc). Squaring x rounds, and exp would turn that into a
 * relative error of x²·1e-16, so x is split into a part with few bits, whose square is exact, and the small rest
 * (Cody's device).
 */
export function expOfMinusSquare(x: number, scale: 0.5 | 1): number {
  if (Math.abs(x) > UNDERFLOW) return 0;
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-scale * head * head) * Math.exp(-scale * (x - head) * (x + head));
}
