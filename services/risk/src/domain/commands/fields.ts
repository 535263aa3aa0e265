import { parseFailureText, parseInstrument } from '@gimbal/instruments';
import { absDecimal, type Decimal, describeDecimalFailure, parseDecimal, ZERO_DECIMAL } from '@gimbal/money';
import { BOOKED_SCALE_MAX, BOOKED_WHOLE_DIGITS_MAX, ID_CHARS_MAX, NAME_CHARS_MAX } from '../../limits.js';
import type { RiskState } from '../riskState.js';
import { type Checked, checked, invalid, refused, type Refusal } from './refusal.js';

/** Neither `/` nor `|`, which part the keys of rows and records. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;
/** A venue's own id may hold anything that prints. */
const PRINTABLE = /^[\x20-\x7e]+$/;

export function idRefusal(field: string, text: string): Refusal | undefined {
  if (text.length <= ID_CHARS_MAX && ID.test(text)) return undefined;
  return invalid(
    field,
    `Expected 1 to ${ID_CHARS_MAX} letters, digits or any of . _ : - that begin with a letter or digit, was ${shown(text)}.`,
  );
}

export function optionalIdRefusal(field: string, text: string): Refusal | undefined {
  return text === '' ? undefined : idRefusal(field, text);
}

export function printableRefusal(field: string, text: string, charsMax: number = ID_CHARS_MAX): Refusal | undefined {
  if (text.length <= charsMax && PRINTABLE.test(text)) return undefined;
  return invalid(field, `Expected 1 to ${charsMax} printable ASCII characters, was ${shown(text)}.`);
}

export function nameRefusal(field: string, text: string): Refusal | undefined {
  // eslint-disable-next-line no-control-regex
  if (text.length <= NAME_CHARS_MAX && !/[\x00-\x1f\x7f]/.test(text)) return undefined;
  return invalid(
    field,
    `Expected at most ${NAME_CHARS_MAX} characters without control characters, was ${shown(text)}.`,
  );
}

/** A plain decimal within what a book carries. Empty text is no number, unless `whenEmpty` says which. */
export function amount(field: string, text: string, whenEmpty?: Decimal): Checked<Decimal> {
  if (text === '' && whenEmpty !== undefined) return checked(whenEmpty);
  const parsed = parseDecimal(text);
  if (!parsed.ok) return refused(invalid(field, describeDecimalFailure(parsed.failure)));
  const { unscaled, scale } = parsed.value;
  if (scale > BOOKED_SCALE_MAX) {
    return refused(invalid(field, `Expected at most ${BOOKED_SCALE_MAX} digits after the point, was ${scale}.`));
  }
  const wholeDigits = (absDecimal(parsed.value).unscaled / 10n ** BigInt(scale)).toString().length;
  if (wholeDigits > BOOKED_WHOLE_DIGITS_MAX) {
    return refused(
      invalid(field, `Expected at most ${BOOKED_WHOLE_DIGITS_MAX} digits before the point, was ${wholeDigits}.`),
    );
  }
  return checked(unscaled === 0n ? ZERO_DECIMAL : parsed.value);
}

export function positivePrice(field: string, text: string, whenEmpty?: Decimal): Checked<Decimal> {
  const price = amount(field, text, whenEmpty);
  if (price.ok && price.value.unscaled < 0n)
    return refused(invalid(field, `Expected a price of at least 0, was ${text}.`));
  return price;
}

/** An instrument that pricing has listed: what has no marks can't be valued, and so isn't booked. */
export function instrumentRefusal(state: RiskState, field: string, instrumentId: string): Refusal | undefined {
  const parsed = parseInstrument(instrumentId);
  if (parsed.kind === 'failure') return invalid(field, parseFailureText(parsed));
  if (state.listings.has(instrumentId)) return undefined;
  return invalid(field, `Expected an instrument that is listed, was ${instrumentId}.`);
}

function shown(text: string): string {
  return text.length > 40 ? `${text.length} characters` : JSON.stringify(text);
}
