import { setTimeout as sleep } from 'node:timers/promises';
import { latestSeconds, setNextBlockSeconds } from '../../chain/clock.ts';
import type { LocalChain } from '../../chain/localChain.ts';

const BLOCK_MS = 1_000;

/** Mines a block a second with the time of the clock, as chains do, until it is stopped. */
export function mineInTime(chain: LocalChain): () => Promise<void> {
  let stopped = false;
  const mining = (async () => {
    while (!stopped) {
      const seconds = BigInt(Math.floor(Date.now() / 1000));
      if (seconds > (await latestSeconds(chain))) {
        await setNextBlockSeconds(chain, seconds);
        await chain.rpc('evm_mine', []);
      }
      await sleep(BLOCK_MS);
    }
  })();
  return () => {
    stopped = true;
    return mining;
  };
}
