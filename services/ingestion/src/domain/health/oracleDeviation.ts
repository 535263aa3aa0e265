import {
  compareDecimal,
  type Decimal,
  divDecimal,
  formatDecimal,
  mulDecimal,
  parseDecimal,
  subDecimal,
  ZERO_DECIMAL,
} from '@gimbal/money';
import { isUntrustedReason } from '@gimbal/contracts';
import { poolPrice } from '../assumedPerp.js';
import type { FeedCatalogue } from '../feedCatalogue.js';
import { feedHealthOf, type IngestionRows } from '../ingestionState.js';
import type { QuoteRow } from './healthRows.js';
import { MARKET_AGE_US_MAX, ORACLE_BAND_BPS } from './tolerances.js';

/** An oracle beside the market of its asset at one time. Prices in USD. */
export interface OracleDeviation {
  readonly feed: string;
  readonly asset: string;
  readonly oraclePrice: Decimal;
  readonly marketPrice: Decimal;
  readonly marketFeed: string;
  /** (oracle − market) / market · 10,000, to a hundredth. */
  readonly deviationBps: Decimal;
  readonly limitBps: number;
  readonly oracleAgeUs: bigint;
}

export type OracleQuote = Extract<QuoteRow, { readonly kind: 'oracle' }>;

/** What is compared with what: the market nobody assumed, young enough and in order. */
const RANK: Readonly<Record<QuoteRow['kind'], number>> = { index: 0, perp: 1, pool: 2, oracle: 3 };
/** Names by which an oracle knows the coin that a venue lists under another. */
const SAME_ASSET: Readonly<Record<string, string>> = { WETH: 'ETH' };
const BPS: Decimal = { unscaled: 10_000n, scale: 0 };
const BPS_SCALE = 2;

/** The oracles that nobody assumed, by feed. */
export function oraclesOf(rows: IngestionRows): readonly OracleQuote[] {
  return [...rows.health.quotes.values()]
    .filter((quote): quote is OracleQuote => quote.kind === 'oracle' && !quote.assumed)
    .sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

/**
 * How far an oracle stands from the market: the feed that the catalogue names, or of all feeds of its asset an index before
 * a perpetual's mark before a pool, then by name. Undefined while there is no market that can be a measure.
 */
export function oracleDeviation(
  rows: IngestionRows,
  catalogue: FeedCatalogue,
  oracle: OracleQuote,
  clockUs: bigint,
): OracleDeviation | undefined {
  const band = catalogue.feeds.get(oracle.feed)?.band;
  const [market] = [...rows.health.quotes.values()]
    .filter((quote) => quote.kind !== 'oracle' && !quote.assumed && clockUs - quote.observedAtUs <= MARKET_AGE_US_MAX)
    .filter(({ feed, name }) => band?.marketFeed === undefined || feed === band.marketFeed || name === band.marketFeed)
    .filter(({ feed, name }) => isInOrder(rows, feed, name))
    .flatMap((quote) => marketPrice(quote, catalogue, band?.marketFeed === undefined ? oracle.asset : undefined))
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  if (market === undefined) return undefined;
  const oraclePrice = { unscaled: oracle.answer, scale: oracle.decimals };
  const difference = mulDecimal(subDecimal(oraclePrice, market.price), BPS);
  return {
    feed: oracle.feed,
    asset: oracle.asset,
    oraclePrice,
    marketPrice: market.price,
    marketFeed: market.name,
    deviationBps: divDecimal(difference, market.price, BPS_SCALE, 'halfEven'),
    limitBps: band?.limitBps ?? ORACLE_BAND_BPS,
    oracleAgeUs: clockUs - oracle.observedAtUs,
  };
}

export function deviationText({ deviationBps }: OracleDeviation): string {
  return formatDecimal(deviationBps);
}

function isInOrder(rows: IngestionRows, feed: string, name: string): boolean {
  const { stale, degraded } = feedHealthOf(rows, feed);
  const isConcerned = (instrumentId: string): boolean => instrumentId === '' || name === `${feed}|${instrumentId}`;
  return !stale && !degraded.some(({ reason, instrumentId }) => isUntrustedReason(reason) && isConcerned(instrumentId));
}

interface MarketPrice {
  readonly name: string;
  readonly rank: number;
  readonly price: Decimal;
}

/** What a feed says the asset costs; nothing when it speaks of another one. Any asset when none is asked for. */
function marketPrice(quote: QuoteRow, catalogue: FeedCatalogue, asked: string | undefined): readonly MarketPrice[] {
  const [asset, text] = saidOf(quote, catalogue);
  if (asset === undefined || (asked !== undefined && coinOf(asset) !== coinOf(asked))) return [];
  const price = parseDecimal(text);
  if (!price.ok || compareDecimal(price.value, ZERO_DECIMAL) <= 0) return [];
  return [{ name: quote.name, rank: RANK[quote.kind], price: price.value }];
}

function saidOf(quote: QuoteRow, catalogue: FeedCatalogue): readonly [asset: string | undefined, price: string] {
  if (quote.kind === 'index' || quote.kind === 'perp') return [quote.asset, quote.priceUsd];
  const prices = catalogue.feeds.get(quote.feed)?.prices;
  return quote.kind === 'pool' && prices !== undefined
    ? [prices.asset, poolPrice(quote.tick, prices)]
    : [undefined, ''];
}

function coinOf(asset: string): string {
  return SAME_ASSET[asset] ?? asset;
}
