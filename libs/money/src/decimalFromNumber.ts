import { type DecimalResult, requireScale } from './decimal.js';
import { divideRounded, type RoundingMode } from './divideRounded.js';
import { powerOfTen } from './powerOfTen.js';

const FRACTION_BITS = 52n;
/** Exponent of the last mantissa bit of a float64 whose stored exponent is 0 or 1 (IEEE 754-2019, 3.4). */
const LOWEST_EXPONENT = -1074n;

/**
 * The exact value of the float64 `x`, rounded once by `mode` to `scale` fractional digits. 0.1 is a little more than
 * one tenth here, as it is in the machine: `ceiling` at scale 1 gives 0.2. NaN and infinities are refused.
 */
export function decimalFromNumber(x: number, scale: number, mode: RoundingMode): DecimalResult {
  requireScale(scale);
  if (!Number.isFinite(x)) return { ok: false, failure: { code: 'NumberNotFinite', found: String(x) } };
  const { mantissa, exponent } = float64Parts(x);
  const shifted = mantissa * powerOfTen(scale);
  const unscaled = exponent >= 0n ? shifted << exponent : divideRounded(shifted, 1n << -exponent, mode);
  return { ok: true, value: { unscaled, scale } };
}

/** x = mantissa · 2^exponent, exactly. */
function float64Parts(x: number): { readonly mantissa: bigint; readonly exponent: bigint } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const storedExponent = (bits >> FRACTION_BITS) & 0x7ffn;
  const fraction = bits & ((1n << FRACTION_BITS) - 1n);
  const magnitude = storedExponent === 0n ? fraction : fraction | (1n << FRACTION_BITS);
  const exponent = LOWEST_EXPONENT + (storedExponent === 0n ? 0n : storedExponent - 1n);
  return { mantissa: bits >> 63n === 1n ? -magnitude : magnitude, exponent };
}
