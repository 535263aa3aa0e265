import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { RawFrame } from '../../domain/rawFrame.js';
import { venueProtocolOf } from '../../domain/venues/venueProtocols.js';
import type { Connector } from '../live/connector.js';
import { systemIo } from '../live/systemIo.js';
import { dydxConnector } from './dydx/dydxConnector.js';
import { hyperliquidConnector } from './hyperliquid/hyperliquidConnector.js';

const ADDRESS = '0x1111111111111111111111111111111111111111';
const context = { io: systemIo };
let venue: FakeVenue | undefined;

interface FakeVenue {
  readonly network: { readonly webSocketUrl: string; readonly restUrl: string };
  readonly heard: string[];
  readonly asked: string[];
  close(): Promise<void>;
}

/** The other end: answers each question and each message as the test says. */
async function fakeVenue(
  answerTo: (asked: string) => string | undefined,
  replyTo: (heard: string) => readonly string[],
): Promise<FakeVenue> {
  const [heard, asked]: [string[], string[]] = [[], []];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const question = body === '' ? (request.url ?? '') : body;
      asked.push(question);
      const answer = answerTo(question);
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(answer);
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      heard.push(text);
      for (const reply of replyTo(text)) socket.send(reply);
    });
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    network: { webSocketUrl: `ws://127.0.0.1:${port}/`, restUrl: `http://127.0.0.1:${port}` },
    heard,
    asked,
    close: () =>
      new Promise((closed) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close(() => void server.close(() => closed()));
      }),
  };
}

/** Runs a connector until its frames are enough. */
async function framesOf(connector: Connector, enough: (frames: readonly RawFrame[]) => boolean): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), 10_000);
  const sink = {
    deliver: (frame: RawFrame) => {
      frames.push(frame);
      if (enough(frames)) stop.abort();
      return Promise.resolve();
    },
  };
  await connector.run(sink, stop.signal).catch((cause: unknown) => {
    if (!stop.signal.aborted) throw cause;
  });
  clearTimeout(deadline);
  return frames;
}

/** What the sessions of the connector's feeds make of its frames. */
function eventsOf(connector: Connector, frames: readonly RawFrame[]): readonly string[] {
  return connector.feeds.flatMap((feed) => {
    if (feed.decoder !== 'venue-session') return [];
    const protocol = venueProtocolOf(feed)!;
    let state = protocol.open();
    return frames
      .filter((frame) => frame.feed === feed.id && frame.control === undefined)
      .flatMap((frame) => {
        const step = protocol.read(state, frame);
        state = step.state;
        return step.reading.observations.map(({ event }) => `${feed.id} ${event.type.split('.').at(-1)}`);
      });
  });
}

afterEach(async () => {
  await venue?.close();
  venue = undefined;
});

const standing = { staleAfterSeconds: 60, channels: [] };

describe('Hyperliquid', () => {
  it('subscribes, asks, and delivers what its sessions read', async () => {
    venue = await fakeVenue(
      (asked) => {
        const { type } = JSON.parse(asked) as { type: string };
        if (type === 'fundingHistory') return '[{"coin":"ETH","fundingRate":"0.0000125","time":1769908800000}]';
        if (type === 'openOrders' || type === 'frontendOpenOrders' || type === 'userFills') return '[]';
        return undefined;
      },
      (heard) =>
        heard.includes('"l2Book"')
          ? ['{"channel":"l2Book","data":{"coin":"ETH","time":1730160007687,"levels":[[],[]]}}']
          : [],
    );
    const accounts = [{ id: 'desk', address: ADDRESS, subaccounts: [] }];
    const connector = hyperliquidConnector(
      { kind: 'hyperliquid', ...standing, network: venue.network, instruments: ['ETH'], accounts },
      context,
    );
    expect(connector.feeds.map(({ id }) => id)).toEqual([
      'hyperliquid',
      'hyperliquid/rest',
      'hyperliquid/desk',
      'hyperliquid/desk/rest',
    ]);
    const has = (frames: readonly RawFrame[], text: string): boolean =>
      frames.some(({ raw }) => Buffer.from(raw).includes(text));
    const frames = await framesOf(
      connector,
      (got) =>
        has(got, 'l2Book') &&
        has(got, '0.0000125') &&
        got.some(({ control }) => control?.kind === 'degraded') &&
        ['clearinghouseState', 'userAbstraction'].every((type) => venue!.asked.some((asked) => asked.includes(type))),
    );
    expect(eventsOf(connector, frames)).toEqual(
      expect.arrayContaining(['hyperliquid BookObserved', 'hyperliquid/rest FundingSettled']),
    );
    expect(venue.heard).toContain('{"method":"subscribe","subscription":{"type":"trades","coin":"ETH"}}');
    expect(venue.asked).toContain(JSON.stringify({ type: 'clearinghouseState', user: ADDRESS }));
    expect(venue.asked).toContain(JSON.stringify({ type: 'userAbstraction', user: ADDRESS }));
    // What the venue refuses is said, with the question.
    expect(frames.find(({ control }) => control?.kind === 'degraded')?.control).toMatchObject({
      connector: 'hyperliquid',
      detail: 'status 404',
    });
  });
});

describe('dYdX', () => {
  it('subscribes to subaccounts by address and number, and asks again after a gap', async () => {
    const book = (id: number, type: string): string =>
      JSON.stringify({
        type,
        message_id: id,
        channel: 'v4_orderbook',
        id: 'ETH-USD',
        contents: { bids: [], asks: [] },
      });
    venue = await fakeVenue(
      () => '{"markets":{}}',
      (heard) => (heard.includes('v4_orderbook') ? [book(1, 'subscribed'), book(3, 'channel_data')] : []),
    );
    const accounts = [{ id: 'desk', address: 'dydx1a', subaccounts: [0, 1] }];
    const connector = dydxConnector(
      { kind: 'dydx', ...standing, network: venue.network, instruments: ['ETH-USD'], accounts },
      context,
    );
    const feed = connector.feeds[0]!;
    if (feed.decoder !== 'venue-session') throw new Error('Expected the session of a venue.');
    const protocol = venueProtocolOf(feed)!;
    let state = protocol.open();
    const { heard } = venue;
    const done = (): boolean =>
      heard.some((text) => text.includes('"unsubscribe"')) && heard.some((text) => text.includes('dydx1a/1'));
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(), 10_000);
    const running = connector.run(
      {
        deliver: (frame) => {
          if (frame.feed === feed.id && frame.control === undefined) {
            const step = protocol.read(state, frame);
            state = step.state;
            connector.reply?.(frame.feed, step.reading.replies);
          }
          return Promise.resolve();
        },
      },
      stop.signal,
    );
    while (!done() && !stop.signal.aborted) await new Promise((resolve) => void setTimeout(resolve, 20));
    stop.abort();
    clearTimeout(deadline);
    await running.catch(() => undefined);
    expect(heard).toContain('{"type":"unsubscribe","channel":"v4_orderbook","id":"ETH-USD"}');
    expect(heard).toContain('{"type":"subscribe","channel":"v4_subaccounts","id":"dydx1a/1"}');
    expect(connector.feeds.map(({ id }) => id)).toContain('dydx/desk/1/rest');
  });
});
