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

/** Of all parts, one after the other. */
async function linesOf(paths: readonly string[]): Promise<string[]> {
  return (await Promise.all(paths.map(readLines))).flat();
}

/** The lines of a pool's files. */
export type PoolLines = Omit<PoolFiles, 'name'>;

/** Reads what there is of a pool and runs its events. */
export async function comparePool(files: PoolFiles): Promise<ComparedPool> {
  const config = await linesOf(files.config);
  const liquidity = await linesOf(files.liquidity);
  const swaps = await linesOf(files.swaps);
  const compared = comparePoolLines(files.name, {
    config,
    liquidity,
    swaps,
    snapshots: await linesOf(files.snapshots),
  });
  const isAlone = files.swaps.length > 0 && files.liquidity.length === 0;
  return isAlone ? { ...compared, notes: ['no file of liquidity events', ...compared.notes] } : compared;
}

/** Runs the events of a pool; what there is none of is an empty list. */
export function comparePoolLines(name: string, lines: PoolLines): ComparedPool {
  const notes: string[] = [];
  const events = poolEvents(lines.swaps, lines.liquidity);
  const config = poolConfig(name, lines.config);
  const snapshots = lines.snapshots.map(readSnapshot);
  const faults = snapshots.flatMap((one) => (typeof one === 'string' ? [one] : snapshotFaults(one)));
  for (const fault of faults.slice(0, 3)) notes.push(`snapshot: ${fault}`);
  const sound = snapshots.filter((one) => typeof one !== 'string' && snapshotFaults(one).length === 0);
  const described = { name, events, notes, snapshots: snapshots.length, soundSnapshots: sound.length };
  if (lines.swaps.length === 0) return { ...described, reproduction: undefined };
  if (typeof config === 'string') {
    notes.push(`no configuration: ${config}`);
    return { ...described, reproduction: undefined };
  }
  if (config.assumed !== undefined) notes.push(`assumed: ${config.assumed}`);
  const empty = emptyPool(config);
  const initial = initialPool(empty, config);
  if (initial === undefined) notes.push('nothing says at which price the pool began');
  const known = sound.flatMap((one) => (typeof one === 'string' ? [] : [{ ...empty, ...one }]));
  const ticksComplete = initial !== undefined && areTicksComplete(events, empty, notes);
  const knowledge = { empty, starts: [...(initial ?? []), ...known], snapshots: known };
  const reproduction = reproduceSwaps(events.events, { ...knowledge, ticksComplete });
  const missing = reproduction.undetermined.get('liquidity events missing') ?? 0;
  if (!ticksComplete || missing === 0) return { ...described, reproduction };
  // What is missing for one swap may be missing for others as well.
  notes.push(`ticks incomplete: liquidity that no event tells of explains swaps, ${missing} by themselves`);
  return { ...described, reproduction: reproduceSwaps(events.events, { ...knowledge, ticksComplete: false }) };
}

function emptyPool({ feePips, tickSpacing }: PoolConfig): Univ3PoolState {
  // Which part of the fee the protocol keeps moves no price and no amount, so it needn't be known.
  return { sqrtPriceX96: 0n, tick: 0, liquidity: 0n, ticks: [], tickSpacing, feePips, feeProtocol: 0n };
}

function initialPool(empty: Univ3PoolState, config: PoolConfig): readonly [Univ3PoolState] | undefined {
  const sqrtPriceX96 = config.initialSqrtPriceX96;
  return sqrtPriceX96 === undefined ? undefined : [{ ...empty, sqrtPriceX96, tick: getTickAtSqrtRatio(sqrtPriceX96) }];
}

/** One swap may say a wrong liquidity; beyond that it is the liquidity events that don't add up. */
const WRONG_LIQUIDITIES_MAX = 1;

/**
 * Whether the file has every liquidity event since the pool began: each burn finds what it burns, no event is unread or
 * contested, and the liquidity of the swaps, that of the first one anyway, is the sum of those before it.
 */
function areTicksComplete(events: PoolEvents, empty: Univ3PoolState, notes: string[]): boolean {
  if (events.unreadLiquidity > 0 || events.contested > 0) {
    notes.push('ticks incomplete: a liquidity event is unread or contested');
    return false;
  }
  let pool = empty;
  let [swaps, otherSums] = [0, 0];
  for (const event of events.events) {
    if (event.kind === 'swap') {
      const sum = liquidityAt(pool, event.tick);
      if (sum !== (event.liquidity ?? sum)) otherSums += swaps === 0 ? 1 + WRONG_LIQUIDITIES_MAX : 1;
      swaps++;
      continue;
    }
    const changed = changePoolLiquidity(pool, event);
    if (changed === undefined) {
      notes.push(`ticks incomplete: block ${event.block} log ${event.logIndex} burns what no event minted`);
      return false;
    }
    pool = changed;
  }
  if (otherSums <= WRONG_LIQUIDITIES_MAX) return true;
  notes.push("ticks incomplete: the swaps' liquidity is not that of the liquidity events before them");
  return false;
}
