import { ParityInputError } from '../paritySuite.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';
import { checkMinutes } from '../uniswapSwaps/checkMinutes.ts';
import { type ComparedPool, comparePool } from '../uniswapSwaps/comparePool.ts';
import { findPoolFiles, readLines } from '../uniswapSwaps/eventFolder.ts';

const SHOWN_DIFFERENCES = 10;
type Print = (line: string) => void;

/** Runs the recorded events of each pool and compares every swap's amounts, price, tick and liquidity to the integer. */
const uniswapSwaps: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    if (paths.length === 0) throw new ParityInputError('Expected a folder of pool events, none was named.');
    const { pools, minutes, others } = await findPoolFiles(paths);
    for (const name of others) print(`${name}: neither events nor minutes of a pool, not read`);
    if (pools.length === 0 && minutes.length === 0) {
      throw new ParityInputError('Expected files like NAME_swap_events.ndjson.gz, found none.');
    }
    const compared: ComparedPool[] = [];
    for (const files of pools) compared.push(await comparePool(files));
    for (const pool of compared) printPool(pool, print);
    if (minutes.length > 0) await printMinutes(minutes, print);
    const reproduced = compared.reduce((sum, pool) => sum + reproducedOf(pool), 0);
    const differences = compared.flatMap(({ name, reproduction }) =>
      (reproduction?.differences ?? []).map((one) => ({ ...one, name })),
    );
    const swapRows = compared.reduce((sum, pool) => sum + pool.events.swapRows, 0);
    const apart = swapRows - reproduced - differences.length;
    if (apart > 0) print(`apart: ${apart} of ${swapRows} rows of swaps, each named above`);
    const [worst] = differences.toSorted((one, other) => (one.off > other.off ? -1 : 1));
    return {
      matched: reproduced,
      total: reproduced + differences.length,
      tolerance: '0 units of amounts, price, tick and liquidity',
      worst: worst === undefined ? '0 units' : `${worst.off} of ${worst.field} (${worst.name} ${worst.place})`,
    };
  },
};

export default uniswapSwaps;

function reproducedOf({ reproduction }: ComparedPool): number {
  if (reproduction === undefined) return 0;
  const { exactIn, exactOut, priceLimited } = reproduction.reproduced;
  return exactIn + exactOut + priceLimited;
}

function printPool(pool: ComparedPool, print: Print): void {
  const { name, events, reproduction, snapshots, soundSnapshots, notes } = pool;
  const liquidityEvents = events.events.filter((event) => event.kind === 'liquidity').length;
  print(`${name}: ${events.swapRows} swaps, ${liquidityEvents} liquidity events, ${snapshots} snapshots`);
  for (const note of notes) print(`  ${note}`);
  if (snapshots > 0) print(`  apart: ${soundSnapshots} of ${snapshots} snapshots agree with their own ticks`);
  if (events.swapRows > 0 && reproduction === undefined) print(`  apart: ${events.swapRows} swaps undetermined`);
  const odd: readonly (readonly [count: number, what: string])[] = [
    [events.unreadSwaps, 'rows are no swap with a block and a log index'],
    [events.unreadLiquidity, 'rows are no mint or burn with a block and a log index'],
    [events.repeatedSwaps + events.repeatedLiquidity, 'rows repeat another'],
    [events.contested, 'rows claim the place of a different event'],
    [events.removed, 'rows say that a log was undone'],
    [events.outOfOrder, 'rows stand after one of a later place and were put in order'],
  ];
  for (const [count, what] of odd) if (count > 0) print(`  apart: ${count} ${what}`);
  const unsaid = events.events.filter((event) => event.kind === 'swap' && event.liquidity === undefined).length;
  if (unsaid > 0) print(`  apart: ${unsaid} swaps don't say the liquidity after them, which is not compared`);
  if (reproduction === undefined) return;
  const { exactIn, exactOut, priceLimited } = reproduction.reproduced;
  print(
    `  reproduced ${reproducedOf(pool)}: ${exactIn} exact input, ${exactOut} exact output, ${priceLimited} price ` +
      `limit; ${reproduction.crossing} crossed ticks`,
  );
  for (const [reason, count] of reproduction.undetermined) print(`  apart: ${count} undetermined, ${reason}`);
  const { liquidityMatched, liquidityCompared } = reproduction;
  print(`  apart: amounts of ${liquidityMatched} of ${liquidityCompared} mints and burns equal`);
  for (const { place, field, off } of reproduction.differences.slice(0, SHOWN_DIFFERENCES)) {
    print(`  differs: ${place}, ${field} by ${off}`);
  }
}

async function printMinutes(files: readonly { name: string; path: string }[], print: Print): Promise<void> {
  let [minutes, consistent, carried] = [0, 0, 0];
  for (const { name, path } of files) {
    const check = checkMinutes(await readLines(path));
    if (check === undefined) {
      print(`${name}: other columns, not checked`);
      continue;
    }
    minutes += check.minutes;
    consistent += check.consistent;
    carried += check.carried;
    const faults = [...check.faults].map(([fault, count]) => `${count} ${fault}`);
    const found = [...faults, ...(check.missing > 0 ? [`${check.missing} missing minutes`] : [])];
    if (found.length > 0) print(`${name}: ${found.join(', ')}`);
  }
  print(
    `apart: ${consistent} of ${minutes} minutes in ${files.length} files are consistent` +
      (carried > 0 ? `, ${carried} more but for the closing tick, which is the one of the minute before` : ''),
  );
}
