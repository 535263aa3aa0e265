import { isEvent } from '@gimbal/contracts';
import { OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import {
  AccountAttached,
  DependencyDeclared,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { InboundEvent } from '@gimbal/projection';
import { foldDependencyDeclared } from '../lookThrough/lookThroughRows.js';
import type { FactRef, RiskState } from '../riskState.js';
import { counted } from './countedPortfolio.js';
import { foldFill } from './foldFill.js';
import { foldLimitFact } from './foldLimits.js';
import { foldAccountAttached, foldPortfolioOpened } from './foldPortfolioFacts.js';
import { foldTrade, foldTradeCorrected } from './foldTrades.js';

/** The facts of a portfolio: what its desk said, and what execution filled for it. Each counts towards its version. */
export function foldPortfolio(state: RiskState, event: InboundEvent, source: FactRef): boolean {
  if (isEvent(event, PortfolioOpened)) foldPortfolioOpened(state, event.key, event.value);
  else if (isEvent(event, AccountAttached)) foldAccountAttached(...counted(state, event), event.value);
  else if (isEvent(event, TradeBooked)) foldTrade(...counted(state, event), event.value, source);
  else if (isEvent(event, TradeCorrected)) foldTradeCorrected(...counted(state, event), event.value, source);
  else if (isEvent(event, DependencyDeclared)) foldDependencyDeclared(...counted(state, event), event.value);
  else if (isEvent(event, OrderFilled)) foldFill(...counted(state, event), event.value, source);
  else return foldLimitFact(state, event);
  return true;
}
