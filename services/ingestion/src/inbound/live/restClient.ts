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
