const LIMB = 2 ** 52;
const HALF = 2 ** 26;
const HALF_INVERSE = 2 ** -26;
const HIGH_MAX = 2 ** 50;
const LIMB_BIG = 1n << 52n;
const POWERS = Float64Array.from({ length: 7 }, (_, exponent) => 10 ** exponent);

/**
 * A whole number below 2^102 as `high · 2^52 + low`, both exact doubles with |low| < 2^52. Int64 arithmetic without a
 * bigint: V8 gives every bigint that leaves a register an object. One instance is used again and again.
 */
export class WideAmount {
  low = 0;
  high = 0;

  /** Sets the product of two whole numbers below 2^50. */
  setProduct(a: number, b: number): void {
    const product = a * b;
    if (product < LIMB && product > -LIMB) {
      this.low = product;
      this.high = 0;
      return;
    }
    const a1 = Math.trunc(a * HALF_INVERSE);
    const a0 = a - a1 * HALF;
    const b1 = Math.trunc(b * HALF_INVERSE);
    const b0 = b - b1 * HALF;
    // a1, b1 < 2^24 and a0, b0 < 2^26: every product is below 2^52 and every sum below 2^53.
    const middle = a1 * b0 + a0 * b1;
    const carry = Math.trunc(middle * HALF_INVERSE);
    this.high = a1 * b1 + carry;
    this.low = 0;
    this.addLow((middle - carry * HALF) * HALF);
    this.addLow(a0 * b0);
  }

  /** Adds a whole number below 2^52. */
  addLow(amount: number): void {
    const low = this.low + amount;
    if (low < LIMB && low > -LIMB) {
      this.low = low;
    } else {
      const carry = low < 0 ? -1 : 1;
      this.low = low - carry * LIMB;
      this.high += carry;
    }
  }

  /** Times 10^exponent; false when the result would not fit, and then the amount is spoilt. */
  scaleUp(exponent: number): boolean {
    let left = exponent;
    while (left > 6) {
      if (!this.times(1e6)) return false;
      left -= 6;
    }
    return this.times(POWERS[left]!);
  }

  /** False when the sum would not fit, and then this amount is spoilt. */
  add(other: WideAmount): boolean {
    this.high += other.high;
    this.addLow(other.low);
    return this.high < HIGH_MAX && this.high > -HIGH_MAX;
  }

  negate(): void {
    this.low = -this.low;
    this.high = -this.high;
  }

  get isZero(): boolean {
    // The limbs may have different signs, yet only zero has both zero: |low| < 2^52.
    return this.low === 0 && this.high === 0;
  }

  toBigInt(): bigint {
    return bigOf(this.high, this.low);
  }

  /** False when it does not fit. */
  setBigInt(value: bigint): boolean {
    const high = Number(value / LIMB_BIG);
    if (high >= HIGH_MAX || high <= -HIGH_MAX) return false;
    this.high = high;
    this.low = Number(value % LIMB_BIG);
    return true;
  }

  /** By a whole number up to 10^6, below 2^20. */
  private times(factor: number): boolean {
    const simple = this.low * factor;
    if (this.high === 0 && simple < LIMB && simple > -LIMB) {
      this.low = simple;
      return true;
    }
    const low1 = Math.trunc(this.low * HALF_INVERSE);
    const low0 = this.low - low1 * HALF;
    const upper = low1 * factor;
    const carry = Math.trunc(upper * HALF_INVERSE);
    this.high = this.high * factor + carry;
    this.low = 0;
    this.addLow((upper - carry * HALF) * HALF);
    this.addLow(low0 * factor);
    return this.high < HIGH_MAX && this.high > -HIGH_MAX;
  }
}

export function bigOf(high: number, low: number): bigint {
  return BigInt(high) * LIMB_BIG + BigInt(low);
}
