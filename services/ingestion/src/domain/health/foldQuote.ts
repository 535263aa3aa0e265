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
  const held = quotes.get(quote.name);
  if (held === undefined || held.observedAtUs <= quote.observedAtUs) quotes.set(quote.name, quote);
}

function quoteOf(event: Event): QuoteRow | undefined {
  if (isEvent(event, OracleRoundObserved)) {
    const { feed, asset, answer, decimals, updatedAtUs, assumed } = event.value;
    if (!/^[0-9]+$/.test(answer)) return undefined;
    return {
      kind: 'oracle',
      feed,
      name: feed,
      asset,
      answer: BigInt(answer),
      decimals,
      observedAtUs: updatedAtUs,
      assumed,
    };
  }
  if (isEvent(event, IndexObserved)) {
    const { feed, index, asset, price, observedAtUs } = event.value;
    return { kind: 'index', feed, name: `${feed}|${index}`, asset, priceUsd: price, observedAtUs, assumed: false };
  }
  if (isEvent(event, PerpObserved)) {
    const { feed, instrumentId, markPrice, observedAtUs, assumed } = event.value;
    const instrument = parseInstrument(instrumentId);
    if (instrument.kind !== 'perp') return undefined;
    const name = `${feed}|${instrumentId}`;
    return { kind: 'perp', feed, name, asset: instrument.underlying, priceUsd: markPrice, observedAtUs, assumed };
  }
  if (isEvent(event, PoolObserved)) {
    const { feed, tick, observedAtUs } = event.value;
    return { kind: 'pool', feed, name: feed, tick, observedAtUs, assumed: false };
  }
  return undefined;
}
