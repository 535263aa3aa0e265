import { HYPERLIQUID_RULES, HYPERLIQUID_RULES_2023_03, HYPERLIQUID_TIERS_2025 } from '@gimbal/margin';
import type {
  HyperliquidAccount,
  HyperliquidAsset,
  HyperliquidParameters,
  HyperliquidPosition,
  HyperliquidTier,
} from '@gimbal/margin';
import { ParityInputError } from '../paritySuite.ts';
import type { Json, RecordedResponse } from './readResponses.ts';

/** What the venue printed of one position. */
export interface PrintedPosition {
  readonly asset: string;
  readonly isolated: boolean;
  readonly marginUsedUsd: number;
  readonly liquidationPriceUsd: number | undefined;
}

/** One response as the engine's inputs, and what the venue printed beside them. */
export interface RecordedAccount {
  readonly where: string;
  readonly account: HyperliquidAccount;
  readonly parameters: HyperliquidParameters;
  readonly marksUsd: Readonly<Record<string, number>>;
  readonly printed: readonly PrintedPosition[];
  readonly printedTotals: {
    readonly accountValueUsd: number;
    readonly marginUsedUsd: number;
    /** Older responses don't print it. */
    readonly crossMaintenanceUsd: number | undefined;
  };
  /** Assets for which the record says no leverage. */
  readonly withoutLeverage: ReadonlySet<string>;
  /** Assets whose tiers come from a table; the others have the one leverage that the record says. */
  readonly withTiers: ReadonlySet<string>;
}

/**
 * Responses from before `maxLeverage` stood in a position come from the closed alpha, whose printed price held the
 * maintenance margin; a `meta` response in the same files then has the leverage.
 */
export function recordedAccount(state: RecordedResponse, metas: readonly RecordedResponse[]): RecordedAccount {
  const { where, json } = state;
  const rows = (json['assetPositions'] as Json[]).map((row) => objectIn(row, 'position', where));
  const tables = new Map(assetTables(nearest(metas, state.timeMs)).map((asset) => [asset.asset, asset]));
  const ownLeverage = rows.every((row) => typeof row['maxLeverage'] === 'number');
  const rules = rows.length === 0 || ownLeverage ? HYPERLIQUID_RULES : HYPERLIQUID_RULES_2023_03;
  const cross = objectIn(json, 'crossMarginSummary', where);
  // A response may leave the other summary out when nothing is isolated.
  const all = typeof json['marginSummary'] === 'object' ? objectIn(json, 'marginSummary', where) : cross;
  const chosen = rows.map((row) => tiersOf(row, tables, where));
  const assets = chosen.flatMap(({ asset, tiers }) => (tiers === undefined ? [] : [{ asset, tiers }]));
  return {
    where,
    account: {
      crossRawUsd: numberIn(cross, 'totalRawUsd', where),
      positions: rows.map((row) => positionOf(row, where)),
    },
    parameters: { ...rules, assets },
    marksUsd: Object.fromEntries(rows.map((row) => [String(row['coin']), markOf(row, where)])),
    printed: rows.map((row) => ({
      asset: String(row['coin']),
      isolated: objectIn(row, 'leverage', where)['type'] === 'isolated',
      marginUsedUsd: numberIn(row, 'marginUsed', where),
      liquidationPriceUsd: row['liquidationPx'] === null ? undefined : numberIn(row, 'liquidationPx', where),
    })),
    printedTotals: {
      accountValueUsd: numberIn(all, 'accountValue', where),
      marginUsedUsd: numberIn(all, 'totalMarginUsed', where),
      crossMaintenanceUsd:
        json['crossMaintenanceMarginUsed'] === undefined
          ? undefined
          : numberIn(json, 'crossMaintenanceMarginUsed', where),
    },
    withoutLeverage: new Set(chosen.filter(({ tiers }) => tiers === undefined).map(({ asset }) => asset)),
    withTiers: new Set(chosen.filter(({ fromTable }) => fromTable).map(({ asset }) => asset)),
  };
}

interface ChosenTiers {
  readonly asset: string;
  readonly tiers: readonly HyperliquidTier[] | undefined;
  readonly fromTable: boolean;
}

/**
 * The table of a `meta` response, else the published one, else the one leverage that stands in the position. That is the
 * leverage of the tier that the position is in now, so a table that says another at this notional is of another day.
 */
function tiersOf(row: Json, tables: ReadonlyMap<string, HyperliquidAsset>, where: string): ChosenTiers {
  const asset = String(row['coin']);
  const own = row['maxLeverage'];
  const notionalUsd = numberIn(row, 'positionValue', where);
  const recorded = tables.get(asset);
  if (typeof own !== 'number') return { asset, tiers: recorded?.tiers, fromTable: recorded !== undefined };
  for (const table of [recorded, HYPERLIQUID_TIERS_2025.find((published) => published.asset === asset)]) {
    const tier = table?.tiers.findLast(({ lowerBoundUsd }) => notionalUsd >= lowerBoundUsd);
    if (tier?.maxLeverage === own) return { asset, tiers: table!.tiers, fromTable: true };
  }
  return { asset, tiers: [{ lowerBoundUsd: 0, maxLeverage: own }], fromTable: false };
}

function positionOf(row: Json, where: string): HyperliquidPosition {
  const leverage = objectIn(row, 'leverage', where);
  const value = numberIn(leverage, 'value', where);
  return {
    asset: String(row['coin']),
    size: numberIn(row, 'szi', where),
    mode:
      leverage['type'] === 'isolated'
        ? { kind: 'isolated', leverage: value, rawUsd: numberIn(leverage, 'rawUsd', where) }
        : { kind: 'cross', leverage: value },
  };
}

/** The venue prints value and size; prices have so few digits that their product has at most six decimals. */
function markOf(row: Json, where: string): number {
  return numberIn(row, 'positionValue', where) / Math.abs(numberIn(row, 'szi', where));
}

function nearest(metas: readonly RecordedResponse[], timeMs: number | undefined): RecordedResponse | undefined {
  const distance = (meta: RecordedResponse): number => Math.abs((meta.timeMs ?? 0) - (timeMs ?? 0));
  return [...metas].sort((one, other) => distance(one) - distance(other))[0];
}

/** `meta`: one leverage an asset, and in later ones a table by number that cuts it down for large positions. */
function assetTables(meta: RecordedResponse | undefined): HyperliquidAsset[] {
  if (meta === undefined) return [];
  const tables = new Map(
    ((meta.json['marginTables'] ?? []) as [number, Json][]).map(([id, table]) => [id, table['marginTiers'] as Json[]]),
  );
  return (meta.json['universe'] as Json[])
    .filter((asset) => typeof asset['maxLeverage'] === 'number')
    .map((asset) => {
      const rows = tables.get(asset['marginTableId'] as number);
      const single: HyperliquidTier[] = [{ lowerBoundUsd: 0, maxLeverage: asset['maxLeverage'] as number }];
      const tiers = rows?.map((row) => ({
        lowerBoundUsd: numberIn(row, 'lowerBound', meta.where),
        maxLeverage: numberIn(row, 'maxLeverage', meta.where),
      }));
      return { asset: String(asset['name']), tiers: tiers ?? single };
    });
}

function objectIn(json: Json, field: string, where: string): Json {
  const value = json[field];
  if (typeof value === 'object' && value !== null) return value as Json;
  throw new ParityInputError(`Expected an object as ${field} in ${where}, was ${JSON.stringify(value)}.`);
}

function numberIn(json: Json, field: string, where: string): number {
  const value = json[field];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new ParityInputError(`Expected a number as ${field} in ${where}, was ${JSON.stringify(value)}.`);
}
