import { isEvent } from '@gimbal/contracts';
import { OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import {
  AccountAttached,
  DependencyDeclared,
  LimitSet,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { InboundEvent } from '@gimbal/projection';
import { foldDependencyDeclared } from '../lookThrough/lookThroughRows.js';
import type { FactRef, PortfolioRow, RiskState } from '../riskState.js';
import { portfolioKey, tenantOfKey } from '../rowKeys.js';
import { foldFill } from './foldFill.js';
import { foldAccountAttached, foldLimitSet, foldPortfolioOpened } from './foldPortfolioFacts.js';
import { foldTrade, foldTradeCorrected } from './foldTrades.js';

/** The facts of a portfolio: what its desk said, and what execution filled for it. Each counts towards its version. */
export function foldPortfolio(state: RiskState, event: InboundEvent, source: FactRef): boolean {
  if (isEvent(event, PortfolioOpened)) foldPortfolioOpened(state, event.key, event.value);
  else if (isEvent(event, AccountAttached)) foldAccountAttached(...counted(state, event), event.value);
  else if (isEvent(event, TradeBooked)) foldTrade(...counted(state, event), event.value, source);
  else if (isEvent(event, TradeCorrected)) foldTradeCorrected(...counted(state, event), event.value, source);
  else if (isEvent(event, LimitSet)) foldLimitSet(...counted(state, event), event.value);
  else if (isEvent(event, DependencyDeclared)) foldDependencyDeclared(...counted(state, event), event.value);
  else if (isEvent(event, OrderFilled)) foldFill(...counted(state, event), event.value, source);
  else return false;
  return true;
}

/** The portfolio of a fact, one version later. A fact before its portfolio can't be: only risk writes the topic, in order. */
function counted(state: RiskState, event: InboundEvent<{ readonly portfolioId: string }>): [RiskState, PortfolioRow] {
  const key = portfolioKey(tenantOfKey(event.key), event.value.portfolioId);
  const held = state.portfolios.get(key);
  if (held === undefined) {
    throw new Error(
      `Expected portfolio ${key} to be open before ${event.type} at ${event.topic}/${event.partition}@${event.offset}.`,
    );
  }
  const portfolio = { ...held, version: held.version + 1 };
  state.portfolios.set(key, portfolio);
  return [state, portfolio];
}
