/** Why an id isn't an instrument: the field that is wrong, what was expected there, and what stood there. */
export interface ParseFailure {
  readonly kind: 'failure';
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export function parseFailure(field: string, expected: string, found: string): ParseFailure {
  return { kind: 'failure', field, expected, found };
}

/** The failure as one sentence, for INVALID_ARGUMENT and for people. */
export function parseFailureText(failure: ParseFailure): string {
  return `Expected ${failure.expected} as ${failure.field}, was "${failure.found}".`;
}
