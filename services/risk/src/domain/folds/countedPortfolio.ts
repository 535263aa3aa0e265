import type { InboundEvent } from '@gimbal/projection';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { portfolioKey, tenantOfKey } from '../rowKeys.js';

/** The portfolio of a fact, one version later. A fact before its portfolio can't be: only risk writes the topic, in order. */
export function counted(
  state: RiskState,
  event: InboundEvent<{ readonly portfolioId: string }>,
): [RiskState, PortfolioRow] {
  return [state, countedPortfolio(state, event, event.value.portfolioId)];
}

/** Likewise for a fact that names its portfolio deeper inside. Throws when the portfolio isn't open. */
export function countedPortfolio(state: RiskState, event: InboundEvent, portfolioId: string): PortfolioRow {
  const key = portfolioKey(tenantOfKey(event.key), portfolioId);
  const held = state.portfolios.get(key);
  if (held === undefined) {
    throw new Error(
      `Expected portfolio ${key} to be open before ${event.type} at ${event.topic}/${event.partition}@${event.offset}.`,
    );
  }
  const portfolio = { ...held, version: held.version + 1 };
  state.portfolios.set(key, portfolio);
  return portfolio;
}
