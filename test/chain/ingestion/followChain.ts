import {
  chainTail,
  createEvmConnector,
  evmConnectorSchema,
  type FeedDescription,
  ownedTokenIds,
  type RawFrame,
} from '@gimbal/ingestion-service';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalChain } from '../localChain.ts';
import type { FaultyNode } from '../node/faultyNode.ts';
import type { Ledger } from './ledger.ts';

export type ChainFeed = Extract<FeedDescription, { readonly decoder: 'evm-block-json' }>;

/** In every so many blocks everything is read. */
export const RECONCILE_EVERY_BLOCKS = 50;

const CATCH_UP_MS_MAX = 120_000;

export interface Follower {
  stop(): Promise<void>;
}

/** More than any reorganisation here undoes. */
const TAIL_BLOCKS = 64;

/**
 * A connector that follows the chain through these nodes and gives its frames to the ledger: from `startBlock` on, or from where the
 * ledger stands, as another process would.
 */
export function followChain(
  feed: ChainFeed,
  chainId: number,
  nodes: readonly FaultyNode[],
  ledger: Ledger,
  startBlock = 0,
): Follower {
  const config = evmConnectorSchema.parse({
    chainId,
    endpoints: nodes.map(({ url, wsUrl }, place) => ({
      name: `node-${place}`,
      url,
      announcements: wsUrl,
      requestsPerSecond: 10_000,
    })),
    quorum: 1,
    startBlock,
    pollMs: 50,
    reconcileEveryBlocks: RECONCILE_EVERY_BLOCKS,
    multicall: null,
    ethereumHeaders: true,
  });
  const connector = createEvmConnector({
    id: feed.chain,
    config,
    feed,
    resume: () => chainTail(ledger.state.chain, feed.chain, TAIL_BLOCKS).tail,
    tokenIds: () => ownedTokenIds(ledger.state.chain, feed.chain),
    io: {
      nowUs: () => BigInt(Date.now()) * 1000n,
      monotonicMs: () => performance.now(),
      random: Math.random,
    },
  });
  const ending = new AbortController();
  const running = connector.run(
    {
      deliver(frame: RawFrame) {
        ledger.take(frame);
        return Promise.resolve();
      },
    },
    ending.signal,
  );
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}

/** Waits until the newest block of the chain was taken. */
export async function caughtUp(chain: LocalChain, ledger: Ledger): Promise<void> {
  const until = performance.now() + CATCH_UP_MS_MAX;
  const { hash } = (await chain.rpc('eth_getBlockByNumber', ['latest', false])) as { readonly hash: string };
  for (;;) {
    if (ledger.frames.some(({ raw }) => Buffer.from(raw).includes(hash))) return;
    if (performance.now() > until)
      throw new Error(`Expected block ${hash} within ${CATCH_UP_MS_MAX / 1000} s, it did not come`);
    await sleep(50);
  }
}
