import { comparePoolLines } from '../../parity/uniswapSwaps/comparePool.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { compare, type Tally } from '../tally.ts';
import { adversePools } from './adversePools.ts';
import { poolFileRows, type Row } from './poolFileRows.ts';

/** Pools in which everything happens, as an archive would have them: every swap has to come out of the rows alone. */
export async function compareAdversePools(
  chain: LocalChain,
  owner: Hex,
  blocks: number,
  random: SeededRandom,
  tally: Tally,
  print: (line: string) => void,
): Promise<void> {
  let [swaps, crossing] = [0, 0];
  const pools = await adversePools(chain, owner, blocks, random);
  for (const pool of pools) {
    const rows = poolFileRows(pool);
    const [config, liquidity, swapLines] = [rows.config, rows.liquidity, rows.swaps].map(linesOf);
    const lines = { config: config!, liquidity: liquidity!, swaps: swapLines!, snapshots: [] };
    const { reproduction } = comparePoolLines(pool.name, lines);
    const { exactIn = 0, exactOut = 0, priceLimited = 0 } = reproduction?.reproduced ?? {};
    compare(tally, `${pool.name} swaps`, rows.swaps.length, exactIn + exactOut + priceLimited);
    const amounts = [reproduction?.liquidityMatched ?? 0, rows.liquidity.length] as const;
    compare(tally, `${pool.name} mints and burns`, amounts[1], amounts[0]);
    swaps += rows.swaps.length;
    crossing += reproduction?.crossing ?? 0;
  }
  print(`${swaps} swaps in ${pools.length} pools at the ends of all prices and between; ${crossing} crossed ticks`);
}

function linesOf(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row));
}
