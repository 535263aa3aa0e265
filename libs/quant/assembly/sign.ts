import { ONE, pair } from './constants';
import { COLUMN, SIGN } from './layout';

/** -1 for a put and +1 for a call, from one byte a row, which is 1 for a put. */
export function writeSign(isPut: usize, S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 32) {
    const bytes = v128.and(i8x16.eq(v128.load32_zero(isPut + (i >> 3)), i8x16.splat(1)), i8x16.splat(1));
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    const first = f64x2.convert_low_i32x4_u(words);
    const second = f64x2.convert_low_i32x4_u(v128.shuffle<i32>(words, words, 2, 3, 0, 1));
    v128.store(S + i, f64x2.sub(pair(ONE), f64x2.add(first, first)), SIGN);
    v128.store(S + i, f64x2.sub(pair(ONE), f64x2.add(second, second)), SIGN + 16);
  }
}
