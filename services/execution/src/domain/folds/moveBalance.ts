import { addDecimal, type Decimal, mulDecimal, negDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { ExecutionState, TradeRow } from '../executionState.js';
import { balanceKey } from '../rowKeys.js';

/** Adds to what an account holds of a spot asset, exactly. Anything but spot can't pay for a cure and is left out. */
export function moveBalance(
  state: ExecutionState,
  rootKey: string,
  accountId: string,
  instrumentId: string,
  change: Decimal,
): void {
  if (!instrumentId.startsWith('spot:')) return;
  const key = balanceKey(rootKey, accountId, instrumentId);
  state.balances.set(key, addDecimal(state.balances.get(key) ?? ZERO_DECIMAL, change));
}

/** Both legs of a trade: the quantity comes in, quantity times price plus fee goes out. */
export function moveTrade(state: ExecutionState, rootKey: string, trade: TradeRow, direction: 1 | -1): void {
  const signed = (value: Decimal): Decimal => (direction === 1 ? value : negDecimal(value));
  const paid = addDecimal(mulDecimal(trade.quantity, trade.price), trade.fee);
  moveBalance(state, rootKey, trade.accountId, trade.instrumentId, signed(trade.quantity));
  moveBalance(state, rootKey, trade.accountId, trade.quoteInstrumentId, signed(negDecimal(paid)));
}
