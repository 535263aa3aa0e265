import {
  HALF_PER_DAY,
  MINUS_HALF,
  ONE,
  pair,
  PER_DAY,
  PRICE_MAX,
  PRICE_MIN,
  VOL_POINT,
  VOL_POINT_SQUARED,
  ZERO,
} from './constants';
import {
  COLUMN,
  D1,
  D2,
  DENSITY,
  DISCOUNT,
  INVERSE_DEVIATION,
  INVERSE_FORWARD,
  INVERSE_VARIANCE,
  LOG_MONEYNESS,
  MILLS_A,
  MILLS_B,
  MILLS_GAP,
  NEAR,
  SIGN,
  SQRT_TAU,
} from './layout';
import { madd, nmadd, select } from './lanes';

/**
 * Price, delta, gamma, vega, theta and the two rhos of a block; false when a row has inputs that can't be, or a number that
 * a double can't hold. pmin and pmax, unlike min and max, are one instruction; they pass over NaN, which the sum finds.
 */
export function writeFirstGreeks(
  F: usize, K: usize, T: usize, V: usize, R: usize, S: usize,
  price: usize, delta: usize, gamma: usize, vega: usize, theta: usize, rho: usize, forwardRho: usize,
): bool {
  let least = pair(ONE);
  let lowest = pair(ONE);
  let highest = pair(ONE);
  let faults = pair(ZERO);
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = v128.load(F + i);
    const strike = v128.load(K + i);
    const tau = v128.load(T + i);
    const sign = v128.load(S + i, SIGN);
    const discount = v128.load(S + i, DISCOUNT);
    const density = f64x2.mul(v128.load(S + i, DENSITY), discount);
    const mass = f64x2.mul(forward, density);
    const near = v128.load(S + i, NEAR);
    const millsA = v128.load(S + i, MILLS_A);
    const millsB = v128.load(S + i, MILLS_B);
    const above = f64x2.gt(v128.load(S + i, LOG_MONEYNESS), pair(ZERO));
    const call = f64x2.gt(sign, pair(ZERO));

    const lesser = f64x2.pmin(forward, strike);
    const mirrored = nmadd(mass, f64x2.add(millsA, millsB), f64x2.mul(lesser, discount));
    const outOfTheMoney = select(near, f64x2.mul(mass, v128.load(S + i, MILLS_GAP)), mirrored);
    const intrinsic = f64x2.pmax(f64x2.mul(sign, f64x2.sub(forward, strike)), pair(ZERO));
    const value = madd(intrinsic, discount, outOfTheMoney);

    // The tail at d1 is N(d1) or N(-d1); what the other side needs is its complement.
    const lowerTail = v128.andnot(near, above);
    const tail1 = f64x2.mul(density, select(above, millsB, millsA));
    const change = f64x2.mul(sign, select(v128.xor(lowerTail, call), f64x2.sub(discount, tail1), tail1));
    const tail2 = f64x2.mul(mass, select(above, millsA, millsB));
    const strikeNow = f64x2.mul(strike, discount);
    const isComplement = v128.xor(v128.and(above, near), call);
    const strikePart = f64x2.mul(sign, select(isComplement, tail2, f64x2.sub(strikeNow, tail2)));

    const inverseDeviation = v128.load(S + i, INVERSE_DEVIATION);
    const vol = v128.load(V + i);
    const bend = f64x2.mul(f64x2.mul(density, inverseDeviation), v128.load(S + i, INVERSE_FORWARD));
    const perVol = f64x2.mul(f64x2.mul(mass, v128.load(S + i, SQRT_TAU)), pair(VOL_POINT));
    const decay = f64x2.mul(f64x2.mul(f64x2.mul(mass, pair(MINUS_HALF)), f64x2.mul(vol, vol)), inverseDeviation);
    const perDay = f64x2.mul(madd(v128.load(R + i), value, decay), pair(PER_DAY));
    const rhoNow = f64x2.mul(tau, strikePart);

    v128.store(price + i, value);
    v128.store(delta + i, change);
    v128.store(gamma + i, bend);
    v128.store(vega + i, perVol);
    v128.store(theta + i, perDay);
    v128.store(rho + i, rhoNow);
    v128.store(forwardRho + i, f64x2.neg(f64x2.mul(tau, value)));

    least = f64x2.pmin(least, f64x2.pmin(tau, vol));
    lowest = f64x2.pmin(lowest, lesser);
    highest = f64x2.pmax(highest, f64x2.pmax(forward, strike));
    const sum = f64x2.add(f64x2.add(f64x2.add(value, change), f64x2.add(bend, perVol)), f64x2.add(perDay, rhoNow));
    faults = f64x2.add(faults, f64x2.sub(sum, sum));
  }
  const possible = v128.and(f64x2.gt(least, pair(ZERO)), f64x2.eq(faults, pair(ZERO)));
  const inRange = v128.and(f64x2.ge(lowest, pair(PRICE_MIN)), f64x2.le(highest, pair(PRICE_MAX)));
  return i64x2.all_true(v128.and(possible, inRange));
}

/** Vanna, volga and charm of a block; false when one of them is no number. */
export function writeSecondGreeks(
  F: usize, V: usize, R: usize, S: usize, delta: usize, vanna: usize, volga: usize, charm: usize,
): bool {
  let faults = pair(ZERO);
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const density = f64x2.mul(v128.load(S + i, DENSITY), v128.load(S + i, DISCOUNT));
    const tilt = f64x2.mul(density, v128.load(S + i, D2));
    const sqrtTau = v128.load(S + i, SQRT_TAU);
    const vol = v128.load(V + i);
    // 1/sigma = sqrt(tau)/s, and 1/tau = sigma^2/w.
    const perVol = f64x2.mul(f64x2.mul(tilt, sqrtTau), v128.load(S + i, INVERSE_DEVIATION));
    const cross = f64x2.neg(f64x2.mul(perVol, pair(VOL_POINT)));
    const width = f64x2.mul(v128.load(F + i), f64x2.mul(sqrtTau, v128.load(S + i, D1)));
    const convexity = f64x2.mul(f64x2.mul(width, perVol), pair(VOL_POINT_SQUARED));
    const perTau = f64x2.mul(f64x2.mul(vol, vol), v128.load(S + i, INVERSE_VARIANCE));
    const drift = f64x2.mul(f64x2.mul(v128.load(R + i), v128.load(delta + i)), pair(PER_DAY));
    const decay = madd(f64x2.mul(tilt, perTau), pair(HALF_PER_DAY), drift);
    v128.store(vanna + i, cross);
    v128.store(volga + i, convexity);
    v128.store(charm + i, decay);
    const sum = f64x2.add(f64x2.add(cross, convexity), decay);
    faults = f64x2.add(faults, f64x2.sub(sum, sum));
  }
  return i64x2.all_true(f64x2.eq(faults, pair(ZERO)));
}
