import { type LocalChain, startLocalChain } from '../localChain.ts';
import { addTally, newTally, type Tally } from '../tally.ts';
import { type ConnectorCase, followRestlessChain } from './followRestlessChain.ts';

/** Everything that happens to a connection; in a million requests. */
const WEATHER = {
  delay: 40_000,
  drop: 15_000,
  hang: 2_000,
  status429: 5_000,
  status500: 15_000,
  truncated: 15_000,
  huge: 1_000,
};

/** Through two nodes that fail, and through two that lie, on a chain of its own each. */
export async function evmConnector(seed: number, print: (line: string) => void): Promise<Tally> {
  const twice = { ...WEATHER, duplicateLogs: 100_000, olderHead: 20_000 };
  const cases: readonly Omit<ConnectorCase, 'seed'>[] = [
    { name: 'good nodes', quorum: 2, rates: [{}, {}], blocks: 300, history: 150, settled: false },
    { name: 'weather', quorum: 1, rates: [WEATHER, WEATHER], blocks: 300, history: 400, settled: true },
    { name: 'repeated logs and old heads', quorum: 1, rates: [twice, twice], blocks: 300, history: 50, settled: true },
    {
      name: 'a liar',
      quorum: 1,
      rates: [{}, { otherLogs: 500_000, newerHead: 50_000 }],
      blocks: 300,
      history: 50,
      settled: true,
    },
  ];
  const all = newTally();
  for (const terms of cases) {
    const chain: LocalChain = await startLocalChain();
    try {
      addTally(all, await followRestlessChain(chain, { ...terms, seed }, print));
    } finally {
      await chain.stop();
    }
  }
  return all;
}
