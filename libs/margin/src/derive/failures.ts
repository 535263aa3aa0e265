/** Why a portfolio could not be margined. Never a silent zero: a portfolio with an unpriced leg has no margin. */
export const DERIVE_FAILURE_CODES = [
  'MissingPrice',
  'MissingVol',
  'UnknownAsset',
  'UnknownExpiry',
  'UnknownMarket',
  'OptionExpired',
  'OptionNotValued',
  'ConfidenceOutOfRange',
  'ValueOutOfRange',
  'DuplicateEntry',
  'TooManyLegs',
  'ParametersContradict',
] as const;

export type DeriveFailureCode = (typeof DERIVE_FAILURE_CODES)[number];

/** What was wrong, where, what was expected there and what was found. */
export interface DeriveFailure<Code extends string = DeriveFailureCode> {
  readonly code: Code;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** A value, or why there is none. */
export type DeriveResult<Value, Failure = DeriveFailure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** One sentence for a person. */
export function describeDeriveFailure({ field, expected, found }: DeriveFailure<string>): string {
  return `Expected ${expected} for ${field}, was ${found}.`;
}
