import { FAST_CHARS_MAX } from './limits.js';

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

/**
 * Reads a plain decimal where it stands: `mantissa / 10^scale`. The grammar is that of libs/money (an optional minus, no
 * leading zeros, an optional point with digits after it); what has more digits than a double holds, or is no such
 * decimal, is left to whoever reads it slowly.
 */
export class DecimalScan {
  mantissa = 0;
  scale = 0;

  /** False when the text [start, end) has to be read slowly. Empty text is zero, as in risk's fold. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    this.mantissa = 0;
    this.scale = 0;
    if (at === end) return true;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    // With the point there is one digit less.
    if (at === end || end - at > FAST_CHARS_MAX) return false;
    let mantissa = 0;
    const firstDigit = at;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    const wholeDigits = at - firstDigit;
    if (wholeDigits === 0 || (wholeDigits > 1 && bytes[firstDigit] === ZERO)) return false;
    if (at < end) {
      if (bytes[at] !== POINT || at + 1 === end) return false;
      const firstFraction = ++at;
      for (; at < end; at++) {
        const digit = bytes[at]! - ZERO;
        if (digit < 0 || digit > 9) return false;
        mantissa = mantissa * 10 + digit;
      }
      this.scale = at - firstFraction;
    }
    this.mantissa = isNegative && mantissa !== 0 ? -mantissa : mantissa;
    return true;
  }
}
