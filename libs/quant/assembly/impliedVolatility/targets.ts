import { EXPONENT_MAX, PRICE_MAX, PRICE_MIN, pair, ZERO } from '../constants';
import { COLUMN, DISCOUNT, SIGN } from '../layout';
import { select } from '../lanes';
import { COMPLEMENT, DISTANCE, LESSER, MEAN, TIME_VALUE } from './layout';
import { DISCOUNT_ROUNDING, EXPONENT_ROUNDING, NO_NUMBER, TIME_VALUE_MIN, TIME_VALUE_PART_MIN } from './constants';
import { logRatioPlus } from './logRatio';

/**
 * What the volatility has to meet: the time value, and its complement to the lesser of forward and strike. Both come from
 * the price by one exact or singly rounded subtraction. A row outside what can be inverted gets NaN as its distance,
 * which every stage hands on.
 *
 * With a rate, a time value that is no more than the discount's own roundings make of intrinsic value is noise: two
 * exponentials, a product and a quotient with one each, and the rounding of r tau, which moves the exponential by |r tau|
 * of them. (A caller who rounds r tau as well rounds it alike.)
 */
export function writeTargets(F: usize, K: usize, T: usize, R: usize, P: usize, S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = v128.load(F + i);
    const strike = v128.load(K + i);
    const put = f64x2.lt(v128.load(S + SIGN + i), pair(ZERO));
    const price = f64x2.div(v128.load(P + i), v128.load(S + DISCOUNT + i));
    const lesser = f64x2.pmin(forward, strike);
    const greater = f64x2.pmax(forward, strike);
    const inside = f64x2.sub(select(put, strike, forward), select(put, forward, strike));
    const intrinsic = f64x2.pmax(inside, pair(ZERO));
    const timeValue = f64x2.sub(price, intrinsic);
    const complement = f64x2.sub(select(put, strike, forward), price);
    const mean = f64x2.sqrt(f64x2.mul(forward, strike));
    const least = f64x2.pmax(pair(TIME_VALUE_MIN), f64x2.mul(mean, pair(TIME_VALUE_PART_MIN)));
    const rate = v128.load(R + i);
    const exponent = f64x2.pmin(f64x2.abs(f64x2.mul(rate, v128.load(T + i))), pair(EXPONENT_MAX));
    const roundings = f64x2.add(pair(DISCOUNT_ROUNDING), f64x2.mul(exponent, pair(EXPONENT_ROUNDING)));
    const noise = f64x2.mul(intrinsic, v128.and(roundings, f64x2.ne(rate, pair(ZERO))));
    const inRange = v128.and(f64x2.ge(lesser, pair(PRICE_MIN)), f64x2.le(greater, pair(PRICE_MAX)));
    const isSeen = v128.and(f64x2.ge(timeValue, least), f64x2.gt(timeValue, noise));
    const inBounds = v128.and(isSeen, f64x2.gt(complement, pair(ZERO)));
    const distance = logRatioPlus(greater, lesser, pair(ZERO), true);
    v128.store(S + TIME_VALUE + i, timeValue);
    v128.store(S + COMPLEMENT + i, complement);
    v128.store(S + LESSER + i, lesser);
    v128.store(S + MEAN + i, mean);
    v128.store(S + DISTANCE + i, select(v128.and(inRange, inBounds), distance, pair(NO_NUMBER)));
  }
}
