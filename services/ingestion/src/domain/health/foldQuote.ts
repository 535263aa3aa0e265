import { type Event, isEvent } from '@gimbal/contracts';
import { OracleRoundObserved, PerpObserved, PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { IndexObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { parseInstrument } from '@gimbal/instruments';
import type { LendingRows } from '@gimbal/margin';
import type { QuoteRow } from './healthRows.js';

/** Keeps what oracles and markets say a price is, each by its feed: the last word, by the time of the source. */
export function foldQuote(quotes: LendingRows<QuoteRow>, event: Event): void {
  const quote = quoteOf(event);
  if (quote === undefined) return;
  const held = quotes.get(quote.feed);
  if (held === undefined || held.observedAtUs <= quote.observedAtUs) quotes.set(quote.feed, quote);
}

function quoteOf(event: Event): QuoteRow | undefined {
  if (isEvent(event, OracleRoundObserved)) {
    const { feed, asset, answer, decimals, updatedAtUs, assumed } = event.value;
    if (!/^[0-9]+$/.test(answer)) return undefined;
    return { kind: 'oracle', feed, asset, answer: BigInt(answer), decimals, observedAtUs: updatedAtUs, assumed };
  }
  if (isEvent(event, IndexObserved)) {
    const { feed, asset, price, observedAtUs } = event.value;
    return { kind: 'index', feed, asset, priceUsd: price, observedAtUs, assumed: false };
  }
  if (isEvent(event, PerpObserved)) {
    const { feed, instrumentId, markPrice, observedAtUs, assumed } = event.value;
    const instrument = parseInstrument(instrumentId);
    if (instrument.kind !== 'perp') return undefined;
    return { kind: 'perp', feed, asset: instrument.underlying, priceUsd: markPrice, observedAtUs, assumed };
  }
  if (isEvent(event, PoolObserved)) {
    const { feed, tick, observedAtUs } = event.value;
    return { kind: 'pool', feed, tick, observedAtUs, assumed: false };
  }
  return undefined;
}
