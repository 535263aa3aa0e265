/**
 * erf(x) for |x| ≤ 0.46875, relative error about 1e-16. Rational approximation of W. J. Cody, "Rational Chebyshev
 * approximations for the error function", Math. Comp. 23 (1969), with the coefficients of his CALERF.
 */
export function erfSmall(x: number): number {
  const y = x * x;
  const numerator =
    (((0.18577770618460315 * y + 3.1611237438705655) * y + 113.86415415105016) * y + 377.485237685302) * y +
    3209.3775891384694;
  const denominator =
    (((y + 23.601290952344122) * y + 244.02463793444417) * y + 1282.6165260773723) * y + 2844.236833439171;
  return (x * numerator) / denominator;
}
