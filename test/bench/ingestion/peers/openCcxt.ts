import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a message does in ccxt behind its socket: `JSON.parse`, as its client does it, and the exchange's own reading. */
export interface CcxtReader {
  readonly version: string;
  read(text: string): void;
}

interface CcxtExchange {
  setMarkets(markets: readonly object[]): unknown;
  handleMessage(client: object, message: unknown): void;
}

interface Ccxt {
  readonly pro: Readonly<Record<string, new (options: object) => CcxtExchange>>;
}

/** The symbols that the frames name, as ccxt wants markets. */
const MARKETS: Readonly<Record<string, readonly string[]>> = {
  deribit: [
    'BTC-PERPETUAL',
    'ETH-PERPETUAL',
    'BTC-26DEC25',
    'ETH-26DEC25',
    'ETH-26DEC25-4000-C',
    'BTC-26DEC25-100000-P',
  ],
  derive: ['ETH-PERP', 'BTC-PERP', 'ETH-20261225-3500-C', 'BTC-20261225-90000-P'],
  hyperliquid: ['BTC', 'ETH', 'SOL', 'HYPE', 'kPEPE', 'ARB'],
  dydx: ['BTC-USD', 'ETH-USD', 'SOL-USD', 'AVAX-USD'],
};

/** ccxt's reader of one venue, offline: it is given its markets, and what it resolves nobody waits for. */
export async function openCcxt(folder: string, venue: string): Promise<CcxtReader> {
  const file = join(folder, 'node_modules', 'ccxt', 'js', 'ccxt.js');
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', 'ccxt', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const { default: ccxt } = (await import(pathToFileURL(file).href)) as { default: Ccxt };
  const Exchange = ccxt.pro[venue];
  if (Exchange === undefined) throw new Error(`Expected ccxt to have ${venue}, it doesn't.`);
  const exchange = new Exchange({ newUpdates: false });
  exchange.setMarkets(MARKETS[venue]!.map((id, place) => marketOf(venue, id, place)));
  const client = {
    url: '',
    subscriptions: {},
    futures: {},
    lastPong: 0,
    resolve: () => undefined,
    reject: (error: unknown) => {
      throw error;
    },
  };
  return {
    version,
    read: (text) => exchange.handleMessage(client, JSON.parse(text)),
  };
}

function marketOf(venue: string, id: string, place: number): object {
  const base = id.split('-')[0]!;
  return {
    id: venue === 'hyperliquid' ? String(place) : id,
    symbol: venue === 'hyperliquid' ? `${base}/USDC:USDC` : `${base}/USD:${id}`,
    base,
    quote: 'USD',
    settle: 'USD',
    baseId: base,
    quoteId: 'USD',
    baseName: base,
    type: 'swap',
    spot: false,
    swap: true,
    contract: true,
    linear: true,
    inverse: false,
    active: true,
    contractSize: 1,
    precision: { amount: 0.001, price: 0.1 },
    limits: {},
    info: { name: base },
  };
}
