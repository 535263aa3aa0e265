import type { DeriveFailure, DeriveResult } from '../derive/failures.js';
import type { MarginResult } from '../marginFailures.js';
import { MARGIN_USAGE_MAX, SEARCH_WORK_MAX } from './limits.js';
import type { LiquidationLossStanding, StandingLeg, StandingResult, WhatIfFailure } from './standingTypes.js';

/** Names that a refusal shows of those that it would have taken. */
const NAMES_SHOWN_MAX = 8;

/** The names that could have been given, for the end of an expectation: ": BTC, ETH"; nothing when there are none. */
export function namesText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > NAMES_SHOWN_MAX ? ` and ${names.length - NAMES_SHOWN_MAX} more` : '';
  return `: ${names.slice(0, NAMES_SHOWN_MAX).join(', ')}${more}`;
}

/** Money, by whatever name the venue keeps it. */
export const CASH_LEG = 'cash';

export function fromEngine<Value>(result: MarginResult<Value>): StandingResult<Value> {
  return result.ok ? result : { ok: false, failure: { source: 'engine', failure: result.failure } };
}

export function fromDerive<Value>(result: DeriveResult<Value, DeriveFailure<string>>): StandingResult<Value> {
  return result.ok ? result : { ok: false, failure: { source: 'derive', failure: result.failure } };
}

/** Maintenance over equity; an account without equity that needs margin uses all there is. */
export function usageOf(equityUsd: number, maintenanceUsd: number, liquidatable: boolean): number {
  if (equityUsd > 0) return Math.min(maintenanceUsd / equityUsd, MARGIN_USAGE_MAX);
  return maintenanceUsd > 0 || liquidatable ? MARGIN_USAGE_MAX : 0;
}

/** The leg whose liquidation price is nearest to its price, by ratio; the first one of several. */
export function nearestLeg(legs: readonly StandingLeg[]): StandingLeg | undefined {
  let nearest: { readonly leg: StandingLeg; readonly distance: number } | undefined;
  for (const leg of legs) {
    const { liquidationPriceUsd, priceUsd } = leg;
    if (liquidationPriceUsd === undefined || !(priceUsd > 0) || !(liquidationPriceUsd > 0)) continue;
    const distance = Math.abs(Math.log(liquidationPriceUsd / priceUsd));
    if (nearest === undefined || distance < nearest.distance) nearest = { leg, distance };
  }
  return nearest?.leg;
}

/** Of the prices on both sides of now, the nearer one by ratio. */
export function nearerPrice(
  nowUsd: number,
  belowUsd: number | undefined,
  aboveUsd: number | undefined,
): number | undefined {
  if (belowUsd === undefined || aboveUsd === undefined) return belowUsd ?? aboveUsd;
  return nowUsd / belowUsd <= aboveUsd / nowUsd ? belowUsd : aboveUsd;
}

export const NO_LOSS: LiquidationLossStanding = { kind: 'known', lossUsd: 0 };

export function unknownLoss(reason: string): LiquidationLossStanding {
  return { kind: 'unknown', reason };
}

export function whatIf(
  code: WhatIfFailure['code'],
  legId: string,
  field: string,
  expected: string,
  found: string,
): { readonly ok: false; readonly failure: { readonly source: 'what-if'; readonly failure: WhatIfFailure } } {
  return { ok: false, failure: { source: 'what-if', failure: { code, legId, field, expected, found } } };
}

/** How many of so many legs get a search of their own. */
export function searchableLegs(held: number, searchedLegs: number): number {
  return Math.min(searchedLegs, Math.floor(SEARCH_WORK_MAX / Math.max(1, held)));
}

/** Why the price of a leg isn't there when more legs are held than are searched in one go. */
export function notSearched(searchedLegs: number): string {
  return `Expected at most ${searchedLegs} legs to search a price for, was another one.`;
}
