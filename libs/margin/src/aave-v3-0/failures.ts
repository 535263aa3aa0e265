/** A value, or why there is none. */
export type AaveResult<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** Why an account could not be valued. Never a silent zero: an account with an unpriced leg has no health. */
export type AaveAccountFailure =
  | { readonly code: 'UnknownReserve'; readonly asset: string }
  | { readonly code: 'DuplicateAsset'; readonly asset: string; readonly list: 'reserves' | 'positions' }
  | { readonly code: 'MissingPrice'; readonly asset: string; readonly foundBase: bigint | undefined }
  | {
      readonly code: 'ValueOutOfRange';
      readonly asset: string;
      readonly field: string;
      readonly found: bigint;
      readonly min: bigint;
      readonly max: bigint;
    }
  | { readonly code: 'TooManyReserves'; readonly found: number; readonly max: number }
  | { readonly code: 'ArithmeticOverflow'; readonly quantity: string };

/** Why the contract would revert a liquidation of an account that can be valued. */
export type LiquidationRefusal =
  | { readonly code: 'HealthFactorNotBelowThreshold'; readonly healthFactorWad: bigint }
  | { readonly code: 'CollateralCannotBeLiquidated'; readonly asset: string }
  | { readonly code: 'DebtNotBorrowed'; readonly asset: string }
  | { readonly code: 'AmountBurnsNothing'; readonly asset: string; readonly amount: bigint };

/** One sentence for a person: what was expected and what was found. */
export function describeAaveFailure(failure: AaveAccountFailure | LiquidationRefusal): string {
  switch (failure.code) {
    case 'UnknownReserve':
      return `Expected a reserve for ${failure.asset}, found none.`;
    case 'DuplicateAsset':
      return `Expected ${failure.asset} once in ${failure.list}, was there twice.`;
    case 'MissingPrice':
      return `Expected a price above 0 for ${failure.asset}, was ${failure.foundBase ?? 'missing'}.`;
    case 'ValueOutOfRange':
      return (
        `Expected ${failure.field} of ${failure.asset} from ${failure.min} to ${failure.max}, ` +
        `was ${failure.found}.`
      );
    case 'TooManyReserves':
      return `Expected at most ${failure.max} reserves, were ${failure.found}.`;
    case 'ArithmeticOverflow':
      return `Expected ${failure.quantity} to fit 256 bits, it did not.`;
    case 'HealthFactorNotBelowThreshold':
      return `Expected a health factor below 10^18, was ${failure.healthFactorWad}.`;
    case 'CollateralCannotBeLiquidated':
      return `Expected ${failure.asset} to be used as collateral, it was not.`;
    case 'DebtNotBorrowed':
      return `Expected a debt in ${failure.asset}, found none.`;
    case 'AmountBurnsNothing':
      return `Expected an amount of ${failure.asset} worth at least one scaled unit, was ${failure.amount}.`;
  }
}
