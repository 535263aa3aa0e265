import { event } from '@gimbal/contracts';
import { OptionQuoteObserved, PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { RawFields } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer } from '../sessionMemory.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';

/** Derive states funding per hour, on the index. */
const FUNDING_INTERVAL_SECONDS = 3_600;

/** The names of one ticker's fields: spelt out, or the letters of `ticker_slim`. */
interface Names {
  readonly time: string;
  readonly mark: string;
  readonly index: string;
  readonly bid: string;
  readonly ask: string;
  readonly bidSize: string;
  readonly askSize: string;
  readonly openInterest: string;
  readonly pricing: Readonly<
    Record<'bidVol' | 'askVol' | 'vol' | 'delta' | 'gamma' | 'vega' | 'theta' | 'rho' | 'forward', string>
  >;
}

const WHOLE: Names = {
  time: 'timestamp',
  mark: 'mark_price',
  index: 'index_price',
  bid: 'best_bid_price',
  ask: 'best_ask_price',
  bidSize: 'best_bid_amount',
  askSize: 'best_ask_amount',
  openInterest: 'open_interest',
  pricing: {
    bidVol: 'bid_iv',
    askVol: 'ask_iv',
    vol: 'iv',
    delta: 'delta',
    gamma: 'gamma',
    vega: 'vega',
    theta: 'theta',
    rho: 'rho',
    forward: 'forward_price',
  },
};

const SLIM: Names = {
  time: 't',
  mark: 'M',
  index: 'I',
  bid: 'b',
  ask: 'a',
  bidSize: 'B',
  askSize: 'A',
  openInterest: 'oi',
  pricing: {
    bidVol: 'bi',
    askVol: 'ai',
    vol: 'i',
    delta: 'd',
    gamma: 'g',
    vega: 'v',
    theta: 't',
    rho: 'r',
    forward: 'f',
  },
};

/** `ticker.NAME.INTERVAL`, whose data is the ticker or holds it, and the answer of `get_ticker`. */
export function readDeriveTicker(session: DeriveSession, draft: ReadingDraft, subject: string, data: RawFields): void {
  const fields = data.object('instrument_ticker') ?? data;
  const name = fields.name('instrument_name');
  const funding = fields.object('perp_details')?.raw('funding_rate');
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  sayTicker(session, draft, subject, name, fields, funding, WHOLE);
}

/** `ticker_slim.NAME.INTERVAL`, whose letters the venue documents at the channel, and the entries of `get_tickers`. */
export function readDeriveSlimTicker(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  name: string,
  ticker: RawFields,
): void {
  sayTicker(session, draft, subject, name, ticker, ticker.raw('f'), SLIM);
}

function sayTicker(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  name: string,
  fields: RawFields,
  funding: RawJson | undefined,
  names: Names,
): void {
  const observedAtUs = fields.millisUs(names.time);
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  const instrument = instrumentOf(session, draft, name, observedAtUs);
  if (instrument === undefined) return;
  if (instrument.instrument.kind !== 'option' && (funding ?? null) === null) {
    return draft.problem('venue', subject, 'Expected a funding rate, was none.');
  }
  const where = { feed: draft.feed, venue: 'derive', instrumentId: instrument.id, assumed: false, observedAtUs };
  const said =
    instrument.instrument.kind === 'option'
      ? event(OptionQuoteObserved, { ...where, ...optionQuoteOf(fields, names) })
      : event(PerpObserved, { ...where, ...perpQuoteOf(fields, funding, names) });
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  if (isNewer(session, draft, instrument.tickerPart, observedAtUs)) draft.market(said, observedAtUs);
}

type Where = 'feed' | 'venue' | 'instrumentId' | 'assumed' | 'observedAtUs';

/** Vols are fractions already, and prices dollars. */
function optionQuoteOf(fields: RawFields, { pricing: names, ...of }: Names): Omit<OptionQuoteObserved, Where> {
  const pricing = fields.object('option_pricing') ?? new RawFields({});
  const quote = {
    priceUnit: 'usd',
    bidPrice: fields.optionalPositiveDouble(of.bid),
    askPrice: fields.optionalPositiveDouble(of.ask),
    markPrice: fields.optionalPositiveDouble(of.mark),
    lastPrice: 0,
    bidSize: fields.optionalPositiveDouble(of.bidSize),
    askSize: fields.optionalPositiveDouble(of.askSize),
    bidVol: pricing.optionalPositiveDouble(names.bidVol),
    askVol: pricing.optionalPositiveDouble(names.askVol),
    markVol: pricing.optionalPositiveDouble(names.vol),
    underlyingUsd: pricing.optionalPositiveDouble(names.forward),
    greeks: {
      delta: pricing.optionalDouble(names.delta),
      gamma: pricing.optionalDouble(names.gamma),
      vega: pricing.optionalDouble(names.vega),
      theta: pricing.optionalDouble(names.theta),
      rho: pricing.optionalDouble(names.rho),
    },
    openInterest: statsOf(fields, of.openInterest, (stats, name) => stats.optionalPositiveDouble(name)) ?? 0,
  };
  fields.failure ??= pricing.failure;
  return quote;
}

function perpQuoteOf(fields: RawFields, funding: RawJson | undefined, names: Names): Omit<PerpObserved, Where> {
  const rate = new RawFields({ funding_rate: funding ?? null });
  const quote = {
    markPrice: fields.amount(names.mark),
    indexPrice: fields.optionalAmount(names.index),
    fundingRate: rate.decimal('funding_rate'),
    fundingIntervalSeconds: FUNDING_INTERVAL_SECONDS,
    longBorrowRate: '',
    shortBorrowRate: '',
    fundingBase: 'index',
    openInterest: statsOf(fields, names.openInterest, (stats, name) => stats.optionalAmount(name)) ?? '',
    bidPrice: bestOf(fields.optionalAmount(names.bid)),
    askPrice: bestOf(fields.optionalAmount(names.ask)),
  };
  fields.failure ??= rate.failure;
  return quote;
}

function statsOf<T>(fields: RawFields, name: string, read: (stats: RawFields, name: string) => T): T | undefined {
  const stats = fields.object('stats');
  if (stats === undefined) return undefined;
  const value = read(stats, name);
  fields.failure ??= stats.failure;
  return value;
}

/** Derive writes 0 where a side is empty. */
function bestOf(price: string): string {
  return Number(price) === 0 ? '' : price;
}
