import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RawFrame } from '../../domain/rawFrame.js';
import { createRestClient } from './restClient.js';
import { systemIo } from './systemIo.js';
import { createWebSocketClient, type WebSocketClientOptions } from './webSocketClient.js';

/** Real sockets on the loopback interface; the other end is the test's. */

const endings: (() => void)[] = [];
afterEach(() => endings.splice(0).forEach((end) => end()));

const io = { ...systemIo, random: () => 0 };
const pause = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function venue(onConnection: (socket: WebSocket) => void, deflate = false): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: deflate });
  server.on('connection', onConnection);
  await new Promise((resolve) => server.on('listening', resolve));
  endings.push(() => {
    server.clients.forEach((client) => client.terminate());
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function listen(url: string, changes: Partial<WebSocketClientOptions> = {}) {
  const frames: RawFrame[] = [];
  const stop = new AbortController();
  endings.push(() => stop.abort());
  const client = createWebSocketClient(
    {
      connector: 'venue',
      feed: 'venue:public',
      url,
      rate: { tokensMax: 100, tokensPerSecond: 100 },
      heartbeat: { kind: 'none' },
      silenceMs: 5_000,
      open: () => ['subscribe'],
      ...changes,
    },
    io,
  );
  void client.run({ deliver: async (frame) => void frames.push(frame) }, stop.signal);
  const ends = (): string[] =>
    frames.flatMap(({ control }) => (control?.kind === 'disconnected' ? [control.reason] : []));
  return { frames, ends };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isSo(); turn++) await pause();
  expect(isSo()).toBe(true);
}

describe('a WebSocket client over a socket', () => {
  it('subscribes, receives, and comes back after the venue closed', async () => {
    const subscriptions: string[] = [];
    const url = await venue((socket) =>
      socket.on('message', (data: Buffer) => {
        subscriptions.push(data.toString());
        socket.send('{"price":"1800"}');
        setTimeout(() => socket.close(1001), 5);
      }),
    );
    const { frames, ends } = listen(url);
    await until(() => ends().length >= 2);
    expect(frames.slice(0, 3).map(({ control, raw }) => control?.kind ?? Buffer.from(raw).toString())).toEqual([
      'connected',
      '{"price":"1800"}',
      'disconnected',
    ]);
    expect(ends()[0]).toBe('closed by the other end (1001)');
    expect(subscriptions.length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    { how: 'as it is', deflate: false },
    { how: 'when decompressed', deflate: true },
  ])('refuses a message of 100 MB $how, says so, and closes the connection', async ({ deflate }) => {
    const url = await venue((socket) => socket.send(Buffer.alloc(100_000_000)), deflate);
    const { frames, ends } = listen(url);
    await until(() => ends().length > 0);
    expect(ends()[0]).toBe('message too large');
    expect(frames.filter(({ control }) => control === undefined)).toEqual([]);
  });

  it('finds a connection half open, where the other end says nothing any more', async () => {
    const url = await venue(() => {});
    const { ends } = listen(url, { silenceMs: 50 });
    await until(() => ends().length > 0);
    expect(ends()[0]).toBe('half open');
  });

  it('counts a pong as a sign of life', async () => {
    const url = await venue(() => {});
    const { ends } = listen(url, { silenceMs: 200, heartbeat: { kind: 'ping_frame', everyMs: 50 } });
    await pause(600);
    expect(ends()).toEqual([]);
  });

  it('gives up on a handshake that never ends, and on a server that is none', async () => {
    // What we cut off comes to this end as an error, if it comes at all.
    const mute: TcpServer = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    endings.push(() => mute.close());
    const { port } = mute.address() as AddressInfo;
    const { ends } = listen(`ws://127.0.0.1:${port}`, { connectTimeoutMs: 50 });
    await until(() => ends().length > 0);
    expect(ends()[0]).toBe('connect timeout');
    const nobody = listen('ws://127.0.0.1:1');
    await until(() => nobody.ends().length > 0);
    expect(nobody.ends()[0]).toBe('connection failed (ECONNREFUSED)');
  });

  it('says that it is rate limited when the handshake is refused for it', async () => {
    const http: Server = createHttpServer((_request, response) => response.writeHead(429).end());
    http.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    endings.push(() => http.close());
    const { ends } = listen(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    await until(() => ends().length > 0);
    expect(ends()[0]).toBe('rate limited');
  });
});

describe('a REST client over a socket', () => {
  it('asks again after 503, and bounds what it reads as it decompresses', async () => {
    let asked = 0;
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const http: Server = createHttpServer((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else if (++asked === 1) response.writeHead(503).end('not now');
      else response.end('{"ok":true}');
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    endings.push(() => http.close());
    const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const rest = createRestClient({ baseUrl, rate: { tokensMax: 10, tokensPerSecond: 10 } }, io);
    const { signal } = new AbortController();
    const outcome = await rest.request({ method: 'GET', path: '/x' }, signal);
    expect(outcome.kind === 'answer' && Buffer.from(outcome.body).toString()).toBe('{"ok":true}');
    expect(await rest.request({ method: 'GET', path: '/bomb' }, signal)).toMatchObject({ reason: 'too_large' });
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    const nobody = createRestClient({ baseUrl, rate: { tokensMax: 10, tokensPerSecond: 10 }, attemptsMax: 2 }, io);
    expect(await nobody.request({ method: 'GET', path: '/' }, signal)).toMatchObject({
      kind: 'failed',
      reason: 'unreachable',
      detail: 'Expected an answer, was ECONNREFUSED.',
    });
  });
});
