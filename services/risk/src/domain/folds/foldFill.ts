import { ActionKind, type OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import {
  absDecimal,
  addDecimal,
  decimalToNumber,
  describeDecimalFailure,
  negDecimal,
  parseDecimal,
  ZERO_DECIMAL,
} from '@gimbal/money';
import { bookLegs } from '../book/bookLegs.js';
import { tradeLegs } from '../book/tradeLegs.js';
import { noteOwnFill } from '../observed/toldFills.js';
import { noteActivity } from '../pnl/noteActivity.js';
import type { FactRef, PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, accountOwnerKey, portfolioKey, tradeKey } from '../rowKeys.js';
import { foldTrade } from './foldTrades.js';
import { foldUnreadable } from './foldUnreadable.js';
import { readAmounts } from './readAmounts.js';

/** What desks keep their cash in; gas, which is measured in USD, is paid from it at one for one. */
export const CASH_INSTRUMENT_ID = 'spot:USDC';

/**
 * A fill in the book. A hedge is a trade under the venue's id. A repayment takes the cash out of the paying account; the
 * debt itself moves when the position is observed on chain. Gas leaves the paying account's cash in both.
 */
export function foldFill(state: RiskState, filled: PortfolioRow, fill: OrderFilled, source: FactRef): void {
  const payingAccountId = fill.payingAccountId === '' ? fill.accountId : fill.payingAccountId;
  const identified = { ...fill, venueTradeId: fill.venueTradeId === '' ? fill.orderId : fill.venueTradeId };
  const isRepayment = fill.kind === ActionKind.ACTION_KIND_REPAY;
  const bookedKey = homeOf(state, filled, isRepayment ? payingAccountId : fill.accountId, fill);
  if (state.trades.has(tradeKey(bookedKey, identified.venue, identified.venueTradeId))) return;
  if (isRepayment) foldRepayment(state, bookedKey, payingAccountId, identified, source);
  else foldHedge(state, bookedKey, withQuote(identified), source);
  foldGas(state, homeOf(state, filled, payingAccountId, fill), payingAccountId, fill, source);
}

function foldHedge(state: RiskState, key: string, fill: OrderFilled, source: FactRef): void {
  foldTrade(state, state.portfolios.get(key)!, fill, source);
  const booked = state.trades.get(tradeKey(key, fill.venue, fill.venueTradeId));
  if (booked === undefined) return;
  noteOwnFill(state, accountKey(key, fill.accountId), { orderId: fill.orderId, legs: tradeLegs(booked) });
}

function withQuote(fill: OrderFilled): OrderFilled {
  return { ...fill, quoteInstrumentId: fill.quoteInstrumentId === '' ? CASH_INSTRUMENT_ID : fill.quoteInstrumentId };
}

function foldRepayment(
  state: RiskState,
  key: string,
  payingAccountId: string,
  fill: OrderFilled,
  source: FactRef,
): void {
  const instrumentId = fill.instrumentId.startsWith('spot:') ? fill.instrumentId : CASH_INSTRUMENT_ID;
  const amounts = readAmounts({ quantity: fill.quantity, price: '', fee: fill.fee });
  if (!amounts.ok) return foldUnreadable(state, state.portfolios.get(key)!, { ...fill, reason: amounts.reason });
  // Whatever its sign on the wire, a repayment leaves the account that pays it.
  const paid = addDecimal(absDecimal(amounts.value.quantity), amounts.value.fee);
  const nothing = { quantity: ZERO_DECIMAL, price: ZERO_DECIMAL, fee: ZERO_DECIMAL };
  // A row of no quantity under the fill's identity, so that the same repayment is never folded twice.
  state.trades.set(tradeKey(key, fill.venue, fill.venueTradeId), {
    accountId: payingAccountId,
    instrumentId,
    quoteInstrumentId: instrumentId,
    ...nothing,
  });
  bookLegs(state, key, payingAccountId, [{ instrumentId, change: negDecimal(paid) }], source);
  const repaid = -decimalToNumber(absDecimal(amounts.value.quantity));
  const fee = decimalToNumber(amounts.value.fee);
  const legs = { instrumentId, quoteInstrumentId: instrumentId };
  noteActivity(state, key, payingAccountId, { kind: 'repayment', ...legs, quantity: repaid, price: 0, fee });
}

function foldGas(state: RiskState, key: string, payingAccountId: string, fill: OrderFilled, source: FactRef): void {
  if (fill.gasUsd === '') return;
  const gas = parseDecimal(fill.gasUsd);
  if (gas.ok) {
    bookLegs(
      state,
      key,
      payingAccountId,
      [{ instrumentId: CASH_INSTRUMENT_ID, change: negDecimal(gas.value) }],
      source,
    );
    const legs = { instrumentId: CASH_INSTRUMENT_ID, quoteInstrumentId: CASH_INSTRUMENT_ID };
    const quantity = -decimalToNumber(gas.value);
    noteActivity(state, key, payingAccountId, { kind: 'gas', ...legs, quantity, price: 0, fee: 0 });
    return;
  }
  const reason = `gasUsd: ${describeDecimalFailure(gas.failure)}`;
  foldUnreadable(state, state.portfolios.get(key)!, {
    accountId: payingAccountId,
    instrumentId: CASH_INSTRUMENT_ID,
    reason,
  });
}

/**
 * The portfolio of the tree to which the account is attached: a limit of a parent is cured in a child's account.
 * Execution acts on attached accounts alone; should one be missing, the fill attaches it rather than losing the cash.
 */
function homeOf(state: RiskState, filled: PortfolioRow, accountId: string, fill: OrderFilled): string {
  const { tenant, portfolioId, rootKey } = filled;
  const ownerId = state.accountOwners.get(accountOwnerKey(tenant, accountId));
  const ownerKey = portfolioKey(tenant, ownerId ?? portfolioId);
  if (ownerId !== undefined && state.portfolios.get(ownerKey)?.rootKey === rootKey) return ownerKey;
  const key = portfolioKey(tenant, portfolioId);
  const at = accountKey(key, accountId);
  if (state.accounts.has(at)) return key;
  state.accounts.set(at, {
    tenant,
    portfolioId,
    accountId,
    venue: fill.venue,
    chain: 'unknown',
    deployment: '',
    observed: false,
    instrumentIds: [],
  });
  const portfolio = state.portfolios.get(key)!;
  state.portfolios.set(key, { ...portfolio, accountIds: [...portfolio.accountIds, accountId] });
  if (ownerId === undefined) state.accountOwners.set(accountOwnerKey(tenant, accountId), portfolioId);
  return key;
}
