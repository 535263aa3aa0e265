import { aaveChain } from './aave/aaveChain.ts';
import { aave30 } from './aave30/aave30.ts';
import { aave36 } from './aave36/aave36.ts';
import { aaveV2Chain } from './aaveV2/aaveV2Chain.ts';
import { evmConnector } from './connector/evmConnector.ts';
import { gmxPositions } from './ingestion/gmxPositions.ts';
import { ingestionChain } from './ingestion/ingestionChain.ts';
import { twoChains } from './ingestion/twoChains.ts';
import { type LocalChain, startLocalChain } from './localChain.ts';
import { addTally, newTally, type Tally } from './tally.ts';
import { uniswapChain } from './uniswap/uniswapChain.ts';
import { v4OwedChain } from './uniswapV4/v4OwedChain.ts';

export interface ChainSize {
  readonly accounts: number;
  readonly liquidations: number;
  readonly positions: number;
  readonly swaps: number;
  /** What people do on a chain that ingestion follows. */
  readonly actions: number;
  readonly seed: number;
}

type Print = (line: string) => void;
type ChainSuite = (size: ChainSize, print: Print) => Promise<Tally>;
type Comparison = (chain: LocalChain, size: ChainSize, print: Print) => Promise<Tally>;

export type ChainSuiteName = 'aave-chain' | 'uniswap-chain' | 'evm-connector' | 'ingestion-chain';

/** Each comparison on a chain of its own, which is stopped whatever happens. */
export const chainSuites: Readonly<Record<ChainSuiteName, ChainSuite>> = {
  'aave-chain': aaveVersions,
  'uniswap-chain': (size, print) => onOwnChain((chain) => uniswapChain(chain, size, print)),
  'evm-connector': ({ seed }, print) => evmConnector(seed, print),
  'ingestion-chain': followedChains,
};

const AAVE_VERSIONS: readonly (readonly [id: string, compareVersion: Comparison])[] = [
  ['aave-v3.0', (chain, size, print) => aaveChain(aave30, chain, size, print)],
  ['aave-v3.6', (chain, size, print) => aaveChain(aave36, chain, size, print)],
  ['aave-v2', aaveV2Chain],
];

/** Every version that can be deployed, one after the other. */
async function aaveVersions(size: ChainSize, print: Print): Promise<Tally> {
  const all = newTally();
  for (const [id, compareVersion] of AAVE_VERSIONS) {
    const startedMs = performance.now();
    const say: Print = (line) => print(`${id} ${line}`);
    const tally = await onOwnChain((chain) => compareVersion(chain, size, say));
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    say(`${tally.matched} of ${tally.total} figures equal, worst ${tally.worst} wei, ${seconds} s`);
    addTally(all, tally);
  }
  return all;
}

/** One chain with everything on it, one with Uniswap v4, two with a bridge between them, and one with positions that a DataStore keeps. */
async function followedChains({ actions, seed }: ChainSize, print: Print): Promise<Tally> {
  const size = { actions, people: 20, reorgs: Math.ceil(actions / 12), nodeKills: Math.ceil(actions / 50), seed };
  const tally = await onOwnChain((chain) => ingestionChain(chain, { ...size, version: aave30 }, print));
  // What the newer version answers of its reserves, with fewer people.
  const newer = {
    ...size,
    actions: Math.ceil(actions / 4),
    people: 5,
    reorgs: Math.ceil(actions / 48),
    version: aave36,
  };
  addTally(tally, await onOwnChain((chain) => ingestionChain(chain, newer, print)));
  const four = { actions: Math.ceil(actions / 4), people: 5, seed };
  addTally(tally, await onOwnChain((chain) => v4OwedChain(chain, four, print)));
  const two = { people: 5, transfers: Math.ceil(actions / 10), seed };
  addTally(tally, await onOwnChain((one) => onOwnChain((ten) => twoChains([one, ten], two, newTally(), print), 10), 1));
  addTally(tally, await onOwnChain((chain) => gmxPositions(chain, { changes: actions, seed }, print)));
  return tally;
}

async function onOwnChain(run: (chain: LocalChain) => Promise<Tally>, chainId?: number): Promise<Tally> {
  const chain = await startLocalChain(chainId);
  try {
    return await run(chain);
  } finally {
    await chain.stop();
  }
}
