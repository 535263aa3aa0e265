import { event } from '@gimbal/contracts';
import { TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { BookTradeRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { type Decimal, formatDecimal, isZeroDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import { CASH_INSTRUMENT_ID } from '../folds/foldFill.js';
import type { RiskState } from '../riskState.js';
import { accountKey, tradeKey } from '../rowKeys.js';
import { amount, idRefusal, instrumentRefusal, positivePrice, printableRefusal } from './fields.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { type Checked, checked, invalid, refusal, refused, type Refusal } from './refusal.js';
import { timeText } from './timeText.js';

/**
 * Books a trade once under the identity that its venue gave it. An empty quote is USDC, an empty fee zero, and a time of
 * zero the domain clock's. A price of zero is a deposit or a withdrawal: it has no cash leg.
 */
export function bookTrade(
  state: RiskState,
  step: Step,
  principal: Principal,
  request: BookTradeRequest,
): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const { key, portfolio } = own.value;
  const { portfolioId, accountId, venue, venueTradeId, instrumentId } = request;
  const quoteInstrumentId = request.quoteInstrumentId === '' ? CASH_INSTRUMENT_ID : request.quoteInstrumentId;
  const wrong =
    idRefusal('venue', venue) ??
    printableRefusal('venue_trade_id', venueTradeId) ??
    accountRefusal(state, key, accountId) ??
    instrumentRefusal(state, 'instrument_id', instrumentId) ??
    quoteRefusal(state, quoteInstrumentId);
  if (wrong !== undefined) return wrong;
  const amounts = tradeAmounts(request);
  if (!amounts.ok) return amounts.refusal;
  const executedAt = executionTime(request.executedAtUs, step);
  if (!executedAt.ok) return executedAt.refusal;
  if (state.trades.has(tradeKey(key, venue, venueTradeId))) {
    return refusal('ALREADY_EXISTS', 'venue_trade_id', `Expected a new trade of ${venue}, ${venueTradeId} is booked.`);
  }
  const booked: TradeBooked = {
    portfolioId,
    accountId,
    venue,
    venueTradeId,
    instrumentId,
    quoteInstrumentId,
    quantity: formatDecimal(amounts.value.quantity),
    price: formatDecimal(amounts.value.price),
    fee: formatDecimal(amounts.value.fee),
    executedAtUs: executedAt.value,
    bookedBy: principal.subject,
  };
  return acceptedFact(portfolio.rootKey, portfolioId, principal, event(TradeBooked, booked));
}

function accountRefusal(state: RiskState, key: string, accountId: string): Refusal | undefined {
  const wrong = idRefusal('account_id', accountId);
  if (wrong !== undefined) return wrong;
  const account = state.accounts.get(accountKey(key, accountId));
  if (account?.observed === true) {
    const message = `Expected an account whose positions are those of its trades, those of ${accountId} are observed.`;
    return refusal('FAILED_PRECONDITION', 'account_id', message);
  }
  if (account !== undefined) return undefined;
  return refusal(
    'FAILED_PRECONDITION',
    'account_id',
    `Expected an account that is attached to the portfolio, was ${accountId}.`,
  );
}

function quoteRefusal(state: RiskState, quoteInstrumentId: string): Refusal | undefined {
  if (quoteInstrumentId.startsWith('spot:')) return instrumentRefusal(state, 'quote_instrument_id', quoteInstrumentId);
  return invalid(
    'quote_instrument_id',
    `Expected a coin such as ${CASH_INSTRUMENT_ID}, was ${JSON.stringify(quoteInstrumentId.slice(0, 128))}.`,
  );
}

interface TradeAmounts {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
}

function tradeAmounts(request: BookTradeRequest): Checked<TradeAmounts> {
  const quantity = amount('quantity', request.quantity);
  if (!quantity.ok) return quantity;
  if (isZeroDecimal(quantity.value)) return refused(invalid('quantity', 'Expected a quantity other than 0.'));
  const price = positivePrice('price', request.price);
  if (!price.ok) return price;
  const fee = amount('fee', request.fee, ZERO_DECIMAL);
  if (!fee.ok) return fee;
  return checked({ quantity: quantity.value, price: price.value, fee: fee.value });
}

/** Against the domain clock, which stands at the last completed step: in a replay the wall clock says nothing. */
function executionTime(executedAtUs: bigint, step: Step): Checked<bigint> {
  if (executedAtUs === 0n) return checked(step.timeUs);
  if (executedAtUs < 0n)
    return refused(invalid('executed_at_us', `Expected a time after 1970, was ${timeText(executedAtUs)}.`));
  if (executedAtUs <= step.timeUs) return checked(executedAtUs);
  return refused(
    invalid(
      'executed_at_us',
      `Expected a time up to the domain clock, ${timeText(step.timeUs)}, was ${timeText(executedAtUs)}.`,
    ),
  );
}
