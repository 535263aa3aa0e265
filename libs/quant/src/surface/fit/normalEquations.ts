import { WINGS_LENGTH } from './wings.js';

/** A row touches one slice or two neighbours, so nothing lies further from the diagonal than two blocks. */
const BAND = 2 * WINGS_LENGTH;

/** JᵀJ as its upper band (row i holds columns i to i + 9) and Jᵀr, of a least-squares problem in chained slices. */
export interface NormalEquations {
  readonly size: number;
  readonly band: Float64Array;
  readonly gradient: Float64Array;
  readonly factor: Float64Array;
}

export function allocateNormalEquations(slices: number): NormalEquations {
  const size = slices * WINGS_LENGTH;
  return {
    size,
    band: new Float64Array(size * BAND),
    gradient: new Float64Array(size),
    factor: new Float64Array(size * BAND),
  };
}

export function clearNormalEquations({ band, gradient }: NormalEquations): void {
  band.fill(0);
  gradient.fill(0);
}

/**
 * Adds one row: `derivatives` of the residual by the `width` coordinates from `offset`. A squared loss has one weight; a
 * robust one has the slope of its loss as weight of the gradient and a bend of its own for the matrix.
 */
export function addRow(
  equations: NormalEquations,
  offset: number,
  derivatives: Float64Array,
  width: number,
  residual: number,
  weight: number,
  bend = weight,
): void {
  const { band, gradient } = equations;
  for (let i = 0; i < width; i++) {
    const scaled = bend * derivatives[i]!;
    if (scaled === 0) continue;
    gradient[offset + i] = gradient[offset + i]! + weight * derivatives[i]! * residual;
    const row = (offset + i) * BAND - i;
    for (let j = i; j < width; j++) band[row + j] = band[row + j]! + scaled * derivatives[j]!;
  }
}

/**
 * Solves (A + damping·diag A)·step = -gradient by banded Cholesky. False when the matrix isn't positive definite in
 * doubles, which more damping mends.
 */
export function solveDamped(equations: NormalEquations, damping: number, step: Float64Array): boolean {
  const { size, band, gradient, factor } = equations;
  for (let i = 0; i < size; i++) {
    const top = Math.max(0, i - BAND + 1);
    for (let j = i; j < Math.min(size, i + BAND); j++) {
      let sum = band[i * BAND + j - i]!;
      if (j === i) sum += damping * sum + Number.MIN_VALUE;
      for (let h = Math.max(top, j - BAND + 1); h < i; h++)
        sum -= factor[h * BAND + i - h]! * factor[h * BAND + j - h]!;
      if (j > i) factor[i * BAND + j - i] = sum / factor[i * BAND]!;
      else if (sum > 0) factor[i * BAND] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = -gradient[i]!;
    for (let h = Math.max(0, i - BAND + 1); h < i; h++) sum -= factor[h * BAND + i - h]! * step[h]!;
    step[i] = sum / factor[i * BAND]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = step[i]!;
    for (let j = i + 1; j < Math.min(size, i + BAND); j++) sum -= factor[i * BAND + j - i]! * step[j]!;
    step[i] = sum / factor[i * BAND]!;
  }
  return true;
}
