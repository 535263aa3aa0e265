import type { ExpiryState } from './expiryStates.js';
import type { Pmrm2Parameters } from './parameters.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';
import type { CollateralValue } from './collateralValues.js';

/** What is held back beside the worst scenario, each at most 0. Those of initial margin come on top of maintenance. */
export interface Pmrm2Contingencies {
  readonly perpMmUsd: number;
  readonly perpImUsd: number;
  readonly optionMmUsd: number;
  readonly optionImUsd: number;
  readonly collateralMmUsd: number;
  readonly collateralImUsd: number;
  /** Initial margin only: for feeds that are unsure of themselves. */
  readonly confidenceImUsd: number;
}

export function contingencies(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
  states: readonly ExpiryState[],
  collaterals: readonly CollateralValue[],
): Pmrm2Contingencies {
  const { perp, option } = parameters;
  const spotUsd = market.spotUsd!;
  const perpNotionalUsd = Math.abs(portfolio.perp?.amount ?? 0) * spotUsd;
  const nakedNotionalUsd = sum(states.map(nakedShorts)) * spotUsd;
  return {
    perpMmUsd: -perpNotionalUsd * perp.mmShare,
    perpImUsd: -perpNotionalUsd * perp.imShare,
    optionMmUsd: -nakedNotionalUsd * option.mmShare,
    optionImUsd: -nakedNotionalUsd * option.imShare,
    collateralMmUsd: -sum(collaterals.map(({ valueUsd, terms }) => valueUsd * terms.mmHaircut)),
    collateralImUsd: -sum(collaterals.map(({ valueUsd, terms }) => valueUsd * terms.imHaircut)),
    confidenceImUsd: confidenceContingency(parameters, market, portfolio, states, collaterals),
  };
}

/** Shorts that no long of the same strike offsets. A short call and a long put of one strike are a short forward. */
export function nakedShorts({ legs }: Pick<ExpiryState, 'legs'>): number {
  const netByStrike = new Map<number, number>();
  for (const { option } of legs) {
    netByStrike.set(option.strikeUsd, (netByStrike.get(option.strikeUsd) ?? 0) + option.amount);
  }
  return sum([...netByStrike.values()].map((net) => Math.max(0, -net)));
}

/**
 * The perp's confidence counts against options, but not against collateral: the contract reads collateral before it
 * folds the perp's confidence into the portfolio's (handbook, the order trap). The stable's confidence counts nowhere.
 */
function confidenceContingency(
  { confidence }: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
  states: readonly ExpiryState[],
  collaterals: readonly CollateralValue[],
): number {
  const held = (found: number, notionalUsd: number): number =>
    found < confidence.threshold ? -(1 - found) * confidence.factor * notionalUsd : 0;
  const spotUsd = market.spotUsd!;
  const perpAmount = portfolio.perp?.amount ?? 0;
  const withPerp = perpAmount === 0 ? market.spotConfidence : Math.min(market.spotConfidence, market.perp!.confidence);
  return (
    held(withPerp, Math.abs(perpAmount) * spotUsd) +
    sum(
      states.map(({ expiry, legs }) => {
        const { forwardConfidence, rateConfidence, volConfidence } = expiry;
        const least = Math.min(withPerp, forwardConfidence, rateConfidence, volConfidence);
        return held(least, sum(legs.map(({ option }) => Math.abs(option.amount))) * spotUsd);
      }),
    ) +
    sum(
      collaterals.map(({ valueUsd, confidence: own }) =>
        held(Math.min(market.spotConfidence, own), Math.abs(valueUsd)),
      ),
    )
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
