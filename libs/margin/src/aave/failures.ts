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
  /** The account is in a category whose terms aren't there, or are those of another, or were never set. */
  | { readonly code: 'UnknownEModeCategory'; readonly category: number; readonly foundCategory: number | undefined }
  /** Parameters that the protocol's configurator would have refused. `of` is an asset, or an e-mode category. */
  | {
      readonly code: 'ContradictingParameters';
      readonly of: string;
      readonly rule: 'LtvAboveThreshold' | 'BonusNotAboveOne' | 'ThresholdTimesBonusAboveOne';
      readonly foundBps: bigint;
      readonly limitBps: bigint;
    }
  | { readonly code: 'ArithmeticOverflow'; readonly quantity: string };

/** Why the contract would revert a liquidation of an account that can be valued. */
export type LiquidationRefusal =
  | { readonly code: 'HealthFactorNotBelowThreshold'; readonly healthFactorWad: bigint }
  | { readonly code: 'CollateralCannotBeLiquidated'; readonly asset: string }
  | { readonly code: 'DebtNotBorrowed'; readonly asset: string }
  | { readonly code: 'AmountBurnsNothing'; readonly asset: string; readonly amount: bigint }
  | { readonly code: 'SelfLiquidation' }
  | { readonly code: 'ReserveInactive'; readonly asset: string }
  | { readonly code: 'ReservePaused'; readonly asset: string }
  | {
      readonly code: 'LiquidationGracePeriod';
      readonly asset: string;
      readonly untilSeconds: bigint;
      readonly atSeconds: bigint | undefined;
    }
  /** Both are left over, and one of them is worth less than the protocol lets stand. */
  | {
      readonly code: 'MustNotLeaveDust';
      readonly leftDebtBase: bigint;
      readonly leftCollateralBase: bigint;
      readonly minBase: bigint;
    };

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
    case 'UnknownEModeCategory':
      return (
        `Expected the terms of e-mode category ${failure.category}, ` +
        `found ${failure.foundCategory === undefined ? 'none' : `those of ${failure.foundCategory}`}.`
      );
    case 'ContradictingParameters':
      return describeContradiction(failure);
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
    case 'SelfLiquidation':
      return 'Expected another liquidator than the borrower, was the same.';
    case 'ReserveInactive':
      return `Expected ${failure.asset} to be active, it was not.`;
    case 'ReservePaused':
      return `Expected ${failure.asset} not to be paused, it was.`;
    case 'LiquidationGracePeriod':
      return (
        `Expected a block after the grace period of ${failure.asset} at ${failure.untilSeconds} s, ` +
        `was ${failure.atSeconds ?? 'unknown'}.`
      );
    case 'MustNotLeaveDust':
      return (
        `Expected at least ${failure.minBase} of debt and of collateral left, ` +
        `were ${failure.leftDebtBase} and ${failure.leftCollateralBase}.`
      );
  }
}

function describeContradiction(failure: Extract<AaveAccountFailure, { code: 'ContradictingParameters' }>): string {
  const { of, rule, foundBps, limitBps } = failure;
  switch (rule) {
    case 'LtvAboveThreshold':
      return `Expected an LTV of ${of} of at most its threshold of ${limitBps} bps, was ${foundBps} bps.`;
    case 'BonusNotAboveOne':
      return `Expected a liquidation bonus of ${of} above ${limitBps} bps, was ${foundBps} bps.`;
    case 'ThresholdTimesBonusAboveOne':
      return `Expected threshold times bonus of ${of} of at most ${limitBps} bps, was ${foundBps} bps.`;
  }
}
