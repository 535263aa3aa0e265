import type { TradeBooked, TradeCorrected } from '@gimbal/contracts/risk/v1/portfolio_events';
import { bookLegs } from '../book/bookLegs.js';
import { reversedLegs, tradeLegs } from '../book/tradeLegs.js';
import { noteTrade } from '../pnl/noteTrade.js';
import type { FactRef, PortfolioRow, RiskState, TradeRow } from '../riskState.js';
import { portfolioKey, tradeKey } from '../rowKeys.js';
import { readAmounts } from './readAmounts.js';
import { foldUnreadable } from './foldUnreadable.js';

/** What a trade and a fill have in common. */
export type BookableTrade = Omit<TradeBooked, 'bookedBy' | 'executedAtUs'>;

/** A trade that its venue already named is booked once; a second one changes nothing. */
export function foldTrade(state: RiskState, portfolio: PortfolioRow, trade: BookableTrade, source: FactRef): void {
  const key = portfolioKey(portfolio.tenant, portfolio.portfolioId);
  const at = tradeKey(key, trade.venue, trade.venueTradeId);
  if (state.trades.has(at)) return;
  const amounts = readAmounts(trade);
  if (!amounts.ok) return foldUnreadable(state, portfolio, { ...trade, reason: amounts.reason });
  const { accountId, instrumentId, quoteInstrumentId } = trade;
  const row: TradeRow = { accountId, instrumentId, quoteInstrumentId, ...amounts.value };
  state.trades.set(at, row);
  bookLegs(state, key, accountId, tradeLegs(row), source);
  noteTrade(state, key, 'trade', row, 1);
}

/** Takes the trade's legs back exactly, and books those of the replacement. */
export function foldTradeCorrected(
  state: RiskState,
  portfolio: PortfolioRow,
  correction: TradeCorrected,
  source: FactRef,
): void {
  const key = portfolioKey(portfolio.tenant, portfolio.portfolioId);
  const at = tradeKey(key, correction.venue, correction.venueTradeId);
  const held = state.trades.get(at);
  if (held === undefined) return;
  const amounts = readAmounts(correction);
  if (!amounts.ok) return foldUnreadable(state, portfolio, { ...held, reason: amounts.reason });
  const row: TradeRow = { ...held, ...amounts.value };
  state.trades.set(at, row);
  bookLegs(state, key, held.accountId, [...reversedLegs(tradeLegs(held)), ...tradeLegs(row)], source);
  noteTrade(state, key, 'correction', held, -1);
  noteTrade(state, key, 'correction', row, 1);
}
