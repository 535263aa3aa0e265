const INVERSE_SQRT_PI = 0.5641895835477563;

/**
 * exp(x²)·erfc(x) for x ≥ 0.46875, relative error about 1e-16. Cody 1969 (see erfSmall.ts). It is kept apart from
 * its exponential because that factor carries all the conditioning: whoever needs erfc or the normal cdf multiplies
 * by an exponential that was rounded with care.
 */
export function erfcScaled(x: number): number {
  return x <= 4 ? middle(x) : tail(x);
}

function middle(x: number): number {
  const numerator =
    (((((((2.1531153547440383e-8 * x + 0.5641884969886701) * x + 8.883149794388377) * x + 66.11919063714163) * x +
      298.6351381974001) *
      x +
      881.952221241769) *
      x +
      1712.0476126340707) *
      x +
      2051.0783778260716) *
      x +
    1230.3393547979972;
  const denominator =
    (((((((x + 15.744926110709835) * x + 117.6939508913125) * x + 537.1811018620099) * x + 1621.3895745666903) * x +
      3290.7992357334597) *
      x +
      4362.619090143247) *
      x +
      3439.3676741437216) *
      x +
    1230.3393548037495;
  return numerator / denominator;
}

function tail(x: number): number {
  const y = 1 / (x * x);
  const numerator =
    ((((0.016315387137302097 * y + 0.30532663496123236) * y + 0.36034489994980445) * y + 0.12578172611122926) * y +
      0.016083785148742275) *
      y +
    0.0006587491615298378;
  const denominator =
    ((((y + 2.568520192289822) * y + 1.8729528499234673) * y + 0.5279051029514285) * y + 0.06051834131244132) * y +
    0.0023352049762686918;
  return (INVERSE_SQRT_PI - (y * numerator) / denominator) / x;
}
