import { decimalToNumber, isZeroDecimal } from '@gimbal/money';
import type { RiskState, TradeRow } from '../riskState.js';
import { noteActivity } from './noteActivity.js';

/** A trade as the P&L sees it; `sign` -1 takes one back. A cancelled one moves nothing, its fee neither. */
export function noteTrade(
  state: RiskState,
  portfolio: string,
  kind: 'trade' | 'correction',
  trade: TradeRow,
  sign: 1 | -1,
): void {
  if (isZeroDecimal(trade.quantity)) return;
  noteActivity(state, portfolio, trade.accountId, {
    kind,
    instrumentId: trade.instrumentId,
    quoteInstrumentId: trade.quoteInstrumentId,
    quantity: sign * decimalToNumber(trade.quantity),
    price: decimalToNumber(trade.price),
    fee: sign * decimalToNumber(trade.fee),
  });
}
