import { WebSocket } from 'ws';
import { BATCH_CALLS_MAX, BODY_VALUES_MAX, PING_MS } from '../limits.js';
import { answersOf } from './answersOf.js';
import { structureOf } from './jsonStructure.js';
import type { RpcClient, RpcOutcome } from './rpcClient.js';
import type { RpcFailure } from './rpcFailure.js';

export interface WsRpcOptions {
  readonly timeoutMs: number;
  readonly bytesMax: number;
  readonly valuesMax?: number | undefined;
  /** A new head was announced; only that, since what it says is fetched and checked anyway. */
  readonly onHead?: (() => void) | undefined;
  readonly pingMs?: number | undefined;
}

interface Waiting {
  readonly ids: readonly number[];
  readonly settle: (outcome: RpcOutcome) => void;
  /** Some nodes answer a batch on a socket one by one. */
  readonly responses: unknown[];
}

/**
 * A node behind a socket: requests, and newHeads where it knows them. The socket is opened by the first request and, after
 * it was lost, by the next one: whoever asks has the backoff. A ping without an answer closes a half-open connection.
 */
export function createWsRpc(url: string, options: WsRpcOptions): RpcClient {
  const { timeoutMs, bytesMax, valuesMax = BODY_VALUES_MAX, onHead } = options;
  let socket: Promise<WebSocket> | undefined;
  let open: WebSocket | undefined;
  let nextId = 1;
  let received = 0;
  const waiting = new Set<Waiting>();

  const fail = (failure: RpcFailure): void => {
    socket = undefined;
    open = undefined;
    for (const { settle } of waiting) settle({ ok: false, failure });
  };

  const connect = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(url, { maxPayload: bytesMax, handshakeTimeout: timeoutMs });
      let alive = true;
      const pings = setInterval(() => {
        if (!alive) return ws.terminate();
        alive = false;
        if (ws.readyState === WebSocket.OPEN) ws.ping();
      }, options.pingMs ?? PING_MS);
      ws.on('pong', () => (alive = true));
      ws.on('message', (data: Buffer) => {
        alive = true;
        received++;
        receive(ws, data);
      });
      ws.on('open', () => {
        open = ws;
        if (onHead !== undefined) ws.send(subscription(nextId++));
        resolve(ws);
      });
      ws.on('error', (error: Error & { code?: string }) => {
        const failure = failureOfSocket(error, bytesMax);
        if (ws === open || open === undefined) fail(failure);
        reject(error);
      });
      ws.on('close', () => {
        clearInterval(pings);
        if (ws === open) fail({ kind: 'closed', detail: 'socket closed' });
      });
    });

  const receive = (ws: WebSocket, data: Buffer): void => {
    if (structureOf(data) > valuesMax) {
      fail({ kind: 'too_intricate', valuesMax });
      return ws.terminate();
    }
    const message = parsed(data);
    if (message === undefined) {
      fail({ kind: 'wrong_json', detail: 'no JSON' });
      return ws.terminate();
    }
    if ((message as { method?: unknown }).method === 'eth_subscription') return onHead?.();
    const responses: readonly unknown[] = Array.isArray(message) ? message : [message];
    // Each is looked for among the questions under way, and none of them holds more.
    if (responses.length > BATCH_CALLS_MAX) {
      fail({ kind: 'wrong_json', detail: `${responses.length} answers in one message` });
      return ws.terminate();
    }
    for (const response of responses) {
      const id = Number((response as { id?: unknown } | null)?.id);
      for (const entry of waiting) {
        if (!entry.ids.includes(id)) continue;
        entry.responses.push(response);
        if (entry.responses.length >= entry.ids.length) {
          entry.settle(answersOf(entry.responses, entry.ids[0]!, entry.ids.length));
        }
      }
    }
  };

  const ask = (ws: WebSocket, ids: readonly number[], text: string, signal: AbortSignal): Promise<RpcOutcome> =>
    new Promise((resolve) => {
      const settle = (outcome: RpcOutcome): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        waiting.delete(entry);
        resolve(outcome);
      };
      const entry: Waiting = { ids, settle, responses: [] };
      const stop = (): void => settle({ ok: false, failure: { kind: 'aborted' } });
      const before = received;
      const timer = setTimeout(() => {
        settle({ ok: false, failure: { kind: 'timeout', afterMs: timeoutMs } });
        // Not a byte in all that time: the other end is gone, and the system hasn't noticed.
        if (received === before) ws.terminate();
      }, timeoutMs);
      signal.addEventListener('abort', stop, { once: true });
      waiting.add(entry);
      ws.send(text);
    });

  return {
    async send(calls, signal) {
      const firstId = nextId;
      nextId += calls.length;
      const ids = calls.map((_, place) => firstId + place);
      const body = calls.map(({ method, params }, place) => ({ jsonrpc: '2.0', id: ids[place], method, params }));
      socket ??= connect();
      try {
        const ws = await socket;
        if (signal.aborted) return { ok: false, failure: { kind: 'aborted' } };
        return await ask(ws, ids, JSON.stringify(body), signal);
      } catch (error) {
        socket = undefined;
        return { ok: false, failure: failureOfSocket(error as Error, bytesMax) };
      }
    },
    close() {
      open?.terminate();
      void socket?.then(
        (ws) => ws.terminate(),
        () => undefined,
      );
    },
  };
}

function subscription(id: number): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'eth_subscribe', params: ['newHeads'] });
}

function parsed(data: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function failureOfSocket(error: Error & { code?: string }, bytesMax: number): RpcFailure {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return { kind: 'too_large', bytesMax };
  const status = /Unexpected server response: (\d+)/.exec(error.message)?.[1];
  if (status === '429') return { kind: 'rate_limited', retryAfterMs: undefined };
  if (status !== undefined && Number(status) >= 500) return { kind: 'server_error', status: Number(status) };
  if (status !== undefined) return { kind: 'refused', status: Number(status) };
  return { kind: 'closed', detail: error.code ?? 'socket failed' };
}
