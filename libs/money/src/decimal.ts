import { DECIMAL_SCALE_MAX } from './limits.js';

/** An exact decimal: `unscaled / 10^scale`, with `0 <= scale <= DECIMAL_SCALE_MAX`. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Why a value could not become a decimal, with what was found. */
export type DecimalFailure =
  | { readonly code: 'DecimalTextTooLong'; readonly chars: number; readonly charsMax: number }
  | { readonly code: 'DecimalTextMalformed'; readonly found: string }
  | { readonly code: 'DecimalScaleTooLarge'; readonly scale: number; readonly scaleMax: number }
  | { readonly code: 'NumberNotFinite'; readonly found: string };

export type DecimalResult =
  { readonly ok: true; readonly value: Decimal } | { readonly ok: false; readonly failure: DecimalFailure };

/** Thrown where a failure is a programming error: a bad literal, a scale that no caller should have asked for. */
export class DecimalError extends Error {
  override readonly name = 'DecimalError';
  readonly failure: DecimalFailure;

  constructor(failure: DecimalFailure) {
    super(describeDecimalFailure(failure));
    this.failure = failure;
  }
}

/** One sentence for a person: what was expected and what was found. */
export function describeDecimalFailure(failure: DecimalFailure): string {
  switch (failure.code) {
    case 'DecimalTextTooLong':
      return `Expected a decimal of at most ${failure.charsMax} characters, was ${failure.chars} characters long.`;
    case 'DecimalTextMalformed':
      return `Expected a plain decimal such as -12.5, was ${JSON.stringify(failure.found)}.`;
    case 'DecimalScaleTooLarge':
      return `Expected a whole scale from 0 to ${failure.scaleMax}, was ${failure.scale}.`;
    case 'NumberNotFinite':
      return `Expected a finite number, was ${failure.found}.`;
  }
}

/** Throws a DecimalError unless `scale` is a whole number from 0 to DECIMAL_SCALE_MAX; gives it back otherwise. */
export function requireScale(scale: number): number {
  if (Number.isInteger(scale) && scale >= 0 && scale <= DECIMAL_SCALE_MAX) return scale;
  throw new DecimalError({ code: 'DecimalScaleTooLarge', scale, scaleMax: DECIMAL_SCALE_MAX });
}

export const ZERO_DECIMAL: Decimal = { unscaled: 0n, scale: 0 };
