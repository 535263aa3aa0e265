const [MINUS, POINT, ZERO] = [0x2d, 0x2e, 0x30];
/** Powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Any whole number below it is a double. */
const EXACT_BELOW = 1e15;
/** Characters of a decimal that is within every bound of decimals, whatever they are. */
const CHARS_MAX = 60;

/**
 * Reads a decimal from bytes: whether it is one that `isPlainDecimal` takes, how it stands to zero, and its double, without a
 * text or a regular expression for each. It holds what the last reading left.
 */
export class RawDecimal {
  isNegative = false;
  /** Its digits as a whole number, as near as a double is. */
  private mantissa = 0;
  /** Digits after the point. */
  private scale = 0;

  /** False for what is no plain decimal, and for a longer one, of which this says nothing. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > CHARS_MAX) return false;
    const isNegative = bytes[start]! === MINUS;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let mantissa = 0;
    let digit = bytes[at]! - ZERO;
    // What stands at the end is no digit: a quote, a comma or a brace.
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++at]! - ZERO;
    }
    if (at === first || (at > first + 1 && bytes[first]! === ZERO)) return false;
    let scale = 0;
    if (at < end) {
      if (bytes[at]! !== POINT) return false;
      const fraction = ++at;
      digit = bytes[at]! - ZERO;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++at]! - ZERO;
      }
      scale = at - fraction;
      if (at < end || scale === 0) return false;
    }
    this.isNegative = isNegative;
    this.mantissa = mantissa;
    this.scale = scale;
    return true;
  }

  get isZero(): boolean {
    return this.mantissa === 0;
  }

  /** Whether it was written without a sign and a point. */
  get isCount(): boolean {
    return this.scale === 0 && !this.isNegative;
  }

  /** The number of a count, when a double holds it; otherwise -1. */
  get count(): number {
    return this.isCount && this.mantissa < EXACT_BELOW ? this.mantissa : -1;
  }

  /**
   * The double nearest to the decimal over ten to the `shift`, or NaN where that takes more than one rounding. Both numbers of
   * the division are exact, so it rounds as reading the digits does (Clinger, How to Read Floating Point Numbers Accurately).
   */
  double(shift = 0): number {
    const scale = this.scale + shift;
    if (this.mantissa >= EXACT_BELOW || scale >= POWERS_OF_TEN.length) return Number.NaN;
    const value = scale === 0 ? this.mantissa : this.mantissa / POWERS_OF_TEN[scale]!;
    return this.isNegative ? -value : value;
  }
}
