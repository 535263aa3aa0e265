import { backoffMs } from './backoff.js';
import {
  REFUSAL_BYTES_MAX,
  REST_ATTEMPTS_MAX,
  REST_BACKOFF_FIRST_MS,
  REST_BACKOFF_MAX_MS,
  REST_BODY_BYTES_MAX,
  REST_IN_FLIGHT_MAX,
  REST_TIMEOUT_MS,
  RETRY_AFTER_MAX_MS,
} from './limits.js';
import type { LiveIo } from './liveIo.js';
import { pauseFor } from './pauseFor.js';
import { readBounded } from './readBounded.js';
import { TokenBucket } from './tokenBucket.js';

/** What a source allows: so many at once, and so many a second. Weights of a venue are tokens of the bucket. */
export interface RateLimit {
  readonly tokensMax: number;
  readonly tokensPerSecond: number;
}

export interface RestRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with a slash; appended to the client's base address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Tokens of the rate limit that it costs; 1 unless said. */
  readonly tokens?: number | undefined;
}

/** Failures are data: only a connector knows what to do without an answer. */
export type RestOutcome =
  | {
      readonly kind: 'answer';
      /** 2xx. */
      readonly status: number;
      readonly body: Uint8Array;
      /** Wall time, microseconds; their middle is when the source answered. */
      readonly sentAtUs: bigint;
      readonly receivedAtUs: bigint;
    }
  /** The source said no, after as many attempts as it is worth. The body is cut to its bound. */
  | { readonly kind: 'refused'; readonly status: number; readonly body: Uint8Array }
  | {
      readonly kind: 'failed';
      readonly reason: 'timeout' | 'too_large' | 'unreachable' | 'aborted';
      readonly detail: string;
    };

export interface RestClient {
  /**
   * Waits for the rate limit, asks, and asks again after 429 (when `Retry-After` says so), 5xx and lost connections, with
   * jitter and no more often than the client allows.
   */
  request(request: RestRequest, signal: AbortSignal): Promise<RestOutcome>;
}

export interface RestClientOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly rate: RateLimit;
  readonly inFlightMax?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly bodyBytesMax?: number | undefined;
  readonly attemptsMax?: number | undefined;
}

/** The part of the platform's `fetch` that is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export function createRestClient(options: RestClientOptions, io: LiveIo, ask: Fetch = fetch): RestClient {
  return new BoundedClient(options, io, ask);
}

/** One attempt: an outcome, or a reason to try again after a while. */
type Attempt =
  | { readonly kind: 'done'; readonly outcome: RestOutcome }
  | { readonly kind: 'again'; readonly outcome: RestOutcome; readonly afterMs?: number | undefined };

class BoundedClient implements RestClient {
  private readonly bucket: TokenBucket;
  private inFlight = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly options: RestClientOptions,
    private readonly io: LiveIo,
    private readonly ask: Fetch,
  ) {
    this.bucket = new TokenBucket(options.rate, io.monotonicMs());
  }

  async request(request: RestRequest, signal: AbortSignal): Promise<RestOutcome> {
    const attemptsMax = this.options.attemptsMax ?? REST_ATTEMPTS_MAX;
    for (let attempt = 1; ; attempt++) {
      const { outcome, ...result } = await this.inTurn(request, signal);
      if (result.kind === 'done' || attempt >= attemptsMax || signal.aborted) return outcome;
      const jitterMs = backoffMs(attempt, BACKOFF, () => this.io.random());
      await pauseFor(result.afterMs === undefined ? jitterMs : result.afterMs + jitterMs, this.io, signal);
    }
  }

  /** Waits for a place among those in flight, then for the rate limit; a pause between attempts holds neither. */
  private async inTurn(request: RestRequest, signal: AbortSignal): Promise<Attempt> {
    if (this.inFlight >= (this.options.inFlightMax ?? REST_IN_FLIGHT_MAX)) {
      await new Promise<void>((resolve) => this.queue.push(resolve));
    } else {
      this.inFlight++;
    }
    try {
      for (;;) {
        if (signal.aborted) return { kind: 'done', outcome: ABORTED };
        const waitMs = this.bucket.take(request.tokens ?? 1, this.io.monotonicMs());
        if (waitMs === 0) return await this.attempt(request, signal);
        await pauseFor(waitMs, this.io, signal);
      }
    } finally {
      // The place goes to the next in the queue, or is free.
      const next = this.queue.shift();
      if (next === undefined) this.inFlight--;
      else next();
    }
  }

  private async attempt(request: RestRequest, signal: AbortSignal): Promise<Attempt> {
    const timeoutMs = this.options.timeoutMs ?? REST_TIMEOUT_MS;
    const giveUp = new AbortController();
    const cancel = this.io.after(timeoutMs, () => giveUp.abort());
    const sentAtUs = this.io.nowUs();
    try {
      const response = await this.ask(`${this.options.baseUrl}${request.path}`, {
        method: request.method,
        redirect: 'error',
        signal: AbortSignal.any([giveUp.signal, signal]),
        ...(request.headers && { headers: { ...request.headers } }),
        ...(request.body !== undefined && { body: request.body }),
      });
      if (!response.ok) return await refusal(response, this.io);
      const bytesMax = this.options.bodyBytesMax ?? REST_BODY_BYTES_MAX;
      const { bytes, whole } = await readBounded(response, bytesMax);
      if (!whole) return failed('done', 'too_large', `Expected at most ${bytesMax} bytes, were more.`);
      const receivedAtUs = this.io.nowUs();
      return {
        kind: 'done',
        outcome: { kind: 'answer', status: response.status, body: bytes, sentAtUs, receivedAtUs },
      };
    } catch (error) {
      if (signal.aborted) return { kind: 'done', outcome: ABORTED };
      if (giveUp.signal.aborted)
        return failed('again', 'timeout', `Expected an answer within ${timeoutMs} ms, was none.`);
      return failed('again', 'unreachable', `Expected an answer, was ${codeOf(error)}.`);
    } finally {
      cancel();
    }
  }
}

const BACKOFF = { firstMs: REST_BACKOFF_FIRST_MS, maxMs: REST_BACKOFF_MAX_MS };
const ABORTED: RestOutcome = { kind: 'failed', reason: 'aborted', detail: 'Expected an answer, was stopped.' };

async function refusal(response: Response, io: LiveIo): Promise<Attempt> {
  const { bytes: body } = await readBounded(response, REFUSAL_BYTES_MAX);
  const outcome: RestOutcome = { kind: 'refused', status: response.status, body };
  if (response.status !== 429 && response.status < 500) return { kind: 'done', outcome };
  const afterMs = retryAfterMs(response.headers.get('retry-after'), io);
  return afterMs !== undefined && afterMs > RETRY_AFTER_MAX_MS
    ? { kind: 'done', outcome }
    : { kind: 'again', outcome, afterMs };
}

/** Seconds, or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | null, io: LiveIo): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - Number(io.nowUs() / 1_000n));
}

function failed(
  kind: Attempt['kind'],
  reason: Extract<RestOutcome, { kind: 'failed' }>['reason'],
  detail: string,
): Attempt {
  return { kind, outcome: { kind: 'failed', reason, detail } };
}

/** The code alone: the text may hold the address, and the address a key. */
function codeOf(error: unknown): string {
  const { code } = ((error as { cause?: unknown }).cause ?? error) as { code?: unknown };
  return typeof code === 'string' ? code : 'a failure without a code';
}
