import { aaveChain } from './aave/aaveChain.ts';
import { aaveV2Chain } from './aaveV2/aaveV2Chain.ts';
import { type LocalChain, startLocalChain } from './localChain.ts';
import { addTally, newTally, type Tally } from './tally.ts';
import { uniswapChain } from './uniswap/uniswapChain.ts';

export interface ChainSize {
  readonly accounts: number;
  readonly liquidations: number;
  readonly positions: number;
  readonly seed: number;
}

type ChainSuite = (size: ChainSize, print: (line: string) => void) => Promise<Tally>;

/** Each comparison on a chain of its own, which is stopped whatever happens. */
export const chainSuites: Readonly<Record<'aave-chain' | 'uniswap-chain', ChainSuite>> = {
  'aave-chain': async (size, print) => {
    const all = newTally();
    for (const run of [aaveChain, aaveV2Chain]) addTally(all, await onOwnChain((chain) => run(chain, size, print)));
    return all;
  },
  'uniswap-chain': (size, print) => onOwnChain((chain) => uniswapChain(chain, size, print)),
};

async function onOwnChain(run: (chain: LocalChain) => Promise<Tally>): Promise<Tally> {
  const chain = await startLocalChain();
  try {
    return await run(chain);
  } finally {
    await chain.stop();
  }
}
