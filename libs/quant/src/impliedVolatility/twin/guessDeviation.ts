import { BACHELIER, MILLS_CRUDE, QUANTILE } from './coefficients.gen.js';
import { log2Rough } from './logRatio.js';

/* The twin of libs/quant/assembly/impliedVolatility/guess.ts, which has the derivation. */

const [B0, B1, B2, B3, B4, B5] = BACHELIER as [number, number, number, number, number, number];
const [Q0, Q1, Q2, Q3] = QUANTILE as [number, number, number, number];
const [C0, C1, C2, C3] = MILLS_CRUDE as [number, number, number, number];

const RATIO_MAX = 1e300;
const LARGE_FROM = 2;
const CRUDE_FROM = -0.3;
const PROBABILITY_MAX = 0.8;

/** A guess at σ√τ within 5 %, from x = |ln(F/K)|, √(FK), time value and complement to the lesser of forward and strike. */
export function guessDeviation(x: number, mean: number, timeValue: number, complement: number, lesser: number): number {
  const value = timeValue / mean;
  const ratio = x / value;
  const l = log2Rough(1 + (RATIO_MAX < ratio ? RATIO_MAX : ratio));
  const normal = (x + value) * Math.sqrt(((B4 * l + B5) * l + 1) / (((B0 * l + B1) * l + B2) * l + B3));
  const square = normal * normal;
  const s = normal * ((square * square) / (8 * (x * x + 3 * square))) + normal;
  return s >= LARGE_FROM ? largeGuess(x, s, timeValue, complement, lesser) : s;
}

function largeGuess(x: number, s: number, timeValue: number, complement: number, lesser: number): number {
  const k = x / s;
  const half = s * 0.5;
  const a = k - half;
  const mirrored = complement < timeValue;
  const millsA = millsCrude(mirrored ? Math.abs(a) : CRUDE_FROM < a ? a : CRUDE_FROM);
  const millsB = millsCrude(k + half);
  const part = (mirrored ? complement : timeValue) * millsA;
  const quotient = part / (lesser * (millsA + (mirrored ? millsB : -millsB)));
  const l = Math.sqrt(-log2Rough(PROBABILITY_MAX < quotient ? PROBABILITY_MAX : quotient));
  const z = ((Q0 * l + Q1) * l + Q2) / (Q3 * l + 1);
  const side = mirrored ? -z : z;
  return Math.sqrt(side * side + (x + x)) - side;
}

function millsCrude(z: number): number {
  const r = 1 / (z + 3);
  return r * (((C0 * r + C1) * r + C2) * r + C3);
}
