import type { VolatilityFailure } from './candleTypes.js';

/** What the returns of one span say about its variance; all are over that span, not per year. */
export interface RealisedMeasures {
  readonly kind: 'measured';
  readonly returnsCount: number;
  /** Σr²: all of the quadratic variation, jumps included. */
  readonly variance: number;
  /** (π/2)·n/(n-1)·Σ|r_i||r_{i-1}|: the continuous part alone, since a jump meets a small neighbour. */
  readonly bipowerVariance: number;
  /** max(0, variance - bipowerVariance). */
  readonly jumpVariance: number;
  /** Σr⁴·n/3, the realised quarticity: 2/n of it is the variance of `variance` when nothing jumps. */
  readonly quarticity: number;
  /** Standard normal when nothing jumps, large and positive after a jump; 0 when nothing moved. */
  readonly jumpZ: number;
}

const HALF_PI = Math.PI / 2;

/** μ_{4/3} = E|Z|^{4/3} = 2^{2/3}·Γ(7/6)/Γ(1/2), by mpmath. */
const MU_4_3 = 0.8308609250295592;

/** Asymptotic variance of the ratio (RV - BV)/RV, in units of quarticity over squared variance. */
const RATIO_VARIANCE = (Math.PI * Math.PI) / 4 + Math.PI - 5;

const LEAST_RETURNS = 3;

/**
 * Realised and bipower variance of equally spaced log returns (Andersen and Bollerslev 1998; Barndorff-Nielsen and Shephard
 * 2004), and the jump test in its ratio form with tripower quarticity (Huang and Tauchen 2005).
 */
export function realisedMeasures(returns: readonly number[]): RealisedMeasures | VolatilityFailure {
  const n = returns.length;
  if (n < LEAST_RETURNS) {
    const expected = `at least ${LEAST_RETURNS} returns`;
    return { kind: 'failure', reason: 'tooFewCandles', field: 'returns', expected, found: `${n}` };
  }
  const bad = returns.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const field = `returns[${bad}]`;
    return { kind: 'failure', reason: 'notFinite', field, expected: 'a finite number', found: `${returns[bad]}` };
  }
  const variance = returns.reduce((sum, value) => sum + value * value, 0);
  const products = returns.reduce((sum, value, i) => (i < 1 ? 0 : sum + Math.abs(value * returns[i - 1]!)), 0);
  const bipowerVariance = (HALF_PI * n * products) / (n - 1);
  const quarticity = (returns.reduce((sum, value) => sum + value ** 4, 0) * n) / 3;
  const jumpZ = ratioStatistic(n, variance, bipowerVariance, tripowerQuarticity(returns));
  const jumpVariance = Math.max(0, variance - bipowerVariance);
  return { kind: 'measured', returnsCount: n, variance, bipowerVariance, jumpVariance, quarticity, jumpZ };
}

function tripowerQuarticity(returns: readonly number[]): number {
  const n = returns.length;
  let sum = 0;
  for (let i = 2; i < n; i++) sum += Math.abs(returns[i]! * returns[i - 1]! * returns[i - 2]!) ** (4 / 3);
  return (sum * n * n) / (n - 2) / MU_4_3 ** 3;
}

function ratioStatistic(n: number, variance: number, bipowerVariance: number, tripower: number): number {
  if (variance === 0) return 0;
  const relativeQuarticity = bipowerVariance === 0 ? 1 : Math.max(1, tripower / bipowerVariance ** 2);
  return (variance - bipowerVariance) / variance / Math.sqrt((RATIO_VARIANCE * relativeQuarticity) / n);
}
