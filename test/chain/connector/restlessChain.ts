import { toHex } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';

export interface Restlessness {
  readonly blocks: number;
  readonly contracts: readonly Hex[];
  readonly sender: Hex;
  readonly reorgDepthMax: number;
  /** Pause between two blocks. */
  readonly blockMs: number;
  /** Called after each block. */
  afterBlock?(block: number): Promise<void>;
}

export interface Unrest {
  reorgs: number;
  deepest: number;
  logs: number;
}

const LOGS_PER_BLOCK_MAX = 3;
const REORG_CHANCE = 0.08;

/** Mines blocks with a few logs each, and now and then undoes up to so many of the last ones for others with other logs. */
export async function restlessChain(chain: LocalChain, random: SeededRandom, terms: Restlessness): Promise<Unrest> {
  const unrest: Unrest = { reorgs: 0, deepest: 0, logs: 0 };
  await chain.rpc('evm_setAutomine', [false]);
  for (let block = 1; block <= terms.blocks; block++) {
    const calls = random.whole(0, LOGS_PER_BLOCK_MAX);
    for (let call = 0; call < calls; call++) {
      await chain.rpc('eth_sendTransaction', [callOf(random, terms)]);
      unrest.logs++;
    }
    await chain.rpc('evm_mine', []);
    if (block > terms.reorgDepthMax && random.chance(REORG_CHANCE)) {
      const depth = random.whole(1, terms.reorgDepthMax);
      await chain.rpc('anvil_reorg', [depth, [[callOf(random, terms), random.whole(0, depth - 1)]]]);
      unrest.reorgs++;
      unrest.deepest = Math.max(unrest.deepest, depth);
    }
    await new Promise((resolve) => setTimeout(resolve, terms.blockMs));
    await terms.afterBlock?.(block);
  }
  return unrest;
}

function callOf(random: SeededRandom, { contracts, sender }: Restlessness): object {
  const data = `0x${random.bits(512).toString(16).padStart(128, '0')}`;
  return { from: sender, to: random.pick(contracts), data, gas: toHex(200_000n) };
}
