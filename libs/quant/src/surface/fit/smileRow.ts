import { CENTRE, LOG_LEAST_VARIANCE, LOG_LEFT_SLOPE, LOG_RIGHT_SLOPE, LOG_SIGMA, WINGS_LENGTH } from './wings.js';

/** A slice opened up once, for evaluation at many k. */
export interface OpenSlice {
  readonly v: number;
  readonly left: number;
  readonly right: number;
  readonly m: number;
  readonly sigma: number;
  /** √(LR): the slope-like number that ties σ to the level. */
  readonly root: number;
}

export function openSlice(wings: Float64Array, offset: number): OpenSlice {
  const left = Math.exp(wings[offset + LOG_LEFT_SLOPE]!);
  const right = Math.exp(wings[offset + LOG_RIGHT_SLOPE]!);
  return {
    v: Math.exp(wings[offset + LOG_LEAST_VARIANCE]!),
    left,
    right,
    m: wings[offset + CENTRE]!,
    sigma: Math.exp(wings[offset + LOG_SIGMA]!),
    root: Math.sqrt(left * right),
  };
}

/**
 * Total variance at k: v + (L·q + R·p)/2 - √(LR)σ with p, q = √(x² + σ²) ± x. The lesser of p and q comes from p·q = σ², so
 * that nothing is lost where one wing is all but flat beside the other.
 */
export function varianceAt({ v, left, right, m, sigma, root }: OpenSlice, k: number): number {
  const x = k - m;
  const greater = Math.abs(x) + Math.sqrt(x * x + sigma * sigma);
  const lesser = (sigma * sigma) / greater;
  const wings = x > 0 ? left * lesser + right * greater : left * greater + right * lesser;
  return v + wings / 2 - root * sigma;
}

/** ∂w/∂(coordinates) at k into `out`; returns w. */
export function writeVarianceRow(
  { v, left, right, m, sigma, root }: OpenSlice,
  k: number,
  out: Float64Array,
  offset: number,
): number {
  const x = k - m;
  const radius = Math.sqrt(x * x + sigma * sigma);
  const b = (left + right) / 2;
  const tie = root * sigma;
  out[offset + LOG_LEAST_VARIANCE] = v;
  out[offset + LOG_LEFT_SLOPE] = (left * (radius - x) - tie) / 2;
  out[offset + LOG_RIGHT_SLOPE] = (right * (radius + x) - tie) / 2;
  out[offset + CENTRE] = -((right - left) / 2 + (b * x) / radius);
  out[offset + LOG_SIGMA] = (b * sigma * sigma) / radius - tie;
  return v + ((right - left) / 2) * x + b * radius - tie;
}

const slopeRow = new Float64Array(WINGS_LENGTH);
const curvatureRow = new Float64Array(WINGS_LENGTH);

/** Durrleman's g at k (see `durrlemanG`), without derivatives. */
export function durrlemanAt(slice: OpenSlice, k: number): number {
  const { left, right, m, sigma } = slice;
  const x = k - m;
  const radius = Math.sqrt(x * x + sigma * sigma);
  const greater = Math.abs(x) + radius;
  const lesser = (sigma * sigma) / greater;
  const onLeft = left * (x > 0 ? lesser : greater);
  const onRight = right * (x > 0 ? greater : lesser);
  const w = slice.v + (onLeft + onRight) / 2 - slice.root * sigma;
  const slope = (onRight - onLeft) / (2 * radius);
  const tilt = 1 - (k * slope) / (2 * w);
  const curvature = ((left + right) * sigma * sigma) / (2 * radius * radius * radius);
  return tilt * tilt - ((slope * slope) / 4) * (1 / w + 0.25) + curvature / 2;
}

/** ∂g/∂(coordinates) at k into `out` by the chain rule over w, w' and w''; returns g. */
export function writeDurrlemanRow(slice: OpenSlice, k: number, out: Float64Array): number {
  const { left, right, m, sigma } = slice;
  const w = writeVarianceRow(slice, k, out, 0);
  const x = k - m;
  const radius = Math.sqrt(x * x + sigma * sigma);
  const b = (left + right) / 2;
  const cube = radius * radius * radius;
  const bend = (sigma * sigma) / cube;
  const slope = (right - left) / 2 + (b * x) / radius;
  const curvature = b * bend;

  slopeRow[LOG_LEAST_VARIANCE] = 0;
  slopeRow[LOG_LEFT_SLOPE] = (left / 2) * (x / radius - 1);
  slopeRow[LOG_RIGHT_SLOPE] = (right / 2) * (x / radius + 1);
  slopeRow[CENTRE] = -curvature;
  slopeRow[LOG_SIGMA] = -b * x * bend;

  const bendOfCentre = (3 * sigma * sigma * x) / (cube * radius * radius);
  curvatureRow[LOG_LEAST_VARIANCE] = 0;
  curvatureRow[LOG_LEFT_SLOPE] = (left / 2) * bend;
  curvatureRow[LOG_RIGHT_SLOPE] = (right / 2) * bend;
  curvatureRow[CENTRE] = b * bendOfCentre;
  curvatureRow[LOG_SIGMA] = b * bend * (2 - (3 * sigma * sigma) / (radius * radius));

  const tilt = 1 - (k * slope) / (2 * w);
  const perW = (tilt * k * slope) / (w * w) + (slope * slope) / (4 * w * w);
  const perSlope = -(tilt * k) / w - (slope / 2) * (1 / w + 0.25);
  for (let j = 0; j < WINGS_LENGTH; j++) {
    out[j] = perW * out[j]! + perSlope * slopeRow[j]! + curvatureRow[j]! / 2;
  }
  return tilt * tilt - ((slope * slope) / 4) * (1 / w + 0.25) + curvature / 2;
}
