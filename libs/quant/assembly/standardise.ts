import { HALF, LN2_HIGH, LN2_LOW, MINUS_HALF, pair } from './constants';
import {
  COLUMN,
  D1,
  D2,
  DEVIATION,
  EXPONENT,
  EXPONENT_LOW,
  INVERSE_DEVIATION,
  INVERSE_FORWARD,
  INVERSE_VARIANCE,
  LOG_MONEYNESS,
  SQRT_TAU,
} from './layout';
import { inverse, madd, nmadd, productError, residual } from './lanes';
import { atanhTailPrecise, exponentBetween, exponentValue, logFromParts } from './logMoneyness';

/*
 * d1 = z/s and d2 = (x - w/2)/s, with x = ln(F/K), w = sigma^2 tau, s = sqrt(w), z = x + w/2.
 *
 * The relative error of exp(-d1^2/2) is the absolute one of its exponent, which reaches 600 at 35 standard deviations.
 * So the precise form carries a low part through the logarithm, the variance and the square: -z^2/(2w) comes out to
 * about 2^-58 of itself. The fast form carries
 * none.
 */

export function standardisePrecise(F: usize, K: usize, T: usize, V: usize, S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = v128.load(F + i);
    const strike = v128.load(K + i);
    const tau = v128.load(T + i);
    const vol = v128.load(V + i);

    const exponent = exponentBetween(forward, strike);
    const scaled = i64x2.add(strike, exponent);
    const e = exponentValue(exponent);
    const difference = f64x2.sub(forward, scaled);
    const sum = f64x2.add(forward, scaled);
    const sumLow = f64x2.sub(f64x2.pmin(forward, scaled), f64x2.sub(sum, f64x2.pmax(forward, scaled)));
    // One division for 1/(F + K') and 1/F.
    const shared = inverse(f64x2.mul(sum, forward));
    const inverseSum = f64x2.mul(shared, forward);
    const u = f64x2.mul(difference, inverseSum);
    const uLow = f64x2.mul(nmadd(u, sumLow, residual(u, sum, difference)), inverseSum);
    const twoU = f64x2.add(u, u);
    const whole = f64x2.mul(e, pair(LN2_HIGH));
    const rough = f64x2.add(whole, twoU);
    const roughLow = f64x2.sub(twoU, f64x2.sub(rough, whole));
    const tail = atanhTailPrecise(u, uLow);
    const rest = f64x2.add(roughLow, madd(e, pair(LN2_LOW), tail));
    const x = f64x2.add(rough, rest);
    const xLow = f64x2.sub(rest, f64x2.sub(x, rough));

    const square = f64x2.mul(vol, vol);
    const squareLow = productError(vol, vol, square);
    const variance = f64x2.mul(square, tau);
    const varianceLow = madd(squareLow, tau, productError(square, tau, variance));
    const sqrtTau = f64x2.sqrt(tau);
    const deviation = f64x2.mul(vol, sqrtTau);
    const inverseVariance = inverse(variance);
    const inverseDeviation = f64x2.mul(deviation, inverseVariance);

    const half = f64x2.mul(variance, pair(HALF));
    const zRough = f64x2.add(x, half);
    const back = f64x2.sub(zRough, x);
    const zLost = f64x2.add(f64x2.sub(x, f64x2.sub(zRough, back)), f64x2.sub(half, back));
    const zRest = f64x2.add(zLost, madd(varianceLow, pair(HALF), xLow));
    const z = f64x2.add(zRough, zRest);
    const zLow = f64x2.sub(zRest, f64x2.sub(z, zRough));

    const ratio = f64x2.mul(z, inverseVariance);
    const ratioRest = f64x2.add(nmadd(ratio, varianceLow, residual(ratio, variance, z)), zLow);
    const ratioLow = f64x2.mul(ratioRest, inverseVariance);
    const squared = f64x2.mul(ratio, z);
    const squaredLow = f64x2.add(productError(ratio, z, squared), madd(ratioLow, z, f64x2.mul(ratio, zLow)));

    v128.store(S + i, x, LOG_MONEYNESS);
    v128.store(S + i, f64x2.mul(z, inverseDeviation), D1);
    v128.store(S + i, f64x2.mul(f64x2.sub(x, half), inverseDeviation), D2);
    v128.store(S + i, deviation, DEVIATION);
    v128.store(S + i, inverseDeviation, INVERSE_DEVIATION);
    v128.store(S + i, f64x2.mul(shared, sum), INVERSE_FORWARD);
    v128.store(S + i, sqrtTau, SQRT_TAU);
    v128.store(S + i, inverseVariance, INVERSE_VARIANCE);
    v128.store(S + i, f64x2.mul(squared, pair(MINUS_HALF)), EXPONENT);
    v128.store(S + i, f64x2.mul(squaredLow, pair(MINUS_HALF)), EXPONENT_LOW);
  }
}

/** d1 and d2 only where they are wanted. */
export function standardiseFast(F: usize, K: usize, T: usize, V: usize, S: usize, deviations: bool): void {
  if (deviations) writeFast(F, K, T, V, S, true);
  else writeFast(F, K, T, V, S, false);
}

// @ts-ignore: decorator
@inline
function writeFast(F: usize, K: usize, T: usize, V: usize, S: usize, deviations: bool): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = v128.load(F + i);
    const strike = v128.load(K + i);
    const tau = v128.load(T + i);
    const vol = v128.load(V + i);

    const exponent = exponentBetween(forward, strike);
    const scaled = i64x2.add(strike, exponent);
    const sum = f64x2.add(forward, scaled);
    const shared = inverse(f64x2.mul(sum, forward));
    const u = f64x2.mul(f64x2.sub(forward, scaled), f64x2.mul(shared, forward));
    const x = logFromParts(exponentValue(exponent), u);

    const variance = f64x2.mul(f64x2.mul(vol, vol), tau);
    const sqrtTau = f64x2.sqrt(tau);
    const deviation = f64x2.mul(vol, sqrtTau);
    const inverseVariance = inverse(variance);
    const inverseDeviation = f64x2.mul(deviation, inverseVariance);
    const half = f64x2.mul(variance, pair(HALF));
    const z = f64x2.add(x, half);
    // z z/w rounds less often than d1 d1, and rounding here is what the density is off by.
    const squared = f64x2.mul(f64x2.mul(z, inverseVariance), z);

    v128.store(S + i, x, LOG_MONEYNESS);
    v128.store(S + i, deviation, DEVIATION);
    if (deviations) {
      v128.store(S + i, f64x2.mul(z, inverseDeviation), D1);
      v128.store(S + i, f64x2.mul(f64x2.sub(x, half), inverseDeviation), D2);
    }
    v128.store(S + i, inverseDeviation, INVERSE_DEVIATION);
    v128.store(S + i, f64x2.mul(shared, sum), INVERSE_FORWARD);
    v128.store(S + i, sqrtTau, SQRT_TAU);
    v128.store(S + i, inverseVariance, INVERSE_VARIANCE);
    v128.store(S + i, f64x2.mul(squared, pair(MINUS_HALF)), EXPONENT);
  }
}
