/**
 * 1 when relaxed multiply-add rounds once on this CPU. (1 + 2^-30)^2 - (1 + 2^-29) is 2^-60 then, and 0 otherwise.
 * The operands come from the caller, so that no compiler folds the question away.
 */
export function multipliesAndAddsFused(base: f64, minus: f64): f64 {
  if (!FUSED) return 0;
  const lanes = f64x2.relaxed_madd(f64x2.splat(base), f64x2.splat(base), f64x2.splat(minus));
  const negated = f64x2.relaxed_nmadd(f64x2.splat(base), f64x2.splat(-base), f64x2.splat(minus));
  return f64x2.extract_lane(lanes, 0) == f64x2.extract_lane(negated, 0) ? f64x2.extract_lane(lanes, 0) : 0;
}
