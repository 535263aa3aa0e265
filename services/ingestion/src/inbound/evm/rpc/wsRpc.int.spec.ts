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

/** A node that answers each message so. */
async function serve(
  answer: (socket: WebSocket, text: string) => void,
  pingMs?: number,
  autoPong = true,
): Promise<void> {
  heads = 0;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong });
  server.on('connection', (socket) => socket.on('message', (data: Buffer) => answer(socket, data.toString())));
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rpc = createWsRpc(url, { timeoutMs: 200, bytesMax: BYTES_MAX, onHead: () => heads++, pingMs });
}

const ask = (): Promise<RpcOutcome> => rpc.send([{ method: 'eth_chainId', params: [] }], new AbortController().signal);

/** Answers every call with its method. */
const echo = (socket: WebSocket, text: string): void => {
  const parsed = JSON.parse(text) as object | object[];
  const calls = (Array.isArray(parsed) ? parsed : [parsed]) as readonly { id: number; method: string }[];
  const answers = calls.map(({ id, method }) => ({ jsonrpc: '2.0', id, result: method }));
  socket.send(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
};

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
    await serve(() => undefined);
    expect(await ask()).toEqual({ ok: false, failure: { kind: 'timeout', afterMs: 200 } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.clients.size).toBe(0);
  });

  it('that answers no ping is closed', async () => {
    await serve(echo, 40, false);
    await ask();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.clients.size).toBe(0);
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
