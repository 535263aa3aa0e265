import type { Event } from '@gimbal/contracts';
import { shortest } from './literals.ts';

/**
 * The name of each number in Deribit's ticker, in Derive's whole one and in its slim one, as the venues document them; a percent of
 * Deribit's is a fraction in the fact.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  bidPrice: ['best_bid_price', 'b'],
  askPrice: ['best_ask_price', 'a'],
  markPrice: ['mark_price', 'M'],
  indexPrice: ['index_price', 'I'],
  lastPrice: ['last_price'],
  bidSize: ['best_bid_amount', 'B'],
  askSize: ['best_ask_amount', 'A'],
  bidVol: ['bid_iv', 'bi'],
  askVol: ['ask_iv', 'ai'],
  markVol: ['mark_iv', 'iv', 'i'],
  underlyingUsd: ['underlying_price', 'forward_price', 'f'],
  fundingRate: ['current_funding', 'funding_rate', 'f'],
  openInterest: ['open_interest', 'oi'],
  delta: ['delta', 'd'],
  gamma: ['gamma', 'g'],
  vega: ['vega', 'v'],
  theta: ['theta', 't'],
  rho: ['rho', 'r'],
};

const KINDS: ReadonlySet<string> = new Set(['ticker', 'ticker_slim', 'public/ticker', 'public/get_ticker']);
const FACTS = /\.(?:OptionQuoteObserved|PerpObserved)$/;

/**
 * Of a ticker that became one quote, each number beside the raw text of the field that bears its name: the decimal in the same
 * digits, a double as `Number` reads that text.
 */
export function compareTicker(venue: string, kind: string, raw: string, events: readonly Event[]): readonly string[] {
  const quotes = events.filter(({ type }) => FACTS.test(type));
  if (!KINDS.has(kind) || quotes.length !== 1) return [];
  const value = quotes[0]!.value as unknown as Readonly<Record<string, unknown>>;
  const greeks = (value['greeks'] ?? {}) as Readonly<Record<string, unknown>>;
  const mark = kind === 'ticker_slim' ? raw.indexOf('"option_pricing"') : 0;
  return Object.entries({ ...value, ...greeks }).flatMap(([field, said]) => {
    const isOfPricing =
      kind === 'ticker_slim' && (field in greeks || field.endsWith('Vol') || field === 'underlyingUsd');
    const part = isOfPricing ? raw.slice(Math.max(mark, 0)) : raw;
    const name = NAMES[field]?.find((one) => new RegExp(`"${one}"\\s*:`).test(part));
    const text = name === undefined ? undefined : literalOf(part, name);
    if (text === undefined || said === '' || isLeftOut(field, kind, raw, said)) return [];
    const isPercent = venue === 'deribit' && field.endsWith('Vol');
    const expected = typeof said === 'string' ? shortest(text) : Number(isPercent ? `${text}e-2` : text);
    const found = typeof said === 'string' ? shortest(said) : said;
    return Object.is(expected, found) || expected === found ? [] : [`${field} ${String(said)} beside ${name} ${text}`];
  });
}

function literalOf(raw: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"?(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"?\\s*[,}\\]]`).exec(raw)?.[1];
}

/** A dated future has no funding, whatever field of that letter stands elsewhere; Derive says no last price. */
function isLeftOut(field: string, kind: string, raw: string, said: unknown): boolean {
  if (field === 'fundingRate') return said === '0' && !/"(?:current_funding|funding_rate|f)"/.test(raw);
  return field === 'lastPrice' && said === 0 && kind !== 'ticker' && kind !== 'public/ticker';
}
