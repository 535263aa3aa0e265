import type { DeriveExpiry, DeriveOption } from './deriveMarket.js';
import type { DeriveFailure, DeriveResult } from './failures.js';
import { SECONDS_PER_YEAR, VOL_MAX, VOL_MIN } from './limits.js';
import {
  levelRoots,
  type LiquidationPriceFailure,
  type LiquidationPrices,
  type MaintenanceState,
  pointOf,
} from './liquidationPrices.js';
import { markVol } from './markVol.js';
import { optionValues } from './optionValues.js';

/**
 * The prices of one option at which the account is liquidated while forwards and spot stay. An option's own price moves
 * by its strike's volatility, so that is what is searched; every option of that strike and expiry moves with it.
 * `ratePer1` is the rate that the manager discounts with.
 */
export function optionLegPrices(
  expiry: DeriveExpiry,
  option: DeriveOption,
  ratePer1: number,
  stateAt: (vol: number) => DeriveResult<MaintenanceState>,
): DeriveResult<LiquidationPrices, LiquidationPriceFailure> {
  const leg = `the ${option.right} at ${option.strikeUsd}`;
  const vol = expiry.secondsToExpiry > 0 ? markVol(expiry, option.strikeUsd) : undefined;
  if (vol === undefined || !(vol > 0)) return { ok: false, failure: hasNoVolatility(leg) };
  const range = { now: vol, lowest: Math.min(vol, VOL_MIN), highest: Math.max(vol, VOL_MAX) };
  const roots = levelRoots(leg, range, stateAt);
  if (!roots.ok) return roots;
  const { below, above } = roots.value;
  const prices = optionValues(
    [vol, below?.level ?? vol, above?.level ?? vol].map((level) => ({
      forwardUsd: expiry.forwardUsd!,
      strikeUsd: option.strikeUsd,
      tauYears: expiry.secondsToExpiry / SECONDS_PER_YEAR,
      vol: level,
      ratePer1,
      right: option.right,
    })),
  );
  if (!prices.ok) return prices;
  const [nowUsd, belowUsd, aboveUsd] = prices.value;
  return { ok: true, value: { nowUsd: nowUsd!, below: pointOf(below, belowUsd), above: pointOf(above, aboveUsd) } };
}

function hasNoVolatility(leg: string): DeriveFailure<'NoLiquidationPrice'> {
  return {
    code: 'NoLiquidationPrice',
    field: leg,
    expected: 'an option whose price still moves',
    found: 'one that is settled, or has no volatility',
  };
}
