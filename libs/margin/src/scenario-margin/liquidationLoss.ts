import { type MarginResult, refuse } from '../marginFailures.js';
import { closedBy, type ScenarioLiquidation } from './liquidate.js';
import { liquidationPrices, type MarginMove, movedPortfolio, movedSpots } from './liquidationPrices.js';
import type { ScenarioMarginParameters } from './parameters.js';
import type { MarginPortfolio, MarginSpots } from './portfolio.js';

/** What is lost when a price reaches where the liquidation begins, beyond what the move itself cost, if all is closed. */
export interface ScenarioLiquidationLoss {
  readonly priceUsd: number;
  readonly liquidation: ScenarioLiquidation;
  readonly lossUsd: number;
}

export function liquidationLoss(
  portfolio: MarginPortfolio,
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
  move: MarginMove,
  side: 'below' | 'above',
): MarginResult<ScenarioLiquidationLoss> {
  const prices = liquidationPrices(portfolio, parameters, spotsUsd, move);
  if (!prices.ok) return prices;
  const priceUsd = side === 'below' ? prices.value.belowUsd : prices.value.aboveUsd;
  if (priceUsd === undefined) {
    const asset = move.kind === 'leg' ? move.id : move.underlying;
    const reason = prices.value.liquidatableNow ? 'alwaysLiquidatable' : 'neverLiquidated';
    return refuse({ code: 'NoLiquidationPrice', asset, reason });
  }
  const ratio = priceUsd / presentPrice(portfolio, spotsUsd, move);
  const liquidation = closedBy(
    movedPortfolio(portfolio, move, ratio),
    parameters,
    movedSpots(spotsUsd, move, ratio),
    1,
  );
  if (!liquidation.ok) return liquidation;
  const { penaltyUsd, badDebtUsd } = liquidation.value;
  return { ok: true, value: { priceUsd, liquidation: liquidation.value, lossUsd: penaltyUsd - badDebtUsd } };
}

function presentPrice(portfolio: MarginPortfolio, spotsUsd: MarginSpots, move: MarginMove): number {
  if (move.kind === 'underlying') return spotsUsd[move.underlying]!;
  const leg = portfolio.legs.find(({ id }) => id === move.id)!;
  return leg.kind === 'linear' ? leg.markUsd : leg.forwardUsd;
}
