import { backoffMs } from '../../live/backoff.js';
import { NODE_BACKOFF, PING_MS } from '../limits.js';
import type { RpcClient } from './rpcClient.js';
import { sleep } from './sleep.js';

/**
 * Keeps a socket open that is there for announcements of new heads alone: a small question from time to time opens it
 * again after it was lost. When it stays away, heads are found by polling.
 */
export async function keepAnnounced(client: RpcClient, signal: AbortSignal, random: () => number): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const outcome = await client.send([{ method: 'eth_chainId', params: [] }], signal);
    failures = outcome.ok ? 0 : failures + 1;
    await sleep(outcome.ok ? PING_MS : backoffMs(failures, NODE_BACKOFF, random), signal);
  }
}
