import { getTickAtSqrtRatio, type InitializedTick, MAX_SQRT_RATIO, MIN_SQRT_RATIO } from '@gimbal/quant';
import { integerOf, type RowFields, rowFields } from './rowFields.ts';

export interface PoolSnapshot {
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly ticks: readonly InitializedTick[];
}

/** A snapshot is a tick map with the price, the tick and the liquidity that belong to it, or why it can't be read. */
export function readSnapshot(line: string): PoolSnapshot | string {
  const fields = rowFields(line);
  if (fields === undefined) return 'Expected an object of JSON.';
  const sqrtPriceX96 = integerOf(fields, 'sqrtPriceX96');
  const tick = integerOf(fields, 'tickCurrent', 'tick');
  const liquidity = integerOf(fields, 'liquidity');
  const ticks = ticksOf(fields);
  if (sqrtPriceX96 === undefined || sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO) {
    return `Expected a sqrtPriceX96, was ${sqrtPriceX96}.`;
  }
  if (tick === undefined || liquidity === undefined || ticks === undefined) {
    return 'Expected a tick, a liquidity and a map of ticks.';
  }
  return { sqrtPriceX96, tick: Number(tick), liquidity, ticks };
}

/** What is wrong with a snapshot by the rules that every pool keeps; nothing when it is sound. */
export function snapshotFaults(snapshot: PoolSnapshot): string[] {
  const { sqrtPriceX96, tick, liquidity, ticks } = snapshot;
  const faults: string[] = [];
  const atPrice = getTickAtSqrtRatio(sqrtPriceX96);
  // After a fall that ends on an initialised tick the pool's tick is one below the price's.
  if (tick !== atPrice && tick !== atPrice - 1) faults.push(`Expected tick ${atPrice} at its price, was ${tick}.`);
  const inRange = ticks.reduce((sum, one) => (one.tick <= tick ? sum + one.liquidityNet : sum), 0n);
  if (inRange !== liquidity) faults.push(`Expected a liquidity of ${inRange} by its ticks, was ${liquidity}.`);
  const left = ticks.reduce((sum, one) => sum + one.liquidityNet, 0n);
  if (left !== 0n) faults.push(`Expected that liquidity beyond all ticks is 0, was ${left}.`);
  for (const one of ticks) {
    const net = one.liquidityNet < 0n ? -one.liquidityNet : one.liquidityNet;
    // Gross is begun plus ended and net begun less ended, so they are odd or even together.
    if (net > one.liquidityGross || (one.liquidityGross - net) % 2n !== 0n) {
      faults.push(`Expected a net within ${one.liquidityGross} at tick ${one.tick}, was ${one.liquidityNet}.`);
    }
  }
  return faults;
}

function ticksOf(fields: RowFields): InitializedTick[] | undefined {
  const text = fields.get('tickmanager') ?? fields.get('ticks');
  if (text === undefined) return undefined;
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list = Array.isArray(rows) ? rows : ((rows as { ticks_json?: unknown }).ticks_json ?? undefined);
  if (!Array.isArray(list)) return undefined;
  const ticks: InitializedTick[] = [];
  for (const entry of list as { value?: unknown }[]) {
    const tick = rowFields(JSON.stringify(entry.value ?? entry));
    const at = tick && integerOf(tick, 'tickIndex', 'tick');
    const liquidityGross = tick && integerOf(tick, 'liquidityGross');
    const liquidityNet = tick && integerOf(tick, 'liquidityNet');
    if (at === undefined || liquidityGross === undefined || liquidityNet === undefined) return undefined;
    // Zero is what the contract stores for a tick on which nothing begins or ends.
    if (liquidityGross > 0n) ticks.push({ tick: Number(at), liquidityGross, liquidityNet });
  }
  return ticks.sort((one, other) => one.tick - other.tick);
}
