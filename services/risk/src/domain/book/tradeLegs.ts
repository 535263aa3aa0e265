import { addDecimal, type Decimal, isZeroDecimal, mulDecimal, negDecimal } from '@gimbal/money';
import type { TradeRow } from '../riskState.js';

/** A change of one position, exact. */
export interface Leg {
  readonly instrumentId: string;
  readonly change: Decimal;
}

/**
 * What a trade moves: its quantity enters, and quantity · price + fee of the quote instrument leaves. A trade of
 * quantity zero was cancelled, and moves nothing, its fee neither.
 */
export function tradeLegs(trade: TradeRow): readonly Leg[] {
  if (isZeroDecimal(trade.quantity)) return [];
  const paid = addDecimal(mulDecimal(trade.quantity, trade.price), trade.fee);
  return [
    { instrumentId: trade.instrumentId, change: trade.quantity },
    { instrumentId: trade.quoteInstrumentId, change: negDecimal(paid) },
  ];
}

export function reversedLegs(legs: readonly Leg[]): readonly Leg[] {
  return legs.map(({ instrumentId, change }) => ({ instrumentId, change: negDecimal(change) }));
}
