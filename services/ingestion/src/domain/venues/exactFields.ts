import { keepShape } from './keepShape.js';
import { isRawObject } from './rawJson/rawFields.js';
import type { RawJson, RawObject } from './rawJson/readRawJson.js';
import { plainDecimal } from './rawJson/plainDecimal.js';
import { DECIMAL_CHARS_MAX, DECIMALS_MAX, EPOCH_MS_MAX } from './exactLimits.js';

const WHOLE = /^(?:0|[1-9][0-9]*)$/;
const ISO_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?Z$/;
const NO_FIELDS: RawObject = {};
const NO_ITEMS: readonly RawJson[] = [];

/**
 * Reads the fields of one message and remembers the first that isn't what it should be. What is read after a failure is
 * empty, so whoever reads looks at `failure` once at the end, and says nothing of the message then: whole or not at all.
 */
export class ExactFields {
  failure: string | undefined;

  fail(name: string, expected: string, found: RawJson | undefined): void {
    this.failure ??= `Expected ${expected} in ${name}, was ${shownValue(found)}.`;
  }

  object(value: RawJson | undefined, name: string): RawObject {
    if (isRawObject(value)) return value;
    this.fail(name, 'an object', value);
    return NO_FIELDS;
  }

  list(value: RawJson | undefined, name: string): readonly RawJson[] {
    if (Array.isArray(value)) return value as readonly RawJson[];
    this.fail(name, 'a list', value);
    return NO_ITEMS;
  }

  text(object: RawObject, name: string): string {
    return this.textValue(object[name], name);
  }

  textValue(value: RawJson | undefined, name: string): string {
    if (typeof value === 'string' && value !== '') return value;
    this.fail(name, 'a text', value);
    return '';
  }

  /** Empty where the venue leaves it out or says null. */
  optionalText(object: RawObject, name: string): string {
    const value = object[name];
    return value === undefined || value === null || value === '' ? '' : this.text(object, name);
  }

  flag(object: RawObject, name: string): boolean {
    const value = object[name];
    if (typeof value === 'boolean') return value;
    this.fail(name, 'true or false', value);
    return false;
  }

  /** False where the venue leaves it out or says null. */
  optionalFlag(object: RawObject, name: string): boolean {
    const value = object[name];
    return value === undefined || value === null ? false : this.flag(object, name);
  }

  /** A decimal, as text or as a number, in the digits that the venue wrote. */
  decimal(object: RawObject, name: string): string {
    return this.decimalValue(object[name], name);
  }

  optionalDecimal(object: RawObject, name: string): string {
    return this.optionalDecimalValue(object[name], name);
  }

  optionalDecimalValue(value: RawJson | undefined, name: string): string {
    return value === undefined || value === null || value === '' ? '' : this.decimalValue(value, name);
  }

  /** At least zero. */
  amount(object: RawObject, name: string): string {
    return this.amountValue(object[name], name);
  }

  /** Above zero: a price. */
  price(object: RawObject, name: string): string {
    return this.priceValue(object[name], name);
  }

  optionalPrice(object: RawObject, name: string): string {
    const value = object[name];
    return value === undefined || value === null || value === '' ? '' : this.priceValue(value, name);
  }

  decimalValue(value: RawJson | undefined, name: string): string {
    if (typeof value === 'string' && value.length <= DECIMAL_CHARS_MAX) {
      // Small numbers come with exponents.
      const plain = plainDecimal(value);
      if (plain !== undefined && decimalsOf(plain) <= DECIMALS_MAX) return plain;
    }
    this.fail(name, 'a decimal', value);
    return '';
  }

  amountValue(value: RawJson | undefined, name: string): string {
    const digits = this.decimalValue(value, name);
    if (digits.charCodeAt(0) === MINUS && Number(digits) !== 0) this.fail(name, 'at least zero', value);
    return digits;
  }

  priceValue(value: RawJson | undefined, name: string): string {
    const digits = this.decimalValue(value, name);
    if (digits !== '' && (digits.charCodeAt(0) === MINUS || Number(digits) === 0)) {
      this.fail(name, 'a number above zero', value);
    }
    return digits;
  }

  /** A whole number of at least zero, as text or as a number, as its text: ids count higher than float64 does. */
  whole(object: RawObject, name: string): string {
    const value = object[name];
    if (typeof value === 'string' && value.length <= DECIMAL_CHARS_MAX && WHOLE.test(value)) return value;
    this.fail(name, 'a whole number', value);
    return '0';
  }

  /** A whole number that float64 holds. */
  count(object: RawObject, name: string): number {
    const digits = this.whole(object, name);
    const value = Number(digits);
    if (!Number.isSafeInteger(value)) this.fail(name, 'a whole number below 2^53', object[name]);
    return value;
  }

  /** Milliseconds since the Unix epoch, as microseconds. */
  epochMs(object: RawObject, name: string): bigint {
    const millis = this.count(object, name);
    if (millis > EPOCH_MS_MAX || millis === 0) this.fail(name, 'milliseconds since 1970', object[name]);
    return BigInt(Math.min(millis, EPOCH_MS_MAX)) * 1000n;
  }

  /** `2024-08-22T23:59:58.855Z`, to the microsecond. */
  isoTime(object: RawObject, name: string): bigint {
    const value = object[name];
    const match = typeof value === 'string' ? ISO_TIME.exec(value) : null;
    if (match !== null) {
      const [, year, month, day, hour, minute, second, fraction = ''] = match;
      const millis = Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second!);
      // `Date` takes a 30th of February for a March, and 24 o'clock for the next day.
      const isThere = +day! > 0 && +day! <= daysOf(+year!, +month!) && +hour! < 24 && +minute! < 60 && +second! < 60;
      if (isThere && +year! >= 1970) {
        return BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0'));
      }
    }
    this.fail(name, 'a time such as 2024-08-22T23:59:58.855Z', value);
    return 0n;
  }
}

keepShape(new ExactFields());

const MINUS = 0x2d;

/** 0 for a month that there isn't. */
function daysOf(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function decimalsOf(plain: string): number {
  const point = plain.indexOf('.');
  return point < 0 ? 0 : plain.length - point - 1;
}

function shownValue(value: RawJson | undefined): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const shown = JSON.stringify(value);
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
}
