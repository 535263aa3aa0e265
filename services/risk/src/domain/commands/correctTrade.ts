import { event } from '@gimbal/contracts';
import { TradeCorrected } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { CorrectTradeRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { formatDecimal, isZeroDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { CommandDecision, Principal } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { tradeKey } from '../rowKeys.js';
import { amount, nameRefusal, positivePrice } from './fields.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { refusal } from './refusal.js';

/** Replaces quantity, price and fee of a booked trade. A quantity of zero cancels it, whatever price and fee say. */
export function correctTrade(state: RiskState, principal: Principal, request: CorrectTradeRequest): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const { key, portfolio } = own.value;
  const { portfolioId, venue, venueTradeId, reason } = request;
  const wrong = nameRefusal('reason', reason);
  if (wrong !== undefined) return wrong;
  if (!state.trades.has(tradeKey(key, venue, venueTradeId))) {
    const found = JSON.stringify(`${venue} ${venueTradeId}`.slice(0, 256));
    return refusal(
      'NOT_FOUND',
      'venue_trade_id',
      `Expected a trade that is booked in ${portfolioId}, found none for ${found}.`,
    );
  }
  const quantity = amount('quantity', request.quantity);
  if (!quantity.ok) return quantity.refusal;
  const isCancelled = isZeroDecimal(quantity.value);
  const price = positivePrice('price', request.price, isCancelled ? ZERO_DECIMAL : undefined);
  if (!price.ok) return price.refusal;
  const fee = amount('fee', request.fee, ZERO_DECIMAL);
  if (!fee.ok) return fee.refusal;
  const corrected: TradeCorrected = {
    portfolioId,
    venue,
    venueTradeId,
    reason,
    quantity: formatDecimal(quantity.value),
    price: formatDecimal(price.value),
    fee: formatDecimal(fee.value),
    correctedBy: principal.subject,
  };
  return acceptedFact(portfolio.rootKey, portfolioId, principal, event(TradeCorrected, corrected));
}
