import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { createHttpRpc } from './createHttpRpc.js';
import { retryAfterMs } from './failureOf.js';
import type { RpcOutcome } from './rpcClient.js';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');
const BYTES_MAX = 1024 * 1024;
const VALUES_MAX = 1000;
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Asks a server that answers so for two things. */
async function ask(
  listener: RequestListener,
  signal = new AbortController().signal,
  timeoutMs = 5_000,
): Promise<RpcOutcome> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const rpc = createHttpRpc(`http://127.0.0.1:${port}/key-that-stays-secret`, {
    timeoutMs,
    bytesMax: BYTES_MAX,
    valuesMax: VALUES_MAX,
    nowMs: () => NOW_MS,
  });
  return rpc.send(
    [
      { method: 'eth_chainId', params: [] },
      { method: 'eth_blockNumber', params: [] },
    ],
    signal,
  );
}

const json =
  (value: unknown, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

describe('a node behind http', () => {
  it('is matched by ids, whatever the order', async () => {
    const outcome = await ask(
      json([
        { id: 2, result: '0x2' },
        { id: 1, result: '0x1' },
      ]),
    );
    expect(outcome).toEqual({
      ok: true,
      answers: [
        { ok: true, result: '0x1' },
        { ok: true, result: '0x2' },
      ],
    });
  });

  it.each<readonly [string, unknown]>([
    [
      'an id twice',
      [
        { id: 1, result: '0x1' },
        { id: 1, result: '0x1' },
      ],
    ],
    [
      'another id',
      [
        { id: 1, result: '0x1' },
        { id: 7, result: '0x1' },
      ],
    ],
    ['fewer answers', [{ id: 1, result: '0x1' }]],
    ['no results', [{ id: 1 }, { id: 2 }]],
    ['numbers', [1, 2]],
  ])('is wrong with %s', async (_what, value) => {
    expect(await ask(json(value))).toMatchObject({ ok: false, failure: { kind: 'wrong_json' } });
  });

  it('may refuse a single call, or all of them at once', async () => {
    const error = { code: -32005, message: 'limit exceeded' };
    const refused = { ok: false, code: -32005, message: 'limit exceeded', data: undefined };
    expect(
      await ask(
        json([
          { id: 1, result: '0x1' },
          { id: 2, error },
        ]),
      ),
    ).toMatchObject({
      answers: [{ ok: true }, refused],
    });
    expect(await ask(json({ id: null, error }))).toMatchObject({ answers: [refused, refused] });
    expect(await ask(json({ id: null, error }, 400))).toMatchObject({ answers: [refused, refused] });
  });

  it('asks for time with 429 and Retry-After', async () => {
    const outcome = await ask((_request, response) => void response.writeHead(429, { 'retry-after': '7' }).end('slow'));
    expect(outcome).toEqual({ ok: false, failure: { kind: 'rate_limited', retryAfterMs: 7_000 } });
  });

  it.each([
    [500, { kind: 'server_error', status: 500 }],
    [502, { kind: 'server_error', status: 502 }],
    [401, { kind: 'refused', status: 401 }],
  ])('fails with status %i', async (status, failure) => {
    expect(await ask((_request, response) => void response.writeHead(status).end('no'))).toEqual({
      ok: false,
      failure,
    });
  });

  it('is cut off in the middle of its JSON', async () => {
    const outcome = await ask((_request, response) => void response.end('[{"id":1,"result":"0x'));
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'wrong_json' } });
  });

  it('is cut off by us at the bound on its size', async () => {
    let sent = 0;
    const outcome = await ask((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const more = (): void => {
        while (!response.destroyed && sent < 100 * BYTES_MAX) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect(outcome).toEqual({ ok: false, failure: { kind: 'too_large', bytesMax: BYTES_MAX } });
    // What the sockets hold in between is a few mebibytes.
    expect(sent).toBeLessThan(20 * BYTES_MAX);
  });

  it('is cut off at the bound on what it decompresses to, and at the bound on its values', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * BYTES_MAX));
    expect(bomb.length).toBeLessThan(BYTES_MAX);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const packed = await ask((_request, response) => void response.writeHead(200, headers).end(bomb));
    expect(packed).toEqual({ ok: false, failure: { kind: 'too_large', bytesMax: BYTES_MAX } });
    const many = await ask(json(Array.from({ length: 2 * VALUES_MAX }, () => ({}))));
    expect(many).toEqual({ ok: false, failure: { kind: 'too_intricate', valuesMax: VALUES_MAX } });
    const nested = await ask((_request, response) => void response.end('['.repeat(2 * VALUES_MAX)));
    expect(nested).toEqual({ ok: false, failure: { kind: 'too_intricate', valuesMax: VALUES_MAX } });
  });

  it.each<readonly [string, RequestListener]>([
    ['HTML with status 200', (_request, response) => void response.end('<html><title>Sign in</title></html>')],
    ['nothing with status 200', (_request, response) => void response.end()],
    ['nothing with status 204', (_request, response) => void response.writeHead(204).end()],
    ['JSON of HTML', json('<html>')],
    ['null', json(null)],
    ['bytes that are no UTF-8', (_request, response) => void response.end(Buffer.from('ff00fe', 'hex'))],
    ['what is no gzip', (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('[')],
  ])('answers %s', async (_what, listener) => {
    const outcome = await ask(listener);
    expect(outcome).toMatchObject({ ok: false });
    expect(['wrong_json', 'closed']).toContain(outcome.ok ? '' : outcome.failure.kind);
  });

  it('never answers, or stalls in its answer', async () => {
    const never = new AbortController().signal;
    expect(await ask(() => undefined, never, 300)).toEqual({ ok: false, failure: { kind: 'timeout', afterMs: 300 } });
    const stalled: RequestListener = (_request, response) => void response.write('[');
    expect(await ask(stalled, never, 300)).toEqual({ ok: false, failure: { kind: 'timeout', afterMs: 300 } });
  });

  it('hangs up, or is not there; its address is never said', async () => {
    const outcome = await ask((request) => void request.socket.destroy());
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
    const { port } = server!.address() as AddressInfo;
    await new Promise((resolve) => server!.close(resolve));
    const absent = createHttpRpc(`http://127.0.0.1:${port}`, { timeoutMs: 5_000, bytesMax: 1, nowMs: () => NOW_MS });
    const refused = await absent.send([{ method: 'x', params: [] }], new AbortController().signal);
    expect(refused).toEqual({ ok: false, failure: { kind: 'closed', detail: 'ECONNREFUSED' } });
  });

  it('is stopped by us', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    expect(await ask(() => undefined, stop.signal)).toEqual({ ok: false, failure: { kind: 'aborted' } });
  });
});

describe('Retry-After', () => {
  it('is seconds or a date, bounded, and nothing otherwise', () => {
    expect(retryAfterMs('1.5', NOW_MS)).toBe(1_500);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', NOW_MS)).toBe(10_000);
    expect(retryAfterMs('86400', NOW_MS)).toBe(300_000);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', NOW_MS)).toBe(0);
    expect(retryAfterMs('soon', NOW_MS)).toBeUndefined();
    expect(retryAfterMs(undefined, NOW_MS)).toBeUndefined();
  });
});
