import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createWsRpc } from './createWsRpc.js';
import type { RpcClient, RpcOutcome } from './rpcClient.js';

const BYTES_MAX = 64 * 1024;
let server: WebSocketServer;
let rpc: RpcClient;
let heads = 0;

afterEach(() => {
  rpc.close();
  for (const client of server.clients) client.terminate();
  server.close();
});

interface Habits {
  readonly pingMs?: number;
  readonly autoPong?: boolean;
  readonly perMessageDeflate?: boolean;
  readonly timeoutMs?: number;
}

/** A node that answers each message so. */
async function serve(answer: (socket: WebSocket, text: string) => void, habits: Habits = {}): Promise<void> {
  const { autoPong = true, perMessageDeflate = false, timeoutMs = 10_000, pingMs } = habits;
  heads = 0;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong, perMessageDeflate });
  server.on('connection', (socket) => socket.on('message', (data: Buffer) => answer(socket, data.toString())));
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rpc = createWsRpc(url, { timeoutMs, bytesMax: BYTES_MAX, valuesMax: 500, onHead: () => heads++, pingMs });
}

/** However busy the machine is. */
async function closedByUs(): Promise<void> {
  await expect.poll(() => server.clients.size, { timeout: 10_000, interval: 5 }).toBe(0);
}

const ask = (): Promise<RpcOutcome> => rpc.send([{ method: 'eth_chainId', params: [] }], new AbortController().signal);

/** Answers every call with its method. */
const echo = (socket: WebSocket, text: string): void => {
  const parsed = JSON.parse(text) as object | object[];
  const calls = (Array.isArray(parsed) ? parsed : [parsed]) as readonly { id: number; method: string }[];
  const answers = calls.map(({ id, method }) => ({ jsonrpc: '2.0', id, result: method }));
  socket.send(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
};

/** Goes on with one message until it is cut off. */
function endless(socket: WebSocket): void {
  const more = (): void => {
    if (socket.readyState === socket.OPEN)
      socket.send('a'.repeat(BYTES_MAX / 4), { fin: false, compress: false }, more);
  };
  more();
}

describe('a node behind a socket', () => {
  it('answers, in one message or one by one, and announces heads', async () => {
    await serve(echo);
    expect(await ask()).toEqual({ ok: true, answers: [{ ok: true, result: 'eth_chainId' }] });
    for (const client of server.clients) {
      client.send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription: '0x1' } }));
    }
    await ask();
    expect(heads).toBe(1);
  });

  it('is opened again by the next question after it was cut', async () => {
    await serve(echo);
    await ask();
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await ask()).toMatchObject({ ok: true });
  });

  it('that is cut fails what is under way at once', async () => {
    await serve((socket, text) => void (text.includes('eth_chainId') && socket.terminate()));
    expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'closed' } });
  });

  it('that says nothing any more is closed after the first timeout', async () => {
    await serve(() => undefined, { timeoutMs: 200 });
    expect(await ask()).toEqual({ ok: false, failure: { kind: 'timeout', afterMs: 200 } });
    await closedByUs();
  });

  it('that answers no ping is closed', async () => {
    await serve(echo, { pingMs: 40, autoPong: false });
    await ask();
    await closedByUs();
  });

  it.each<readonly [string, (socket: WebSocket) => void, object]>([
    ['bytes', (socket) => socket.send(Buffer.from('00ff00ff', 'hex')), { kind: 'wrong_json' }],
    ['no object', (socket) => socket.send('7'), { kind: 'wrong_json' }],
    ['a fragment without end', (socket) => endless(socket), { kind: 'too_large' }],
    ['more values than one may', (socket) => socket.send(`[${'{},'.repeat(600)}{}]`), { kind: 'too_intricate' }],
    [
      'more answers than questions',
      (socket) => socket.send(JSON.stringify(Array(101).fill(1))),
      { kind: 'wrong_json' },
    ],
    ['what unpacks to 64 times the bound', (socket) => socket.send('a'.repeat(64 * BYTES_MAX)), { kind: 'too_large' }],
    ['a close in the middle', (socket) => socket.close(1011, 'x'.repeat(100)), { kind: 'closed' }],
  ])('that sends %s is closed by name, and asked again', async (_what, send, failure) => {
    await serve((socket, text) => void (text.includes('eth_chainId') && send(socket)), { perMessageDeflate: true });
    expect(await ask()).toMatchObject({ ok: false, failure });
    await closedByUs();
  });

  it('that talks without being asked is not listened to, and holds nothing', async () => {
    await serve((socket, text) => {
      for (let id = 1_000; id < 1_100; id++) socket.send(JSON.stringify({ id, result: 'a'.repeat(100) }));
      echo(socket, text);
    });
    expect(await ask()).toEqual({ ok: true, answers: [{ ok: true, result: 'eth_chainId' }] });
  });

  it('is cut off at the bound on its size, and at what is no JSON', async () => {
    await serve((socket, text) => void (text.includes('eth_chainId') && socket.send('a'.repeat(2 * BYTES_MAX))));
    expect(await ask()).toEqual({ ok: false, failure: { kind: 'too_large', bytesMax: BYTES_MAX } });
    rpc.close();
    server.close();
    await serve((socket, text) => void (text.includes('eth_chainId') && socket.send('[{"id":')));
    expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'wrong_json' } });
  });
});
