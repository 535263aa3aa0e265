import { type MarginResult, refuse } from '../marginFailures.js';
import { checkPortfolio } from './checkPortfolio.js';
import { type LegValues, legValues } from './legValues.js';
import type { ScenarioMarginParameters } from './parameters.js';
import type { MarginPortfolio, MarginSpots, ScenarioMargin, UnderlyingMargin } from './portfolio.js';

/**
 * Equity and both requirements. Each underlying needs the larger of its worst weighted scenario and a minimum on its
 * delta; underlyings add up without offset; provisions come on top of both requirements.
 */
export function portfolioMargin(
  portfolio: MarginPortfolio,
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
): MarginResult<ScenarioMargin> {
  const invalid = checkPortfolio(portfolio, parameters, spotsUsd);
  if (invalid !== undefined) return refuse(invalid);
  const legs = legValues(portfolio.legs, parameters);
  if (!legs.ok) return legs;
  const names = [...new Set(portfolio.legs.map(({ underlying }) => underlying))];
  const underlyings = names.map((name) => {
    const mine = legs.value.filter(({ leg }) => leg.underlying === name);
    return marginOfUnderlying(name, mine, parameters, spotsUsd[name]!);
  });
  const netUsd = underlyings.reduce((sum, { requirementUsd }) => sum + requirementUsd, 0);
  const provisionsUsd = portfolio.fundingProvisionUsd + portfolio.feeProvisionUsd;
  const equityUsd = legs.value.reduce((sum, { valueUsd }) => sum + valueUsd, portfolio.cashUsd);
  const maintenanceMarginUsd = parameters.maintenanceShare * netUsd + provisionsUsd;
  return {
    ok: true,
    value: {
      equityUsd,
      initialMarginUsd: netUsd + provisionsUsd,
      maintenanceMarginUsd,
      liquidatable: equityUsd < maintenanceMarginUsd,
      underlyings,
    },
  };
}

function marginOfUnderlying(
  underlying: string,
  legs: readonly LegValues[],
  parameters: ScenarioMarginParameters,
  spotUsd: number,
): UnderlyingMargin {
  const longDelta = legs.reduce((sum, { delta }) => sum + Math.max(0, delta), 0);
  const shortDelta = legs.reduce((sum, { delta }) => sum + Math.max(0, -delta), 0);
  const netDelta = longDelta - shortDelta;
  const hedgedDelta = Math.min(longDelta, shortDelta);
  let scanRiskUsd = 0;
  let worstScenario: number | undefined;
  for (const [place, { weight }] of parameters.scenarios.entries()) {
    const gainUsd = legs.reduce((sum, leg) => sum + leg.scenarioValuesUsd[place]! - leg.valueUsd, 0);
    const lossUsd = -gainUsd * weight;
    if (lossUsd <= scanRiskUsd) continue;
    scanRiskUsd = lossUsd;
    worstScenario = place;
  }
  const minimumDeltaUsd =
    (parameters.netDeltaShare * Math.abs(netDelta) + parameters.hedgedDeltaShare * hedgedDelta) * spotUsd;
  const requirementUsd = Math.max(scanRiskUsd, minimumDeltaUsd);
  return { underlying, netDelta, hedgedDelta, scanRiskUsd, worstScenario, minimumDeltaUsd, requirementUsd };
}
