import type { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { Table } from '@gimbal/projection';
import { isUsdPegged } from '../exposure/exposureVector.js';
import { KNOWN_POOLS } from '../lookThrough/knownPools.js';

/** Where a pool stood when it was last seen. */
export interface PoolRow {
  readonly feed: string;
  /** `chain:address`. */
  readonly pool: string;
  readonly tick: number;
  /** Raw L in range, as the fact says it. */
  readonly liquidity: string;
  readonly observedAtUs: bigint;
}

export interface PoolRows {
  /** By `chain:address`; pools whose coins nobody has named are left out, since their depth says nothing. */
  readonly pools: Table<PoolRow>;
}

export function createPoolRows(): PoolRows {
  return { pools: new Table<PoolRow>('pools') };
}

/** The newest statement stands, also one of an older block: that is what a reorganisation leaves. */
export function foldPoolObserved({ pools }: PoolRows, observed: PoolObserved): void {
  const { feed, chain, tick, liquidity, observedAtUs } = observed;
  const pool = `${chain}:${observed.pool.toLowerCase()}`;
  if (!KNOWN_POOLS.has(pool)) return;
  pools.set(pool, { feed, pool, tick, liquidity, observedAtUs });
}

/** The pools in which an asset is exchanged for dollars, in the order of the table of pools. */
export function dollarPoolsOf({ pools }: PoolRows, asset: string): readonly PoolRow[] {
  const keys = DOLLAR_POOLS.get(asset);
  if (keys === undefined || pools.size === 0) return NO_POOLS;
  return keys.flatMap((pool) => pools.get(pool) ?? []);
}

const NO_POOLS: readonly PoolRow[] = [];

const DOLLAR_POOLS = new Map<string, string[]>();
for (const [pool, { asset, quoteAsset }] of KNOWN_POOLS) {
  if (isUsdPegged(quoteAsset)) DOLLAR_POOLS.set(asset, [...(DOLLAR_POOLS.get(asset) ?? []), pool]);
}
