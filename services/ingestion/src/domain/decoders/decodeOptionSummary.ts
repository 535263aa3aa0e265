import { event } from '@gimbal/contracts';
import { OptionQuoteObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatInstrument, parseFailureText, parseInstrument } from '@gimbal/instruments';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { expected, type Field } from './fieldText.js';
import { type JsonObject, jsonObject, shown } from './jsonFields.js';
import { isoMillisField, jsonNumber, type NumberRange } from './numberFields.js';

const VOL_POINTS_PER_UNIT = 100;
/** A price in coin or USD; a vol in percent, up to 2,000 %; more of either is a wrong unit. */
const PRICE: NumberRange = { min: 0, max: 1e12 };
const PERCENT: NumberRange = { min: 0, max: 2_000 };
const SIZE: NumberRange = { min: 0, max: 1e15 };
const POSITIVE: NumberRange = { min: Number.MIN_VALUE, max: 1e12 };

/** What may be missing (a side without a quote has no size and no vol) and how it is counted. */
const NUMBERS = {
  strikePrice: { range: POSITIVE },
  underlyingPrice: { range: POSITIVE },
  bestBidPrice: { range: PRICE, absent: 0 },
  bestAskPrice: { range: PRICE, absent: 0 },
  markPrice: { range: PRICE, absent: 0 },
  lastPrice: { range: PRICE, absent: 0 },
  bestBidAmount: { range: SIZE, absent: 0 },
  bestAskAmount: { range: SIZE, absent: 0 },
  bestBidIV: { range: PERCENT, absent: 0 },
  bestAskIV: { range: PERCENT, absent: 0 },
  markIV: { range: PERCENT, absent: 0 },
} as const satisfies Readonly<Record<string, { readonly range: NumberRange; readonly absent?: number }>>;

type Numbers = Readonly<Record<keyof typeof NUMBERS, number>>;

/**
 * An option summary as tardis-dev normalises it. Vols come in percent and leave as decimals. Crossed and empty books go
 * through as they are: that the venue showed them is an observation, and pricing says what it thinks of them.
 */
export function decodeOptionSummary(line: string, feed: FeedOf<'tardis-option-summary-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const exchange = wordOf(object.value, 'exchange', [feed.venue]);
  if (!exchange.ok) return refused(exchange.reason);
  const right = wordOf(object.value, 'optionType', ['call', 'put']);
  if (!right.ok) return refused(right.reason);
  const expiryMs = isoMillisField(object.value, 'expirationDate');
  if (!expiryMs.ok) return refused(expiryMs.reason);
  if (expiryMs.value % 1000 !== 0) {
    return refused(`Expected an expiry of whole seconds in expirationDate, was ${expiryMs.value} ms.`);
  }
  const observedMs = isoMillisField(object.value, 'timestamp');
  if (!observedMs.ok) return refused(observedMs.reason);
  const numbers = numbersOf(object.value);
  if (!numbers.ok) return refused(numbers.reason);
  const { venue, underlying, quote, inverse, id } = feed;
  const symbol = object.value['symbol'];
  if (typeof symbol !== 'string' || !symbol.startsWith(`${underlying}-`)) {
    return refused(`Expected an option on ${underlying} in symbol, was ${shown(symbol)}.`);
  }
  const { strikePrice: strike } = numbers.value;
  const terms = { venue, underlying, quote, expiryMs: expiryMs.value, strike, right: right.value, inverse };
  const instrumentId = formatInstrument({ kind: 'option', ...terms });
  // A strike such as 1e-7 has no id that could be read again.
  const parsed = parseInstrument(instrumentId);
  if (parsed.kind === 'failure') return refused(parseFailureText(parsed));
  const observedAtUs = BigInt(observedMs.value) * 1000n;
  return {
    kind: 'observation',
    topic: 'market',
    key: id,
    observedAtUs,
    event: event(OptionQuoteObserved, {
      feed: id,
      venue,
      instrumentId,
      priceUnit: inverse ? 'coin' : 'usd',
      ...quotesOf(numbers.value),
      assumed: feed.assumed !== null,
      observedAtUs,
    }),
  };
}

function quotesOf(
  numbers: Numbers,
): Omit<OptionQuoteObserved, 'feed' | 'venue' | 'instrumentId' | 'priceUnit' | 'assumed' | 'observedAtUs'> {
  return {
    bidPrice: numbers.bestBidPrice,
    askPrice: numbers.bestAskPrice,
    markPrice: numbers.markPrice,
    lastPrice: numbers.lastPrice,
    bidSize: numbers.bestBidAmount,
    askSize: numbers.bestAskAmount,
    bidVol: numbers.bestBidIV / VOL_POINTS_PER_UNIT,
    askVol: numbers.bestAskIV / VOL_POINTS_PER_UNIT,
    markVol: numbers.markIV / VOL_POINTS_PER_UNIT,
    underlyingUsd: numbers.underlyingPrice,
    greeks: undefined,
    openInterest: 0,
  };
}

function numbersOf(object: JsonObject): Field<Numbers> {
  const values: Partial<Record<keyof Numbers, number>> = {};
  for (const [name, how] of Object.entries(NUMBERS)) {
    const field = jsonNumber(object, name, how.range, 'absent' in how ? how.absent : undefined);
    if (!field.ok) return field;
    values[name as keyof Numbers] = field.value;
  }
  return { ok: true, value: values as Numbers };
}

function wordOf<W extends string>(object: JsonObject, name: string, words: readonly W[]): Field<W> {
  const found = words.find((word) => word === object[name]);
  return found === undefined ? expected(name, words.join(' or '), shown(object[name])) : { ok: true, value: found };
}
