import type { ExposureAnswer } from '../wire/apiAnswers.js';
import { formatNumber, formatUsd, type MaybeNumber, NO_NUMBER } from '../format/numbers.js';

type Health = NonNullable<ExposureAnswer['exposure']>['health'][number];
type Sensitivity = Health['assets'][number];

/** An asset of a lending account; or an account whose health nobody could say, with the reason. */
export interface HealthLine {
  readonly key: string;
  readonly account: string;
  readonly asset: string;
  readonly collateral: string;
  readonly debt: string;
  readonly per1pct: string;
  readonly perThresholdPoint: string;
  readonly liquidationPrice: string;
  readonly unavailableReason: string;
}

const HEALTH_DIGITS = 4;

export function healthLines(health: readonly Health[]): HealthLine[] {
  return health.flatMap(({ accountId, unavailableReason, assets }) =>
    unavailableReason === ''
      ? assets.map((asset) => assetLine(accountId, asset))
      : [{ ...NO_NUMBERS, key: accountId, account: accountId, asset: '', unavailableReason }],
  );
}

const NO_NUMBERS = {
  collateral: NO_NUMBER,
  debt: NO_NUMBER,
  per1pct: NO_NUMBER,
  perThresholdPoint: NO_NUMBER,
  liquidationPrice: NO_NUMBER,
} as const;

/** The contract has zero where there is none: no such collateral, no such debt, no price at which health is one. */
function assetLine(account: string, each: Sensitivity): HealthLine {
  const orNone = (value: MaybeNumber, format: (value: MaybeNumber) => string): string =>
    value === 0 ? NO_NUMBER : format(value);
  const perHealth = (value: MaybeNumber): string => formatNumber(value, HEALTH_DIGITS);
  return {
    key: `${account} ${each.asset}`,
    account,
    asset: each.asset,
    collateral: orNone(each.collateralUsd, formatUsd),
    debt: orNone(each.debtUsd, formatUsd),
    per1pct: orNone(each.healthPer1pct, perHealth),
    // A threshold is of what is collateral.
    perThresholdPoint: orNone(each.healthPerThresholdPoint, perHealth),
    liquidationPrice: orNone(each.liquidationPriceUsd, (value) => formatUsd(value, 2)),
    unavailableReason: '',
  };
}
