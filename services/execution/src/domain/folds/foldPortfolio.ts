import { isEvent } from '@gimbal/contracts';
import {
  AccountAttached,
  LimitRemoved,
  LimitSet,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
  WaiverEnded,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import { type Decimal, parseDecimal } from '@gimbal/money';
import type { InboundEvent } from '@gimbal/projection';
import { deskOf, type ExecutionState } from '../executionState.js';
import { limitKey, ownedKey, portfolioKey, tenantOfKey, tradeKey } from '../rowKeys.js';
import { forgetWaiver } from './forgetWaiver.js';
import { moveTrade } from './moveBalance.js';

/** What the desk says about its book: trees, accounts, limits, and trades as far as they move spot balances. */
export function foldPortfolio(state: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, TradeBooked)) foldTrade(state, event.key, event.value);
  else if (isEvent(event, TradeCorrected)) foldCorrection(state, event.key, event.value);
  else if (isEvent(event, PortfolioOpened)) foldOpened(state, event.key, event.value);
  else if (isEvent(event, AccountAttached)) foldAttached(state, event.key, event.value);
  else if (isEvent(event, LimitSet))
    state.limits.set(limitKey(event.key, event.value.portfolioId, event.value.limitId), event.value);
  else if (isEvent(event, LimitRemoved))
    state.limits.delete(limitKey(event.key, event.value.portfolioId, event.value.limitId));
  else if (isEvent(event, WaiverEnded)) forgetWaiver(state, event.key, event.value.waiverId);
}

function foldOpened(state: ExecutionState, rootKey: string, opened: PortfolioOpened): void {
  const tenant = tenantOfKey(rootKey);
  const { portfolioId, parentPortfolioId } = opened;
  state.desks.set(rootKey, deskOf(state, rootKey));
  state.portfolios.set(portfolioKey(tenant, portfolioId), { rootKey, portfolioId, childIds: [], accountIds: [] });
  const parentKey = portfolioKey(tenant, parentPortfolioId);
  const parent = state.portfolios.get(parentKey);
  if (parent !== undefined) state.portfolios.set(parentKey, { ...parent, childIds: [...parent.childIds, portfolioId] });
}

function foldAttached(state: ExecutionState, rootKey: string, attached: AccountAttached): void {
  const { portfolioId, accountId, venue, chain, deployment, observed } = attached;
  state.accounts.set(ownedKey(rootKey, accountId), { portfolioId, accountId, venue, chain, deployment, observed });
  const key = portfolioKey(tenantOfKey(rootKey), portfolioId);
  const row = state.portfolios.get(key);
  if (row === undefined || row.accountIds.includes(accountId)) return;
  state.portfolios.set(key, { ...row, accountIds: [...row.accountIds, accountId] });
}

function foldTrade(state: ExecutionState, rootKey: string, booked: TradeBooked): void {
  const [quantity, price, fee] = [booked.quantity, booked.price, booked.fee].map(readAmount);
  // Risk names an amount that is no decimal beside the exposure; here it simply pays for nothing.
  if (quantity === undefined || price === undefined || fee === undefined) return;
  const { accountId, instrumentId, quoteInstrumentId } = booked;
  const trade = { accountId, instrumentId, quoteInstrumentId, quantity, price, fee };
  const key = tradeKey(tenantOfKey(rootKey), booked.portfolioId, booked.venue, booked.venueTradeId);
  // Its identity at the source is booked once.
  if (state.trades.has(key)) return;
  state.trades.set(key, trade);
  moveTrade(state, rootKey, trade, 1);
}

function foldCorrection(state: ExecutionState, rootKey: string, corrected: TradeCorrected): void {
  const key = tradeKey(tenantOfKey(rootKey), corrected.portfolioId, corrected.venue, corrected.venueTradeId);
  const before = state.trades.get(key);
  const [quantity, price, fee] = [corrected.quantity, corrected.price, corrected.fee].map(readAmount);
  if (before === undefined || quantity === undefined || price === undefined || fee === undefined) return;
  const after = { ...before, quantity, price, fee };
  state.trades.set(key, after);
  moveTrade(state, rootKey, before, -1);
  moveTrade(state, rootKey, after, 1);
}

/** An empty fee is none. */
function readAmount(text: string): Decimal | undefined {
  const parsed = parseDecimal(text === '' ? '0' : text);
  return parsed.ok ? parsed.value : undefined;
}
