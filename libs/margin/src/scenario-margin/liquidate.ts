import { type MarginResult, refuse } from '../marginFailures.js';
import type { ScenarioMarginParameters } from './parameters.js';
import type { MarginPortfolio, MarginSpots } from './portfolio.js';
import { portfolioMargin } from './portfolioMargin.js';

/** Equity before = equity after + penalty − bad debt, at the marks given. */
export interface ScenarioLiquidation {
  /** The same share of every leg, so that hedges stay hedges. */
  readonly closedShare: number;
  readonly penaltyUsd: number;
  readonly badDebtUsd: number;
  readonly after: MarginPortfolio;
}

/**
 * The liquidator takes the smallest share of every leg that brings the account back to its maintenance margin, at the
 * marks, for a penalty on the notional that it takes. Requirements scale with the legs, so that the share solves
 * equity − penalty · share = maintenance · (1 − share) + provisions; without such a share it takes all.
 */
export function liquidate(
  portfolio: MarginPortfolio,
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
): MarginResult<ScenarioLiquidation> {
  const margin = portfolioMargin(portfolio, parameters, spotsUsd);
  if (!margin.ok) return margin;
  const { equityUsd, maintenanceMarginUsd: maintenanceUsd, liquidatable } = margin.value;
  if (!liquidatable) return refuse({ code: 'NotLiquidatable', asset: 'the portfolio', equityUsd, maintenanceUsd });
  const provisionsUsd = portfolio.fundingProvisionUsd + portfolio.feeProvisionUsd;
  const wholePenaltyUsd = parameters.liquidationPenaltyShare * notionalOf(portfolio, spotsUsd);
  const gainPerShareUsd = maintenanceUsd - provisionsUsd - wholePenaltyUsd;
  const needed = (maintenanceUsd - equityUsd) / gainPerShareUsd;
  return closedBy(portfolio, parameters, spotsUsd, gainPerShareUsd > 0 && needed < 1 ? needed : 1);
}

/** A share of every leg closed at the marks, whatever the standing: share 1 is the most that can be lost. */
export function closedBy(
  portfolio: MarginPortfolio,
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
  closedShare: number,
): MarginResult<ScenarioLiquidation> {
  const margin = portfolioMargin(portfolio, parameters, spotsUsd);
  if (!margin.ok) return margin;
  const { equityUsd } = margin.value;
  const penaltyUsd = closedShare * parameters.liquidationPenaltyShare * notionalOf(portfolio, spotsUsd);
  const leftUsd = equityUsd - penaltyUsd;
  if (closedShare === 1) {
    const badDebtUsd = Math.max(0, -leftUsd);
    const after = { ...portfolio, cashUsd: leftUsd + badDebtUsd, legs: [] };
    return { ok: true, value: { closedShare, penaltyUsd, badDebtUsd, after } };
  }
  const legs = portfolio.legs.map((leg) => ({ ...leg, size: leg.size * (1 - closedShare) }));
  // Closing at the marks turns value into money.
  const soldUsd = closedShare * (equityUsd - portfolio.cashUsd);
  const after = { ...portfolio, cashUsd: portfolio.cashUsd + soldUsd - penaltyUsd, legs };
  return { ok: true, value: { closedShare, penaltyUsd, badDebtUsd: 0, after } };
}

function notionalOf(portfolio: MarginPortfolio, spotsUsd: MarginSpots): number {
  return portfolio.legs.reduce((sum, { size, underlying }) => sum + Math.abs(size) * spotsUsd[underlying]!, 0);
}
