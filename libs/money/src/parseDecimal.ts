import { type Decimal, DecimalError, type DecimalFailure, type DecimalResult } from './decimal.js';
import { DECIMAL_SCALE_MAX, DECIMAL_TEXT_CHARS_MAX } from './limits.js';

/**
 * One grammar for every door: an optional minus, digits without leading zeros, an optional point with at least one
 * digit after it. No plus, exponent, grouping or space: each of those has hidden a wrong amount somewhere.
 */
const PLAIN_DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Reads a decimal from text, keeping the written scale ("1.50" has scale 2). Never throws. */
export function parseDecimal(text: string): DecimalResult {
  if (text.length > DECIMAL_TEXT_CHARS_MAX) {
    return refuse({ code: 'DecimalTextTooLong', chars: text.length, charsMax: DECIMAL_TEXT_CHARS_MAX });
  }
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return refuse({ code: 'DecimalTextMalformed', found: text });
  const scale = match[1]?.length ?? 0;
  if (scale > DECIMAL_SCALE_MAX) {
    return refuse({ code: 'DecimalScaleTooLarge', scale, scaleMax: DECIMAL_SCALE_MAX });
  }
  return { ok: true, value: { unscaled: BigInt(text.replace('.', '')), scale } };
}

/** The decimal a literal in the code means. Throws a DecimalError for a bad one: not for input from outside. */
export function decimalOf(literal: string): Decimal {
  const parsed = parseDecimal(literal);
  if (!parsed.ok) throw new DecimalError(parsed.failure);
  return parsed.value;
}

function refuse(failure: DecimalFailure): DecimalResult {
  return { ok: false, failure };
}
