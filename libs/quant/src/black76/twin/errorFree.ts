/* The error-free steps of libs/quant/assembly/lanes.ts, operation for operation. */

/** 2^27 + 1, Veltkamp's splitter for a significand of 53 bits. */
const SPLITTER = 134_217_729;

/** a·b - p, where p is a·b rounded, exactly (Dekker 1971), as long as nothing leaves a double's range. */
export function productError(a: number, b: number, p: number): number {
  const aSplit = a * SPLITTER;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * SPLITTER;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** n - a·b without the rounding of a·b, where the two are so close that their difference is exact. */
export function residual(a: number, b: number, n: number): number {
  const p = a * b;
  return n - p - productError(a, b, p);
}
