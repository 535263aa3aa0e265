import { isEvent } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  BookObserved,
  TradeObserved,
  VenueBalanceObserved,
  VenueFillObserved,
  VenueOrderObserved,
} from '@gimbal/contracts/ingestion/v1/venue_events';
import type { SaidFact } from './followVenue.ts';

/** What facts come to when the newest of each counts. */
export interface Standing {
  readonly books: ReadonlyMap<string, BookObserved>;
  readonly marks: ReadonlyMap<string, string>;
  readonly positions: ReadonlyMap<string, string>;
  readonly orders: ReadonlyMap<string, VenueOrderObserved>;
  readonly balances: ReadonlyMap<string, string>;
  /** Each as often as it was said. */
  readonly trades: readonly string[];
  readonly fills: readonly string[];
}

export function standingOf(facts: readonly SaidFact[]): Standing {
  const books = new Map<string, BookObserved>();
  const [marks, positions, balances] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  const orders = new Map<string, VenueOrderObserved>();
  const [trades, fills]: [string[], string[]] = [[], []];
  for (const { event } of facts) {
    if (isEvent(event, BookObserved)) books.set(event.value.instrumentId, event.value);
    else if (isEvent(event, PerpObserved)) marks.set(event.value.instrumentId, event.value.markPrice);
    else if (isEvent(event, AccountPositionObserved)) {
      positions.set(`${event.value.accountId}|${event.value.instrumentId}`, event.value.quantity);
    } else if (isEvent(event, VenueOrderObserved)) orders.set(event.value.orderId, event.value);
    else if (isEvent(event, VenueBalanceObserved)) balances.set(event.value.asset, event.value.total);
    else if (isEvent(event, TradeObserved)) trades.push(`${event.value.instrumentId}|${event.value.tradeId}`);
    else if (isEvent(event, VenueFillObserved)) fills.push(event.value.tradeId);
  }
  return { books, marks, positions, orders, balances, trades, fills };
}
