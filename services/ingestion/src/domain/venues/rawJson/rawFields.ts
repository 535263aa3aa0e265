import { keepShape } from '../keepShape.js';
import { plainDecimal } from './plainDecimal.js';
import type { RawJson, RawObject } from './readRawJson.js';

const US_PER_MS = 1000n;
const US_PER_SECOND = 1_000_000n;
/** 9999-12-31 in milliseconds: beyond it a time is a wrong unit. */
const MILLIS_MAX = 253_402_300_799_999;

export function isRawObject(value: RawJson | undefined): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isRawList(value: RawJson | undefined): value is readonly RawJson[] {
  return Array.isArray(value);
}

/** A number in any of its spellings, as a plain decimal; undefined for anything else. */
export function decimalText(value: RawJson | undefined): string | undefined {
  return typeof value === 'string' ? plainDecimal(value) : undefined;
}

/** At least zero. */
export function amountText(value: RawJson | undefined): string | undefined {
  const decimal = decimalText(value);
  return decimal === undefined || isNegative(decimal) ? undefined : decimal;
}

export function shownRaw(value: RawJson | undefined): string {
  const shown = value === undefined ? 'missing' : JSON.stringify(value);
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
}

/** An item of a list of a message: an object may come as its fields. */
export type RawItem = RawFields | RawJson;

/** For people: what is no object as it was written. */
export function shownItem(item: RawItem): string {
  return item instanceof RawFields ? 'an object' : shownRaw(item);
}

/** The fields of an item; undefined for what is no object. */
export function fieldsOf(item: RawItem): RawFields | undefined {
  if (item instanceof RawFields) return item;
  return isRawObject(item) ? new RawFields(item) : undefined;
}

/**
 * The fields of one object of a message. Each reading gives a value that can be gone on with; the first that isn't what
 * it should be is kept as the `failure`, and whoever asked for the fields looks at it before using any of them.
 */
export class RawFields {
  failure: string | undefined;

  constructor(private readonly source: RawObject) {}

  /** The value as it is; undefined for an absent field and for one that the prototype of objects has. */
  raw(name: string): RawJson | undefined {
    return Object.hasOwn(this.source, name) ? this.source[name] : undefined;
  }

  refuse(name: string, expected: string): void {
    this.failure ??= `Expected ${expected} in ${name}, was ${shownRaw(this.raw(name))}.`;
  }

  /** Whether there is anything, be it null. */
  isThere(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  /** Whether there is anything but null. */
  has(name: string): boolean {
    const value = this.raw(name);
    return value !== undefined && value !== null;
  }

  text(name: string): string {
    const value = this.raw(name);
    if (typeof value === 'string' && value !== '') return value;
    this.refuse(name, 'a text');
    return '';
  }

  /** A text that comes again and again: the name of an instrument or a channel. */
  name(name: string): string {
    return this.text(name);
  }

  /** Empty where there is nothing. */
  optionalText(name: string): string {
    const value = this.raw(name);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    this.refuse(name, 'a text');
    return '';
  }

  word<W extends string>(name: string, words: readonly W[]): W {
    const found = words.find((word) => word === this.raw(name));
    if (found === undefined) this.refuse(name, words.join(' or '));
    return found ?? (words[0] as W);
  }

  /** A number in any of its spellings, as a plain decimal with the digits that the venue wrote. */
  decimal(name: string): string {
    const plain = decimalText(this.raw(name));
    if (plain !== undefined) return plain;
    this.refuse(name, 'a decimal');
    return '0';
  }

  optionalDecimal(name: string): string {
    return this.has(name) ? this.decimal(name) : '';
  }

  /** At least zero. */
  amount(name: string): string {
    const decimal = this.decimal(name);
    if (!isNegative(decimal)) return decimal;
    this.refuse(name, 'a number of at least zero');
    return '0';
  }

  optionalAmount(name: string): string {
    return this.has(name) ? this.amount(name) : '';
  }

  /** A double, for what leaves as one; the nearest to what was written. 0 where there is nothing. */
  optionalDouble(name: string): number {
    return this.has(name) ? Number(this.decimal(name)) : 0;
  }

  optionalPositiveDouble(name: string): number {
    return this.has(name) ? Number(this.amount(name)) : 0;
  }

  /** Percent as a fraction, the double nearest to it: 72.96 is 0.7296, which a division would miss. */
  optionalPercent(name: string): number {
    return this.has(name) ? Number(`${this.amount(name)}e-2`) : 0;
  }

  flag(name: string): boolean {
    const value = this.raw(name);
    if (value === undefined || value === null) return false;
    if (typeof value !== 'boolean') this.refuse(name, 'true or false');
    return value === true;
  }

  /** Whole milliseconds since the Unix epoch, in microseconds. */
  millisUs(name: string): bigint {
    const value = this.raw(name);
    if (typeof value === 'string' && /^[0-9]{1,15}$/.test(value) && Number(value) <= MILLIS_MAX) {
      return BigInt(value) * US_PER_MS;
    }
    this.refuse(name, 'milliseconds since the Unix epoch');
    return 0n;
  }

  /** Whole seconds since the Unix epoch, in microseconds. */
  secondsUs(name: string): bigint {
    const value = this.raw(name);
    if (typeof value === 'string' && /^[0-9]{1,12}$/.test(value) && Number(value) * 1000 <= MILLIS_MAX) {
      return BigInt(value) * US_PER_SECOND;
    }
    this.refuse(name, 'seconds since the Unix epoch');
    return 0n;
  }

  /** A whole number of at least zero, as text. */
  count(name: string): string {
    const value = this.raw(name);
    if (typeof value === 'string' && /^(?:0|[1-9][0-9]{0,38})$/.test(value)) return value;
    this.refuse(name, 'a whole number of at least zero');
    return '0';
  }

  list(name: string): readonly RawJson[] {
    const value = this.raw(name);
    if (isRawList(value)) return value;
    this.refuse(name, 'a list');
    return [];
  }

  /** The fields of an object; undefined for anything else. */
  object(name: string): RawFields | undefined {
    const value = this.raw(name);
    return isRawObject(value) ? new RawFields(value) : undefined;
  }

  /** The items of a list; undefined for anything else. */
  items(name: string): readonly RawItem[] | undefined {
    const value = this.raw(name);
    return isRawList(value) ? value : undefined;
  }

  /** The object as a value. */
  get whole(): RawObject {
    return this.source;
  }

  /** What may be kept of the object once the message was read: itself, or its JSON. */
  get kept(): RawObject | string {
    return this.source;
  }

  record(name: string): RawObject {
    const value = this.raw(name);
    if (isRawObject(value)) return value;
    this.refuse(name, 'an object');
    return {};
  }
}

keepShape(new RawFields({}));

function isNegative(decimal: string): boolean {
  return decimal.startsWith('-') && /[1-9]/.test(decimal);
}
