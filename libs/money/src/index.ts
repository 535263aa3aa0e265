export {
  type Decimal,
  DecimalError,
  type DecimalFailure,
  type DecimalResult,
  describeDecimalFailure,
  ZERO_DECIMAL,
} from './decimal.js';
export { decimalOf, parseDecimal } from './parseDecimal.js';
export { formatDecimal } from './formatDecimal.js';
export { absDecimal, addDecimal, divDecimal, mulDecimal, negDecimal, subDecimal } from './decimalArithmetic.js';
export { compareDecimal, isZeroDecimal } from './compareDecimal.js';
export { rescaleDecimal } from './rescaleDecimal.js';
export { divideRounded, type RoundingMode } from './divideRounded.js';
export { decimalToNumber } from './decimalToNumber.js';
export { decimalFromNumber } from './decimalFromNumber.js';
export { fromUnits, toUnits } from './tokenUnits.js';
export { DECIMAL_SCALE_MAX, DECIMAL_TEXT_CHARS_MAX } from './limits.js';
