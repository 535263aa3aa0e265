import { VENUE_CAPABILITIES } from '@gimbal/ingestion-service';

/** What a file's names say of its venue: a venue that Gimbal reads, another by its name, or nothing. */
export type NamedVenue =
  { readonly kind: 'read'; readonly venue: string } | { readonly kind: 'other'; readonly venue: string };

/** Plain `dydx` says nothing of its version: messages of v3 are unsupported by their channels. Others are those that archives name. */
const READ: readonly (readonly [pattern: RegExp, venue: string])[] = [
  [/(?:^|[-.])deribit(?=$|[-.])/, 'deribit'],
  [/(?:^|[-.])(?:derive|lyra)(?=$|[-.])/, 'derive'],
  [/hyperliquid/, 'hyperliquid'],
  [/dydx/, 'dydx'],
  [/(?:^|[-.])gmx/, 'gmx'],
];

const OTHER =
  /(?<=^|[-.])(?:binance[a-z-]*|bybit[a-z-]*|okex[a-z-]*|okx[a-z-]*|bitmex|bitstamp|bitfinex[a-z-]*|coinbase[a-z-]*|kraken[a-z-]*|huobi[a-z-]*|htx|gate-?io[a-z-]*|kucoin[a-z-]*|bullish|lighter|cryptofacilities|ftx[a-z-]*|gemini|bitget[a-z-]*|crypto-com|mango|phemex|poloniex|upbit|woo-x|ascendex|serum|star-atlas|blockchain-com|bitflyer|bitnomial|aster|paradex|vertex|drift|aevo|synthetix|polymarket|betfair|databento|architect[a-z-]*|okcoin|hitbtc|mexc|bingx|coinex|bitvavo|whitebit|backpack|pacifica|edgex|grvt|thalex|orangex|paradigm|kalshi|interactive-brokers|hashkey|probit|bitmart|lbank|bitrue|bitso|luno|coincheck|bithumb|hibachi|ethereal|orderly|rabbitx|ostium|bluefin|nado|zeta)(?=$|[-.])|^delta(?=$|[-.])/;

/** The file's own name counts before its folders', and the nearest folder before those above it. */
export function venueOfFile(path: string): NamedVenue | undefined {
  const parts = path.toLowerCase().replaceAll('_', '-').split(/[/\\]/).reverse();
  for (const part of parts) {
    for (const [pattern, venue] of READ) if (pattern.test(part)) return { kind: 'read', venue };
    const other = OTHER.exec(part)?.[0];
    if (other !== undefined) return { kind: 'other', venue: other };
  }
  return undefined;
}

const HYPERLIQUID_CHANNELS: ReadonlySet<string> = new Set(
  VENUE_CAPABILITIES.find(({ venue }) => venue === 'hyperliquid')!
    .kinds.filter(({ transport }) => transport === 'ws')
    .map(({ kind }) => kind),
);

/** The venue of messages without one in their file's name: that of the first that has fields of no other venue. */
export function venueOfMessages(texts: readonly string[]): string | undefined {
  for (const text of texts.slice(0, 100)) {
    const venue = venueOfMessage(text);
    if (venue !== undefined) return venue;
  }
  return undefined;
}

/** Others speak JSON-RPC as well, and have channels of the same names. */
const DERIBIT_NAMES =
  /"(?:[A-Z0-9]{2,12}(?:_[A-Z]{3,5})?-(?:PERPETUAL|\d{1,2}[A-Z]{3}\d{2})[^"]*|(?:deribit_|markprice\.|user\.|platform_state|estimated_expiration)[^"]*)"/;
const HYPERLIQUID_FIELDS =
  /"(?:coin|mids|ctxs|isSnapshot|limitPx|szi|subscription)"\s*:|"channel"\s*:\s*"candle".*"T"\s*:/;

function venueOfMessage(text: string): string | undefined {
  if (/"channel"\s*:\s*"v4_|"connection_id"\s*:.*"message_id"\s*:/.test(text)) return 'dydx';
  if (/"instrument_ticker"|"channel"\s*:\s*"(?:ticker_slim|spot_feed|orderbook)\./.test(text)) return 'derive';
  if (/"jsonrpc"/.test(text) && /"(?:usIn|usOut|change_id|testnet|mark_iv|index_price)"/.test(text)) return 'deribit';
  if (/"method"\s*:\s*"subscription"/.test(text) && DERIBIT_NAMES.test(text)) return 'deribit';
  if (/"universe"\s*:|"szDecimals"|"(?:l2Book|allMids|activeAssetCtx|clearinghouseState|userFills)"/.test(text)) {
    return 'hyperliquid';
  }
  const channel = /"channel"\s*:\s*"(\w+)"/.exec(text)?.[1];
  if (channel !== undefined && HYPERLIQUID_CHANNELS.has(channel) && HYPERLIQUID_FIELDS.test(text)) return 'hyperliquid';
  return undefined;
}
