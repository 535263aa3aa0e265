import { HYPERLIQUID_MAX_LEVERAGE_2023, HYPERLIQUID_TIERS_2025 } from '@gimbal/margin';
import type { HyperliquidTier } from '@gimbal/margin';
import { numberIn } from './numberIn.ts';
import type { Json, RecordedResponse } from './readResponses.ts';

/** Table numbers below this have one tier, whose leverage is the number; from it on, a table stands beside them. */
const FIRST_TABLE_ID = 50;

export type LeverageTables = ReadonlyMap<string, readonly HyperliquidTier[]>;

/** Until then every asset had the one leverage of the closed alpha. */
const END_OF_ONE_LEVERAGE_MS = Date.UTC(2023, 6, 18);

/** `table`: all its tiers are known. `position`: the one leverage that stands in the position. `nowhere`: none is. */
export interface ChosenTiers {
  readonly tiers: readonly HyperliquidTier[];
  readonly from: 'table' | 'position' | 'nowhere';
}

/** Tiers by asset out of the recorded `meta` responses; the one nearest in time says. */
export function leverageTables(metas: readonly RecordedResponse[], timeMs: number | undefined): LeverageTables {
  const distance = (meta: RecordedResponse): number => Math.abs((meta.timeMs ?? 0) - (timeMs ?? 0));
  const tables = new Map<string, readonly HyperliquidTier[]>();
  for (const meta of [...metas].sort((one, other) => distance(other) - distance(one))) {
    for (const [asset, tiers] of tiersOfMeta(meta)) tables.set(asset, tiers);
  }
  return tables;
}

/**
 * The recorded table, else the published one, else the leverage in the position itself. That is the leverage of the tier
 * that the position is in now, so a table that says another at this notional is of another day.
 */
export function chooseTiers(
  position: Json,
  tables: LeverageTables,
  { where, timeMs }: Pick<RecordedResponse, 'where' | 'timeMs'>,
): ChosenTiers {
  const asset = String(position['coin']);
  const own = position['maxLeverage'];
  const recorded = tables.get(asset);
  if (typeof own !== 'number') {
    if (recorded !== undefined) return { tiers: recorded, from: 'table' };
    const isEarly = timeMs !== undefined && timeMs < END_OF_ONE_LEVERAGE_MS;
    // Margin in use doesn't depend on it, so that any will do where it isn't known.
    return { tiers: single(HYPERLIQUID_MAX_LEVERAGE_2023), from: isEarly ? 'table' : 'nowhere' };
  }
  const notionalUsd = numberIn(position, 'positionValue', where);
  const published = HYPERLIQUID_TIERS_2025.find((one) => one.asset === asset)?.tiers;
  for (const tiers of [recorded, published]) {
    const tier = tiers?.findLast(({ lowerBoundUsd }) => notionalUsd >= lowerBoundUsd);
    if (tiers !== undefined && tier?.maxLeverage === own) return { tiers, from: 'table' };
  }
  return { tiers: single(own), from: 'position' };
}

function single(maxLeverage: number): readonly HyperliquidTier[] {
  return [{ lowerBoundUsd: 0, maxLeverage }];
}

/** Older metas have a leverage alone; later ones a number too, and beside the assets the tables with those numbers. */
function tiersOfMeta({ json, where }: RecordedResponse): [string, readonly HyperliquidTier[]][] {
  const numbered = new Map(
    ((json['marginTables'] ?? []) as [number, Json][]).map(([id, table]) => [id, table['marginTiers'] as Json[]]),
  );
  return (json['universe'] as Json[]).flatMap((asset): [string, readonly HyperliquidTier[]][] => {
    const { name, maxLeverage, marginTableId } = asset;
    const rows = typeof marginTableId === 'number' ? numbered.get(marginTableId) : undefined;
    if (rows !== undefined) {
      const tiers = rows.map((row) => ({
        lowerBoundUsd: numberIn(row, 'lowerBound', where),
        maxLeverage: numberIn(row, 'maxLeverage', where),
      }));
      return [[String(name), tiers]];
    }
    const isTableMissing = typeof marginTableId === 'number' && marginTableId >= FIRST_TABLE_ID;
    if (isTableMissing || typeof maxLeverage !== 'number') return [];
    return [[String(name), single(maxLeverage)]];
  });
}
