import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A loopback end that speaks as much of Deribit as one perpetual needs: a listing, and its ticker again and again. */
export interface SmallVenue {
  readonly url: string;
  close(): Promise<void>;
}

const TICKER_EVERY_MS = 250;
const CHANNEL = 'ticker.ETH-PERPETUAL.100ms';

interface Request {
  readonly id: unknown;
  readonly method: string;
  readonly params?: { readonly channels?: readonly string[] };
}

export async function startSmallVenue(): Promise<SmallVenue> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', serve);
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    close: () => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(socket: WebSocket): void {
  const say = (message: object): void => socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  let timer: NodeJS.Timeout | undefined;
  socket.on('close', () => clearInterval(timer));
  socket.on('message', (data: Buffer) => {
    const { id, method, params } = JSON.parse(data.toString('utf8')) as Request;
    const us = Date.now() * 1000;
    say({ id, result: resultOf(method, params), usIn: us, usOut: us, usDiff: 0, testnet: true });
    if (params?.channels?.includes(CHANNEL) !== true) return;
    timer ??= setInterval(
      () => say({ method: 'subscription', params: { channel: CHANNEL, data: ticker() } }),
      TICKER_EVERY_MS,
    );
  });
}

function resultOf(method: string, params: Request['params']): unknown {
  switch (method) {
    case 'public/get_instruments':
      return [LISTING];
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
  instrument_name: 'ETH-PERPETUAL',
  kind: 'future',
  instrument_type: 'reversed',
  base_currency: 'ETH',
  quote_currency: 'USD',
  settlement_currency: 'ETH',
  contract_size: 1,
  tick_size: 0.05,
  min_trade_amount: 1,
  expiration_timestamp: 32_503_708_800_000,
  is_active: true,
};

function ticker(): object {
  return {
    instrument_name: 'ETH-PERPETUAL',
    timestamp: Date.now(),
    state: 'open',
    index_price: 2000.5,
    last_price: 2001,
    mark_price: 2001.25,
    open_interest: 100_000,
    current_funding: 0.00001,
    funding_8h: 0.00002,
    best_bid_price: 2001,
    best_ask_price: 2001.5,
    best_bid_amount: 1000,
    best_ask_amount: 1000,
  };
}
