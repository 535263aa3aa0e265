import { event } from '@gimbal/contracts';
import { OptionQuoteObserved, PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { EuropeanOption } from '@gimbal/instruments';
import { KeptObject } from '../rawJson/keptObject.js';
import { RawFields } from '../rawJson/rawFields.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer, remember } from '../sessionMemory.js';
import { jsonRpcRequest } from '../jsonRpcRequest.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

/** Deribit states funding per 8 hours, on the index; it accrues all the time. */
export const FUNDING_INTERVAL_SECONDS = 28_800;

/** Of a future that isn't traded yet, or not any more. */
const NO_MARK = 'Expected a mark_price, was null.';

/** `ticker.NAME.INTERVAL` and the answer to `ticker`: an instrument whole. */
export function readDeribitTicker(
  session: DeribitSession,
  draft: ReadingDraft,
  subject: string,
  fields: RawFields,
): void {
  const symbol = fields.name('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  const instrument = instrumentOf(session, draft, symbol, observedAtUs);
  if (instrument === undefined) return;
  const { instrument: terms, id } = instrument;
  if (terms.kind !== 'option' && fields.raw('mark_price') === null) return draft.problem('venue', subject, NO_MARK);
  const said =
    terms.kind === 'option'
      ? event(OptionQuoteObserved, optionQuoteOf(fields, terms, id, draft.feed, observedAtUs))
      : event(PerpObserved, futureQuoteOf(fields, terms.kind === 'perp', id, draft.feed, observedAtUs));
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  if (!isNewer(session, draft, instrument.tickerPart, observedAtUs)) return;
  remember(session.tickers, symbol, new KeptObject(fields.kept));
  draft.market(said, observedAtUs);
}

/** `incremental_ticker.NAME`: a snapshot, then what changed of it. */
export function readDeribitIncrementalTicker(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const symbol = fields.name('instrument_name');
  const type = fields.word('type', ['snapshot', 'change']);
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  if (type === 'snapshot') return readDeribitTicker(session, draft, channel, fields);
  const held = session.tickers.get(symbol)?.value;
  if (held !== undefined) {
    return readDeribitTicker(session, draft, channel, new RawFields({ ...held, ...fields.whole }));
  }
  if (instrumentOf(session, draft, symbol, fields.millisUs('timestamp')) === undefined) return;
  draft.problem('gap', channel, 'Expected a snapshot of the ticker, was a change of it.');
  draft.reply(jsonRpcRequest('public/unsubscribe', { channels: [channel] }));
  draft.reply(jsonRpcRequest('public/subscribe', { channels: [channel] }));
}

function optionQuoteOf(
  fields: RawFields,
  option: EuropeanOption,
  instrumentId: string,
  feed: string,
  observedAtUs: bigint,
): OptionQuoteObserved {
  const greeks = fields.object('greeks');
  const quote: OptionQuoteObserved = {
    feed,
    venue: 'deribit',
    instrumentId,
    priceUnit: option.inverse ? 'coin' : 'usd',
    bidPrice: fields.optionalPositiveDouble('best_bid_price'),
    askPrice: fields.optionalPositiveDouble('best_ask_price'),
    markPrice: fields.optionalPositiveDouble('mark_price'),
    lastPrice: fields.optionalPositiveDouble('last_price'),
    bidSize: fields.optionalPositiveDouble('best_bid_amount'),
    askSize: fields.optionalPositiveDouble('best_ask_amount'),
    bidVol: fields.optionalPercent('bid_iv'),
    askVol: fields.optionalPercent('ask_iv'),
    markVol: fields.optionalPercent('mark_iv'),
    underlyingUsd: fields.optionalPositiveDouble('underlying_price'),
    assumed: false,
    observedAtUs,
    greeks:
      greeks === undefined
        ? undefined
        : {
            delta: greeks.optionalDouble('delta'),
            gamma: greeks.optionalDouble('gamma'),
            vega: greeks.optionalDouble('vega'),
            theta: greeks.optionalDouble('theta'),
            rho: greeks.optionalDouble('rho'),
          },
    openInterest: fields.optionalPositiveDouble('open_interest'),
  };
  fields.failure ??= greeks?.failure;
  return quote;
}

/** A dated future pays no funding: its rate is 0. A perpetual's is the one that accrues now, `current_funding`. */
function futureQuoteOf(
  fields: RawFields,
  isPerpetual: boolean,
  instrumentId: string,
  feed: string,
  observedAtUs: bigint,
): PerpObserved {
  return {
    feed,
    venue: 'deribit',
    instrumentId,
    markPrice: fields.amount('mark_price'),
    indexPrice: fields.optionalAmount('index_price'),
    fundingRate: isPerpetual ? fields.decimal('current_funding') : '0',
    fundingIntervalSeconds: FUNDING_INTERVAL_SECONDS,
    assumed: false,
    observedAtUs,
    longBorrowRate: '',
    shortBorrowRate: '',
    fundingBase: isPerpetual ? 'index' : '',
    openInterest: fields.optionalAmount('open_interest'),
    bidPrice: bestOf(fields.optionalAmount('best_bid_price')),
    askPrice: bestOf(fields.optionalAmount('best_ask_price')),
  };
}

/** Deribit writes 0 where a side is empty. */
function bestOf(price: string): string {
  return Number(price) === 0 ? '' : price;
}
