import { compiledContracts } from '../compileContracts.ts';
import type { ArtifactShelf } from '../artifacts.ts';

/** Our own: a token for free, and a taker that asks pools for anything, several things in one transaction. */
export const takerShelf = (): ArtifactShelf =>
  compiledContracts({
    label: 'pool-taker',
    entries: ['taker/PoolTaker.sol'],
    importPrefixes: { 'taker/': '../uniswap/contracts/' },
    evmVersion: 'cancun',
    optimizerRuns: 200,
  });

export interface Ask {
  readonly kind: number;
  readonly zeroForOne: boolean;
  /** Above 0 exactly so much in, below 0 exactly so much out. */
  readonly amount: bigint;
  readonly limit: bigint;
  readonly lower: number;
  readonly upper: number;
  readonly liquidity: bigint;
}

export const ASK = { swap: 0, mint: 1, burn: 2, collect: 3, flash: 4 } as const;
