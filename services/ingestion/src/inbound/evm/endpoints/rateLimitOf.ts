import type { RpcOutcome } from '../rpc/rpcClient.js';

/**
 * Providers say "too many requests" inside a 200 as well: code 429 (Alchemy, QuickNode), -32005 with such a message
 * (Infura; the same code also means a range that is too large), -32029 (several gateways).
 */
const LIMITED = /rate limit|too many requests|request rate exceeded|compute units per second|requests per second/i;

/** One limited answer makes the outcome of its batch a rate limit: asking for the others again is cheap. */
export function rateLimitOf(outcome: RpcOutcome): RpcOutcome {
  if (!outcome.ok) return outcome;
  const limited = outcome.answers.some(
    (answer) => !answer.ok && (answer.code === 429 || answer.code === -32029 || LIMITED.test(answer.message)),
  );
  return limited ? { ok: false, failure: { kind: 'rate_limited', retryAfterMs: undefined } } : outcome;
}
