import { changePoolLiquidity, getTickAtSqrtRatio, type Univ3PoolState } from '@gimbal/quant';
import { type PoolFiles, readLines } from './eventFolder.ts';
import { readSnapshot, snapshotFaults } from './checkSnapshot.ts';
import { type PoolConfig, poolConfig } from './poolConfig.ts';
import { type PoolEvents, poolEvents } from './poolEvents.ts';
import { type Reproduction, reproduceSwaps } from './reproduceSwaps.ts';
import { liquidityAt } from './startsElsewhere.ts';

export interface ComparedPool {
  readonly name: string;
  readonly events: PoolEvents;
  /** Undefined without swaps or without a configuration. */
  readonly reproduction: Reproduction | undefined;
  readonly snapshots: number;
  readonly soundSnapshots: number;
  /** What had to be assumed, and what stood in the way. */
  readonly notes: readonly string[];
}

const linesOf = (path: string | undefined): Promise<string[]> | string[] => (path === undefined ? [] : readLines(path));

/** Reads what there is of a pool and runs its events. */
export async function comparePool(files: PoolFiles): Promise<ComparedPool> {
  const notes: string[] = [];
  const events = poolEvents(await linesOf(files.swaps), await linesOf(files.liquidity));
  const config = poolConfig(files.name, files.config === undefined ? undefined : await readLines(files.config));
  const snapshots = (await linesOf(files.snapshot)).map(readSnapshot);
  const faults = snapshots.flatMap((one) => (typeof one === 'string' ? [one] : snapshotFaults(one)));
  for (const fault of faults.slice(0, 3)) notes.push(`snapshot: ${fault}`);
  const sound = snapshots.filter((one) => typeof one !== 'string' && snapshotFaults(one).length === 0);
  const counts = { snapshots: snapshots.length, soundSnapshots: sound.length };
  const described = { name: files.name, events, notes, ...counts };
  if (files.swaps === undefined) return { ...described, reproduction: undefined };
  if (typeof config === 'string') {
    notes.push(`no configuration: ${config}`);
    return { ...described, reproduction: undefined };
  }
  if (config.assumed !== undefined) notes.push(`assumed: ${config.assumed}`);
  const empty = emptyPool(config);
  const initial = initialPool(empty, config);
  if (initial === undefined) notes.push('nothing says at which price the pool began');
  const starts = sound.flatMap((one) => (typeof one === 'string' ? [] : [{ ...empty, ...one }]));
  const complete = initial !== undefined && areTicksComplete(events, empty, notes);
  const reproduction = reproduceSwaps(events.events, empty, [...(initial ?? []), ...starts], complete);
  return { ...described, reproduction };
}

function emptyPool({ feePips, tickSpacing }: PoolConfig): Univ3PoolState {
  // Which part of the fee the protocol keeps moves no price and no amount, so it needn't be known.
  return { sqrtPriceX96: 0n, tick: 0, liquidity: 0n, ticks: [], tickSpacing, feePips, feeProtocol: 0n };
}

function initialPool(empty: Univ3PoolState, config: PoolConfig): readonly [Univ3PoolState] | undefined {
  const sqrtPriceX96 = config.initialSqrtPriceX96;
  return sqrtPriceX96 === undefined ? undefined : [{ ...empty, sqrtPriceX96, tick: getTickAtSqrtRatio(sqrtPriceX96) }];
}

/**
 * Whether the file has every liquidity event since the pool began: each burn finds what it burns, no event is unread or
 * contested, and the first swap's liquidity is the sum of those before it.
 */
function areTicksComplete(events: PoolEvents, empty: Univ3PoolState, notes: string[]): boolean {
  let pool = empty;
  let firstSwapSeen = false;
  if (events.unreadLiquidity > 0 || events.contested > 0) {
    notes.push('ticks incomplete: a liquidity event is unread or contested');
    return false;
  }
  for (const event of events.events) {
    if (event.kind === 'swap') {
      if (!firstSwapSeen && liquidityAt(pool, event.tick) !== event.liquidity) {
        notes.push("ticks incomplete: the first swap's liquidity is not that of the liquidity events before it");
        return false;
      }
      firstSwapSeen = true;
      continue;
    }
    const changed = changePoolLiquidity(pool, event);
    if (changed === undefined) {
      notes.push(`ticks incomplete: block ${event.block} log ${event.logIndex} burns what no event minted`);
      return false;
    }
    pool = changed;
  }
  return true;
}
