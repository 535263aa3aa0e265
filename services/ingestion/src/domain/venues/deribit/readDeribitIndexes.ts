import { event } from '@gimbal/contracts';
import { OptionQuoteObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { IndexObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { fieldsOf, RawFields, type RawItem, shownItem } from '../rawJson/rawFields.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer, remember } from '../sessionMemory.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

/** `deribit_price_index.NAME`. */
export function readDeribitPriceIndex(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const index = fields.text('index_name');
  const price = fields.amount('price');
  const observedAtUs = fields.millisUs('timestamp');
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  sayIndex(session, draft, { index, name: index, price, observedAtUs });
}

/** `deribit_volatility_index.NAME`: volatility points of the coming 30 days, under the name of its channel. */
export function readDeribitVolatilityIndex(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const name = fields.text('index_name');
  const price = fields.amount('volatility');
  const observedAtUs = fields.millisUs('timestamp');
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  sayIndex(session, draft, { index: `deribit_volatility_index.${name}`, name, price, observedAtUs });
}

/** `estimated_expiration_price.NAME`: without a time of its own, so it has the message's. */
export function readDeribitExpirationPrice(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const price = fields.amount('price');
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const name = channel.slice(channel.indexOf('.') + 1);
  sayIndex(session, draft, { index: channel, name, price, observedAtUs: draft.receivedAtUs });
}

/**
 * `perpetual.NAME.INTERVAL`: the index that funding is reckoned on. Its `interest` is the sum that positions are settled by,
 * no rate, and isn't taken: the rate comes with the ticker.
 */
export function readDeribitPerpetual(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  // Before October 2019 the interest stood there alone.
  if (!fields.has('index_price') && fields.has('interest')) return;
  const price = fields.amount('index_price');
  const observedAtUs = fields.millisUs('timestamp');
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const symbol = channel.split('.')[1] ?? '';
  const [underlying = '', quote = 'USD'] = (symbol.split('-')[0] ?? '').split('_');
  const index = `${underlying}_${quote}`.toLowerCase();
  sayIndex(session, draft, { index, name: index, price, observedAtUs });
}

/**
 * `markprice.options.NAME`: marks and vols of all options of an index, vols as fractions here. They are put on what the
 * ticker of each showed last; where none was seen, on the index, and without either they say too little.
 */
export function readDeribitOptionMarks(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  list: readonly RawItem[],
): void {
  const said: OptionQuoteObserved[] = [];
  for (const item of list) {
    const fields = fieldsOf(item);
    if (fields === undefined) return draft.problem('refused', channel, `Expected an object, was ${shownItem(item)}.`);
    const symbol = fields.text('instrument_name');
    // Rows had no time at first.
    const observedAtUs = fields.has('timestamp') ? fields.millisUs('timestamp') : draft.receivedAtUs;
    const markPrice = fields.optionalPositiveDouble('mark_price');
    const markVol = fields.optionalPositiveDouble('iv');
    if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
    const instrument = instrumentOf(session, draft, symbol, observedAtUs);
    if (instrument?.instrument.kind !== 'option') continue;
    const ticker = new RawFields(session.tickers.get(symbol)?.value ?? {});
    const index = session.indexes.get(channel.slice('markprice.options.'.length));
    const underlyingUsd = ticker.optionalPositiveDouble('underlying_price') || Number(index ?? 0);
    if (underlyingUsd === 0) continue;
    said.push({
      feed: draft.feed,
      venue: 'deribit',
      instrumentId: instrument.id,
      priceUnit: instrument.instrument.inverse ? 'coin' : 'usd',
      bidPrice: ticker.optionalPositiveDouble('best_bid_price'),
      askPrice: ticker.optionalPositiveDouble('best_ask_price'),
      markPrice,
      lastPrice: ticker.optionalPositiveDouble('last_price'),
      bidSize: ticker.optionalPositiveDouble('best_bid_amount'),
      askSize: ticker.optionalPositiveDouble('best_ask_amount'),
      bidVol: ticker.optionalPercent('bid_iv'),
      askVol: ticker.optionalPercent('ask_iv'),
      markVol,
      underlyingUsd,
      assumed: false,
      observedAtUs,
      greeks: undefined,
      openInterest: ticker.optionalPositiveDouble('open_interest'),
    });
  }
  for (const quote of said) {
    if (isNewer(session, draft, `ticker ${quote.instrumentId}`, quote.observedAtUs)) {
      draft.market(event(OptionQuoteObserved, quote), quote.observedAtUs);
    }
  }
}

interface SaidIndex {
  /** The name under which it is said. */
  readonly index: string;
  /** The pair that it is of: btc_usd. */
  readonly name: string;
  readonly price: string;
  readonly observedAtUs: bigint;
}

export function sayIndex(
  session: DeribitSession,
  draft: ReadingDraft,
  { index, name, price, observedAtUs }: SaidIndex,
): void {
  if (!isNewer(session, draft, `index ${index}`, observedAtUs)) return;
  if (index === name) remember(session.indexes, index, price);
  const asset = (name.split('_')[0] ?? '').toUpperCase();
  const said = event(IndexObserved, { feed: draft.feed, venue: 'deribit', index, asset, price, observedAtUs });
  draft.market(said, observedAtUs);
}
