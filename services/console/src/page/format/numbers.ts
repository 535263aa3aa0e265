/** What stands where there is no number. */
export const NO_NUMBER = '–';

/** A wire number, or null or undefined where there is none. */
export type MaybeNumber = number | null | undefined;

const MINUS = '\u2212';

function isNumber(value: MaybeNumber): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** For example 1,234.50, with a minus sign as wide as the digits. A zero has no sign. */
export function formatNumber(value: MaybeNumber, digits = 0): string {
  if (!isNumber(value)) return NO_NUMBER;
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** Dollars: whole from 1,000 on, cents below, unless told otherwise. */
export function formatUsd(value: MaybeNumber, digits?: number): string {
  if (!isNumber(value)) return NO_NUMBER;
  const text = formatNumber(Math.abs(value), digits ?? (Math.abs(value) >= 999.5 ? 0 : 2));
  return `${value < 0 && /[1-9]/.test(text) ? MINUS : ''}$${text}`;
}

/** A share as per cent: 0.107 is 10.70 %. */
export function formatPercent(share: MaybeNumber, digits = 2): string {
  return isNumber(share) ? `${formatNumber(share * 100, digits)} %` : NO_NUMBER;
}

/** Beyond this a health factor says "no debt worth speaking of". */
const HEALTH_SHOWN_MAX = 1_000;

export function formatHealth(value: MaybeNumber): string {
  if (!isNumber(value)) return NO_NUMBER;
  return value > HEALTH_SHOWN_MAX ? '\u221e' : formatNumber(value, 4);
}

/** A decimal string of any length, grouped, cut to some fraction digits without rounding: what is booked stays exact. */
export function formatDecimal(text: string, fractionDigitsMax = 4): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return text;
  const [, sign, whole = '', fraction = ''] = match;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const cut = fraction.slice(0, fractionDigitsMax).replace(/0+$/, '');
  return `${sign === '-' ? MINUS : ''}${grouped}${cut === '' ? '' : `.${cut}`}`;
}

/** A decimal string that is at least zero, rounded up at some fraction digit: an amount that has to be enough stays enough. */
export function formatDecimalUp(text: string, fractionDigits: number): string {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return text;
  const [, whole = '', fraction = ''] = match;
  const kept = BigInt(whole + fraction.slice(0, fractionDigits).padEnd(fractionDigits, '0'));
  const isCut = /[1-9]/.test(fraction.slice(fractionDigits));
  const digits = String(isCut ? kept + 1n : kept).padStart(fractionDigits + 1, '0');
  const point = digits.length - fractionDigits;
  return formatDecimal(`${digits.slice(0, point)}.${digits.slice(point)}0`, fractionDigits);
}

/** As short as a lamp needs it: 950, 1.2 k, 3.4 M. */
export function formatCount(value: number): string {
  if (value < 1_000) return String(value);
  if (value < 1_000_000) return `${formatNumber(value / 1_000, value < 10_000 ? 1 : 0)} k`;
  return `${formatNumber(value / 1_000_000, 1)} M`;
}
