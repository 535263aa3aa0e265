/** A value, or why there is none. */
export type MarginResult<Value, Failure = MarginFailure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** Why an account can't be margined, or a question about it has no answer. Never a silent zero. */
export type MarginFailure =
  /** A position in something that the parameters don't list. */
  | { readonly code: 'UnknownAsset'; readonly asset: string }
  /** A position that needs a price, and none, or one that isn't above zero, was given. */
  | { readonly code: 'MissingPrice'; readonly asset: string; readonly found: number | bigint | undefined }
  | { readonly code: 'DuplicateAsset'; readonly asset: string; readonly list: string }
  /** A number outside what the venue can hold: not finite, negative, a fraction above one. */
  | {
      readonly code: 'ValueOutOfRange';
      readonly subject: string;
      readonly field: string;
      readonly expected: string;
      readonly found: number | bigint;
    }
  /** A parameter set that contradicts itself: nothing is margined with it. */
  | {
      readonly code: 'ContradictingParameters';
      readonly subject: string;
      readonly field: string;
      readonly expected: string;
      readonly found: number | bigint;
    }
  /** A tier table whose bounds don't rise from 0, or whose leverage doesn't fall. */
  | {
      readonly code: 'TiersNotIncreasing';
      readonly asset: string;
      readonly field: string;
      readonly expected: string;
      readonly found: number | undefined;
    }
  /** A short in isolated margin has received the money for which it was sold, so its balance can't be zero or less. */
  | {
      readonly code: 'IsolatedMarginContradictsSize';
      readonly asset: string;
      readonly size: number;
      readonly rawUsd: number;
    }
  | { readonly code: 'NoPosition'; readonly asset: string }
  /** `neverLiquidated`: no price of it alone reaches the requirement. `alwaysLiquidatable`: no price of it alone heals. */
  | {
      readonly code: 'NoLiquidationPrice';
      readonly asset: string;
      readonly reason: 'neverLiquidated' | 'alwaysLiquidatable';
    }
  | {
      readonly code: 'NotLiquidatable';
      readonly asset: string;
      readonly equityUsd: number;
      readonly maintenanceUsd: number;
    }
  /** An option that its pricing kernel can't value; the kernel's own words. */
  | {
      readonly code: 'NotValued';
      readonly asset: string;
      readonly field: string;
      readonly expected: string;
      readonly found: string;
    }
  /** The venue never takes more than this at once. */
  | { readonly code: 'TooMany'; readonly list: string; readonly found: number; readonly max: number };

/** One sentence for a person: what was expected and what was found. */
export function describeMarginFailure(failure: MarginFailure): string {
  switch (failure.code) {
    case 'UnknownAsset':
      return `Expected parameters for ${failure.asset}, found none.`;
    case 'MissingPrice':
      return `Expected a price above 0 for ${failure.asset}, was ${failure.found ?? 'missing'}.`;
    case 'DuplicateAsset':
      return `Expected ${failure.asset} once in ${failure.list}, was there twice.`;
    case 'ValueOutOfRange':
    case 'ContradictingParameters':
      return `Expected ${failure.field} of ${failure.subject} ${failure.expected}, was ${failure.found}.`;
    case 'NotValued':
      return `Expected ${failure.field} of ${failure.asset} ${failure.expected}, was ${failure.found}.`;
    case 'TiersNotIncreasing':
      return `Expected ${failure.field} in the tiers of ${failure.asset} ${failure.expected}, was ${failure.found ?? 'missing'}.`;
    case 'IsolatedMarginContradictsSize':
      return `Expected a balance above 0 beside the isolated short of ${failure.size} ${failure.asset}, was ${failure.rawUsd}.`;
    case 'NoPosition':
      return `Expected a position in ${failure.asset}, found none.`;
    case 'NoLiquidationPrice':
      return failure.reason === 'neverLiquidated'
        ? `Expected a price of ${failure.asset} at which the account is liquidated, there is none.`
        : `Expected a price of ${failure.asset} at which the account is not liquidated, there is none.`;
    case 'NotLiquidatable':
      return `Expected less equity than ${failure.maintenanceUsd} USD of maintenance margin for ${failure.asset}, was ${failure.equityUsd}.`;
    case 'TooMany':
      return `Expected at most ${failure.max} in ${failure.list}, were ${failure.found}.`;
  }
}

export function refuse<Failure>(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}
