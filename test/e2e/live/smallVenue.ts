import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A loopback end that speaks as much of Deribit as a perpetual needs: a listing, and its ticker again and again. */
export interface SmallVenue {
  readonly url: string;
  /** Keeps its connections open and says nothing more, not even answers. */
  hush(): void;
  /** Ends its connections and takes no more. */
  cut(): void;
  /** Speaks again, to whoever is there or comes. */
  speak(): void;
  close(): Promise<void>;
}

/** The price of one ETH, and of the dollar coin that a linear contract is quoted in. */
const PRICE_USD = 1_807;
const TICKER_EVERY_MS = 250;
const CHANNEL = /^ticker\.(.+)\.100ms$/;

interface Request {
  readonly id: unknown;
  readonly method: string;
  readonly params?: { readonly channels?: readonly string[] };
}

type Mood = 'speaking' | 'hushed' | 'cut';

export async function startSmallVenue(): Promise<SmallVenue> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  let mood: Mood = 'speaking';
  const endAll = (): void => server.clients.forEach((client) => client.terminate());
  server.on('connection', (socket) => (mood === 'cut' ? socket.terminate() : serve(socket, () => mood === 'speaking')));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    hush: () => void (mood = 'hushed'),
    cut: () => {
      mood = 'cut';
      endAll();
    },
    speak: () => void (mood = 'speaking'),
    close: () => {
      endAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(socket: WebSocket, speaks: () => boolean): void {
  const say = (message: object): void => {
    if (speaks()) socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  };
  const channels = new Set<string>();
  const tick = (): void => {
    for (const channel of channels) {
      const [, name] = CHANNEL.exec(channel) ?? [];
      if (name !== undefined) say({ method: 'subscription', params: { channel, data: ticker(name) } });
    }
  };
  const timer = setInterval(tick, TICKER_EVERY_MS);
  socket.on('close', () => clearInterval(timer));
  socket.on('message', (data: Buffer) => {
    const { id, method, params } = JSON.parse(data.toString('utf8')) as Request;
    const us = Date.now() * 1000;
    say({ id, result: resultOf(method, params), usIn: us, usOut: us, usDiff: 0, testnet: true });
    for (const channel of params?.channels ?? []) channels.add(channel);
  });
}

function resultOf(method: string, params: Request['params']): unknown {
  switch (method) {
    case 'public/get_instruments':
      return LISTINGS;
    case 'public/subscribe':
      return params?.channels ?? [];
    case 'public/get_last_trades_by_instrument':
      return { trades: [], has_more: false };
    case 'public/get_funding_rate_history':
      return [];
    case 'public/test':
      return { version: '1.2.26' };
    default:
      return 'ok';
  }
}

const LISTING = {
  kind: 'future',
  base_currency: 'ETH',
  contract_size: 1,
  tick_size: 0.05,
  min_trade_amount: 1,
  expiration_timestamp: 32_503_708_800_000,
  is_active: true,
};
const LISTINGS = [
  {
    ...LISTING,
    instrument_name: 'ETH-PERPETUAL',
    instrument_type: 'reversed',
    quote_currency: 'USD',
    settlement_currency: 'ETH',
  },
  {
    ...LISTING,
    instrument_name: 'ETH_USDC-PERPETUAL',
    instrument_type: 'linear',
    quote_currency: 'USDC',
    settlement_currency: 'USDC',
  },
];

function ticker(name: string): object {
  return {
    instrument_name: name,
    timestamp: Date.now(),
    state: 'open',
    index_price: PRICE_USD,
    last_price: PRICE_USD,
    mark_price: PRICE_USD + 1,
    open_interest: 100_000,
    current_funding: 0.00001,
    funding_8h: 0.00002,
    best_bid_price: PRICE_USD + 0.5,
    best_ask_price: PRICE_USD + 1.5,
    best_bid_amount: 1000,
    best_ask_amount: 1000,
  };
}
