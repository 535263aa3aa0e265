import { ActionKind, type OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { decimalOf, negDecimal } from '@gimbal/money';
import { deskOf, type ExecutionState } from '../executionState.js';
import { ownedKey, tenantOfKey, tradeKey } from '../rowKeys.js';
import { moveBalance, moveTrade } from './moveBalance.js';

/** What desks keep their cash in; gas, which is measured in USD, is paid from it at one for one, as risk books it. */
const CASH_INSTRUMENT_ID = 'spot:USDC';

/** What a fill moves: a repayment leaves the paying account, a hedge has two legs, gas is paid beside both. */
export function foldFill(state: ExecutionState, rootKey: string, fill: OrderFilled, step: number): void {
  state.desks.set(rootKey, { ...deskOf(state, rootKey), lastFillStep: step });
  const { accountId, payingAccountId, instrumentId, quoteInstrumentId } = fill;
  const quantity = decimalOf(fill.quantity);
  moveBalance(state, rootKey, payingAccountId, CASH_INSTRUMENT_ID, negDecimal(decimalOf(fill.gasUsd)));
  if (fill.kind === ActionKind.ACTION_KIND_REPAY) {
    moveBalance(state, rootKey, payingAccountId, instrumentId, negDecimal(quantity));
    return;
  }
  const legs = { quantity, price: decimalOf(fill.price), fee: decimalOf(fill.fee) };
  const trade = { accountId, instrumentId, quoteInstrumentId, ...legs };
  const home = state.accounts.get(ownedKey(rootKey, accountId))?.portfolioId ?? fill.portfolioId;
  // Kept like a booked trade, since it may be corrected like one.
  state.trades.set(tradeKey(tenantOfKey(rootKey), home, fill.venue, fill.venueTradeId), trade);
  moveTrade(state, rootKey, trade, 1);
}
