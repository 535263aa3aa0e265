/** A linear fit: `coefficients` belong to the columns of the rows, after the intercept. */
export interface LinearFit {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  /** Weighted residual sum of squares over rows less coefficients less one. */
  readonly residualVariance: number;
}

export interface LeastSquaresInput {
  /** Regressors without the intercept, one array for each observation. */
  readonly rows: readonly (readonly number[])[];
  readonly targets: readonly number[];
  /** Above 0; they are scaled to a mean of one. All one when left out. */
  readonly weights?: readonly number[] | undefined;
  /** Added to the diagonal of the columns' correlation matrix; 0 is plain least squares. The intercept is not shrunk. */
  readonly ridge: number;
}

/**
 * Weighted ridge regression by normal equations on centred and scaled columns, solved by Cholesky's factors. Scaling makes
 * the ridge mean the same for each column, and with under ten columns keeps the equations well conditioned. A column
 * that never varies gets the coefficient 0. Returns undefined when columns are collinear and there is no ridge, or when
 * there are no more observations than coefficients.
 */
export function leastSquares({ rows, targets, weights, ridge }: LeastSquaresInput): LinearFit | undefined {
  const count = rows.length;
  const width = rows[0]?.length ?? 0;
  if (count <= width + 1) return undefined;
  const weight = scaledWeights(weights, count);
  const means = Array.from(
    { length: width },
    (_, j) => rows.reduce((sum, row, i) => sum + weight[i]! * row[j]!, 0) / count,
  );
  const targetMean = targets.reduce((sum, target, i) => sum + weight[i]! * target, 0) / count;
  const deviations = means.map((mean, j) => {
    return Math.sqrt(rows.reduce((sum, row, i) => sum + weight[i]! * (row[j]! - mean) ** 2, 0) / count);
  });
  // A column's rounding is about 1e-16 of its size; what varies by less than 1e-12 of that is taken to be constant.
  const scales = deviations.map((deviation, j) => (deviation > 1e-12 * Math.abs(means[j]!) ? 1 / deviation : 0));
  const gram = Array.from({ length: width }, () => new Float64Array(width));
  const moment = new Float64Array(width);
  const scaled = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) scaled[j] = (rows[i]![j]! - means[j]!) * scales[j]!;
    for (let j = 0; j < width; j++) {
      const weighted = (weight[i]! * scaled[j]!) / count;
      moment[j]! += weighted * (targets[i]! - targetMean);
      for (let k = 0; k <= j; k++) gram[j]![k]! += weighted * scaled[k]!;
    }
  }
  for (let j = 0; j < width; j++) gram[j]![j] = scales[j] === 0 ? 1 : gram[j]![j]! + ridge;
  const solution = solvePositive(gram, moment);
  if (solution === undefined) return undefined;
  const coefficients = solution.map((value, j) => value * scales[j]!);
  const intercept = targetMean - coefficients.reduce((sum, coefficient, j) => sum + coefficient * means[j]!, 0);
  const squares = rows.reduce(
    (sum, row, i) => sum + weight[i]! * (targets[i]! - fitted(intercept, coefficients, row)) ** 2,
    0,
  );
  return { intercept, coefficients, residualVariance: squares / (count - width - 1) };
}

/** The fit's value at one row of regressors. */
export function fitted(intercept: number, coefficients: readonly number[], row: readonly number[]): number {
  return coefficients.reduce((sum, coefficient, j) => sum + coefficient * row[j]!, intercept);
}

function scaledWeights(weights: readonly number[] | undefined, count: number): readonly number[] {
  if (weights === undefined) return Array.from({ length: count }, () => 1);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  return weights.map((weight) => weight / mean);
}

/** Below this share of its diagonal a pivot is rounding, and its column a combination of those before it. */
const LEAST_PIVOT = 1e-13;

/** Solves A·x = b for the lower half of a symmetric A in place; undefined when A isn't positive definite. */
function solvePositive(lower: readonly Float64Array[], moment: Float64Array): number[] | undefined {
  const width = moment.length;
  for (let j = 0; j < width; j++) {
    for (let i = j; i < width; i++) {
      let sum = lower[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      if (i > j) lower[i]![j] = sum / lower[j]![j]!;
      else if (sum > LEAST_PIVOT * lower[j]![j]!) lower[j]![j] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const solution = [...moment];
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= lower[i]![k]! * solution[k]!;
    solution[i]! /= lower[i]![i]!;
  }
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) solution[i]! -= lower[k]![i]! * solution[k]!;
    solution[i]! /= lower[i]![i]!;
  }
  return solution;
}
