import { RpcRequestError } from 'viem';
import { getHttpRpcClient } from 'viem/utils';
import { BODY_VALUES_MAX } from '../limits.js';
import { answersOf } from './answersOf.js';
import { boundedFetch } from './boundedFetch.js';
import { failureOf } from './failureOf.js';
import type { RpcClient } from './rpcClient.js';

const TOO_MANY_REQUESTS = 429;

export interface HttpRpcOptions {
  readonly timeoutMs: number;
  readonly bytesMax: number;
  readonly valuesMax?: number | undefined;
  /** Wall time, for a Retry-After that is a date. */
  readonly nowMs: () => number;
}

/** A node behind http or https. Each batch is a request of its own; the body is read to `bytesMax` and not further. */
export function createHttpRpc(url: string, options: HttpRpcOptions): RpcClient {
  const { timeoutMs, bytesMax, valuesMax = BODY_VALUES_MAX, nowMs } = options;
  const fetchFn = boundedFetch(valuesMax);
  const client = getHttpRpcClient(url, { timeout: timeoutMs, maxResponseBodySize: bytesMax, fetchFn });
  let nextId = 1;
  return {
    async send(calls, signal) {
      const firstId = nextId;
      nextId += calls.length;
      const body = calls.map(({ method, params }, place) => ({ id: firstId + place, method, params }));
      try {
        const responses: unknown = await client.request({ body, fetchOptions: { signal } });
        return answersOf(responses, firstId, calls.length);
      } catch (error) {
        if (signal.aborted) return { ok: false, failure: { kind: 'aborted' } };
        if (error instanceof RpcRequestError && error.status !== TOO_MANY_REQUESTS) {
          // A refusal in JSON-RPC's own words under a status that isn't 200: the words say more than the status.
          const { code, shortMessage, details, data } = error;
          const answer = { ok: false, code, message: details || shortMessage, data } as const;
          return { ok: true, answers: calls.map(() => answer) };
        }
        return { ok: false, failure: failureOf(error, timeoutMs, bytesMax, nowMs()) };
      }
    },
    // Nothing is kept open between requests that the process would wait for.
    close: () => undefined,
  };
}
