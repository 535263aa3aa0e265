import { HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError } from 'viem';
import { RETRY_AFTER_MS_MAX } from '../limits.js';
import { TooManyValuesError } from './boundedFetch.js';
import type { RpcFailure } from './rpcFailure.js';

/** What viem's HTTP client threw, as data. `nowMs` is wall time, for a Retry-After that is a date. */
export function failureOf(error: unknown, timeoutMs: number, bytesMax: number, nowMs: number): RpcFailure {
  if (error instanceof TimeoutError) return { kind: 'timeout', afterMs: timeoutMs };
  if (error instanceof ResponseBodyTooLargeError) return { kind: 'too_large', bytesMax };
  const values = tooManyValues(error);
  if (values !== undefined) return { kind: 'too_intricate', valuesMax: values.valuesMax };
  if (error instanceof HttpRequestError || error instanceof RpcRequestError) {
    const { status, headers } = error as { status?: number; headers?: Headers };
    if (status !== undefined) return failureOfStatus(status, headers?.get('retry-after') ?? undefined, nowMs);
    const cause = (error as { cause?: unknown }).cause;
    if (cause instanceof SyntaxError) return { kind: 'wrong_json', detail: 'no JSON' };
    if (cause instanceof Error && cause.message.startsWith('Expected ')) {
      return { kind: 'wrong_json', detail: 'fewer answers than questions' };
    }
    return { kind: 'closed', detail: networkCode(cause) };
  }
  if (error instanceof Error && error.name === 'AbortError') return { kind: 'aborted' };
  return { kind: 'closed', detail: networkCode(error) };
}

function failureOfStatus(status: number, retryAfter: string | undefined, nowMs: number): RpcFailure {
  // 503 with a time is the same request to wait.
  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    return { kind: 'rate_limited', retryAfterMs: retryAfterMs(retryAfter, nowMs) };
  }
  return status >= 500 ? { kind: 'server_error', status } : { kind: 'refused', status };
}

/** RFC 9110, 10.2.3: seconds, or a date. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), RETRY_AFTER_MS_MAX) : undefined;
}

function tooManyValues(error: unknown): TooManyValuesError | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof TooManyValuesError) return at;
  }
  return undefined;
}

/** The system's short code of a failed connection; its message may hold the address, which may hold a key. */
function networkCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return 'no code';
}
