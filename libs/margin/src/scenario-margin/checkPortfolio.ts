import type { MarginFailure } from '../marginFailures.js';
import { LEGS_MAX, SCENARIOS_MAX, VEGA_PIVOT_DAYS } from './limits.js';
import type { ScenarioMarginParameters } from './parameters.js';
import type { MarginLeg, MarginPortfolio, MarginSpots } from './portfolio.js';

/** The first thing in parameters, portfolio or spots that no margin can be computed from, or undefined. */
export function checkPortfolio(
  portfolio: MarginPortfolio,
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
): MarginFailure | undefined {
  return checkScenarioParameters(parameters) ?? checkMoney(portfolio) ?? checkLegs(portfolio.legs, spotsUsd);
}

function checkScenarioParameters(parameters: ScenarioMarginParameters): MarginFailure | undefined {
  const contradicts = (field: string, expected: string, found: number): MarginFailure => {
    return { code: 'ContradictingParameters', subject: 'the scenarios', field, expected, found };
  };
  const { scenarios, daysToExpiryFloor } = parameters;
  if (scenarios.length === 0) return contradicts('length', 'to be 1 or more', 0);
  if (scenarios.length > SCENARIOS_MAX) {
    return { code: 'TooMany', list: 'scenarios', found: scenarios.length, max: SCENARIOS_MAX };
  }
  for (const field of ['vegaPowerShort', 'vegaPowerLong', 'netDeltaShare', 'hedgedDeltaShare'] as const) {
    if (!(parameters[field] >= 0 && parameters[field] < Infinity)) {
      return contradicts(field, 'to be 0 or more', parameters[field]);
    }
  }
  if (!(daysToExpiryFloor > 0 && daysToExpiryFloor < Infinity)) {
    return contradicts('daysToExpiryFloor', 'above 0', daysToExpiryFloor);
  }
  if (!(parameters.maintenanceShare > 0 && parameters.maintenanceShare <= 1)) {
    return contradicts('maintenanceShare', 'above 0 and at most 1', parameters.maintenanceShare);
  }
  const penalty = parameters.liquidationPenaltyShare;
  if (!(penalty >= 0 && penalty < 1)) return contradicts('liquidationPenaltyShare', 'from 0 to below 1', penalty);
  const largestScale = (VEGA_PIVOT_DAYS / daysToExpiryFloor) ** parameters.vegaPowerShort;
  for (const { spotShock, volShock, weight } of scenarios) {
    if (!(spotShock > -1 && spotShock < Infinity)) return contradicts('spotShock', 'above −1', spotShock);
    if (!(weight > 0 && weight <= 1)) return contradicts('weight', 'above 0 and at most 1', weight);
    // A shock that takes the whole volatility away at the shortest expiry leaves nothing to value.
    const leastScale = Math.max(1, largestScale);
    if (!(1 + volShock * leastScale > 0 && volShock < Infinity)) {
      return contradicts('volShock', `above ${-1 / leastScale}`, volShock);
    }
  }
  return undefined;
}

function checkMoney(portfolio: MarginPortfolio): MarginFailure | undefined {
  const subject = 'the portfolio';
  if (!Number.isFinite(portfolio.cashUsd)) {
    const expected = 'to be a finite number';
    return { code: 'ValueOutOfRange', subject, field: 'cashUsd', expected, found: portfolio.cashUsd };
  }
  for (const field of ['fundingProvisionUsd', 'feeProvisionUsd'] as const) {
    const found = portfolio[field];
    if (!(found >= 0 && found < Infinity)) {
      return { code: 'ValueOutOfRange', subject, field, expected: 'to be 0 or more', found };
    }
  }
  return undefined;
}

function checkLegs(legs: readonly MarginLeg[], spotsUsd: MarginSpots): MarginFailure | undefined {
  if (legs.length > LEGS_MAX) return { code: 'TooMany', list: 'legs', found: legs.length, max: LEGS_MAX };
  const seen = new Set<string>();
  for (const leg of legs) {
    if (seen.has(leg.id)) return { code: 'DuplicateAsset', asset: leg.id, list: 'legs' };
    seen.add(leg.id);
    const spotUsd = Object.hasOwn(spotsUsd, leg.underlying) ? spotsUsd[leg.underlying] : undefined;
    if (spotUsd === undefined || !(spotUsd > 0 && spotUsd < Infinity)) {
      return { code: 'MissingPrice', asset: leg.underlying, found: spotUsd };
    }
    if (!Number.isFinite(leg.size)) {
      const expected = 'to be a finite number';
      return { code: 'ValueOutOfRange', subject: leg.id, field: 'size', expected, found: leg.size };
    }
    const priceUsd = leg.kind === 'linear' ? leg.markUsd : leg.forwardUsd;
    if (!(priceUsd > 0 && priceUsd < Infinity)) return { code: 'MissingPrice', asset: leg.id, found: priceUsd };
  }
  return undefined;
}
