import { PRICE_MAX, PRICE_MIN, pair, ZERO } from '../constants';
import { COLUMN, DISCOUNT } from '../layout';
import { select } from '../lanes';
import { COMPLEMENT, DISTANCE, LESSER, PUT, TIME_VALUE } from './layout';
import { NO_NUMBER, TIME_VALUE_MIN } from './constants';
import { logRatioPlus } from './logRatio';

/** The put's mask from one byte a row, which is 1 for a put. */
export function writePut(isPut: usize, S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 32) {
    const bytes = i8x16.eq(v128.load32_zero(isPut + (i >> 3)), i8x16.splat(1));
    const words = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes));
    v128.store(S + PUT + i, v128.shuffle<i32>(words, words, 0, 0, 1, 1));
    v128.store(S + PUT + i, v128.shuffle<i32>(words, words, 2, 2, 3, 3), 16);
  }
}

/**
 * What the volatility has to meet: the time value, and its complement to the lesser of forward and strike. Both come from
 * the price by one exact or singly rounded subtraction. A row outside what can be inverted gets NaN as its distance,
 * which every stage hands on.
 */
export function writeTargets(F: usize, K: usize, P: usize, S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = v128.load(F + i);
    const strike = v128.load(K + i);
    const put = v128.load(S + PUT + i);
    const price = f64x2.div(v128.load(P + i), v128.load(S + DISCOUNT + i));
    const lesser = f64x2.pmin(forward, strike);
    const greater = f64x2.pmax(forward, strike);
    const inside = f64x2.sub(select(put, strike, forward), select(put, forward, strike));
    const timeValue = f64x2.sub(price, f64x2.pmax(inside, pair(ZERO)));
    const complement = f64x2.sub(select(put, strike, forward), price);
    const least = f64x2.pmax(pair(TIME_VALUE_MIN), f64x2.mul(lesser, pair(TIME_VALUE_MIN)));
    const inRange = v128.and(f64x2.ge(lesser, pair(PRICE_MIN)), f64x2.le(greater, pair(PRICE_MAX)));
    const inBounds = v128.and(f64x2.ge(timeValue, least), f64x2.gt(complement, pair(ZERO)));
    const distance = logRatioPlus(greater, lesser, pair(ZERO), true);
    v128.store(S + TIME_VALUE + i, timeValue);
    v128.store(S + COMPLEMENT + i, complement);
    v128.store(S + LESSER + i, lesser);
    v128.store(S + DISTANCE + i, select(v128.and(inRange, inBounds), distance, pair(NO_NUMBER)));
  }
}
