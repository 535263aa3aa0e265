/** Why an endpoint gave no answer. No kind holds an address, since addresses of providers contain keys. */
export type RpcFailure =
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** Connection refused, reset or closed before the answer. */
  | { readonly kind: 'closed'; readonly detail: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'server_error'; readonly status: number }
  /** The request was refused by HTTP status: a wrong key, a wrong path. */
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'wrong_json'; readonly detail: string }
  | { readonly kind: 'too_large'; readonly bytesMax: number }
  /** So many values of JSON that reading them would be a burden by itself. */
  | { readonly kind: 'too_intricate'; readonly valuesMax: number }
  /** We stopped it. */
  | { readonly kind: 'aborted' };

/** The failure in the words of a control frame. */
export function describeFailure(failure: RpcFailure): string {
  switch (failure.kind) {
    case 'timeout':
      return `Expected an answer within ${failure.afterMs} ms, got none.`;
    case 'closed':
      return `Expected an open connection, it was closed (${failure.detail}).`;
    case 'rate_limited':
      return failure.retryAfterMs === undefined
        ? 'Expected to be within the rate limit, was limited.'
        : `Expected to be within the rate limit, was limited for ${failure.retryAfterMs} ms.`;
    case 'server_error':
      return `Expected status 200, was ${failure.status}.`;
    case 'refused':
      return `Expected to be let in, was refused with status ${failure.status}.`;
    case 'wrong_json':
      return `Expected a JSON-RPC answer, was ${failure.detail}.`;
    case 'too_large':
      return `Expected at most ${failure.bytesMax} bytes, was more.`;
    case 'too_intricate':
      return `Expected at most ${failure.valuesMax} values, were more.`;
    case 'aborted':
      return 'Stopped.';
  }
}
