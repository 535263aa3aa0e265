import { HYPERLIQUID_RULES, HYPERLIQUID_RULES_2023_03 } from '@gimbal/margin';
import type { HyperliquidAccount, HyperliquidParameters, HyperliquidPosition } from '@gimbal/margin';
import { chooseTiers, leverageTables } from './leverageTables.ts';
import type { ChosenTiers } from './leverageTables.ts';
import { numberIn, optionalNumberIn } from './numberIn.ts';
import type { Json, RecordedResponse } from './readResponses.ts';

/** What the venue printed of one position. `none`: it said that there is no liquidation price. */
export interface PrintedPosition {
  readonly asset: string;
  readonly isolated: boolean;
  readonly marginUsedUsd: number | undefined;
  readonly liquidationPriceUsd: number | 'none' | undefined;
}

/** One response as the engine's inputs, and what the venue printed beside them. */
export interface RecordedAccount {
  readonly where: string;
  readonly account: HyperliquidAccount;
  readonly parameters: HyperliquidParameters;
  readonly marksUsd: Readonly<Record<string, number>>;
  readonly printed: readonly PrintedPosition[];
  readonly printedTotals: {
    readonly accountValueUsd: number | undefined;
    readonly marginUsedUsd: number | undefined;
    /** Older responses don't print it. */
    readonly crossMaintenanceUsd: number | undefined;
  };
  /** Where each asset's leverage comes from. */
  readonly leverageFrom: ReadonlyMap<string, ChosenTiers['from']>;
}

/** A response whose account can't be put together: what it lacks, by name; nothing for one without positions. */
export interface IncompleteRecord {
  readonly where: string;
  readonly lacking: readonly string[];
}

/**
 * Responses from before `maxLeverage` stood in a position come from the closed alpha, whose printed price held the
 * maintenance margin; a `meta` response in the same files then has the leverage.
 */
export function recordedAccount(
  state: RecordedResponse,
  metas: readonly RecordedResponse[],
): RecordedAccount | IncompleteRecord {
  const { where, json, timeMs } = state;
  const rows = (json['assetPositions'] as Json[])
    .map((row) => objectIn(row, 'position'))
    .filter((row) => optionalNumberIn(row, 'szi', where) !== 0);
  const all = objectIn(json, json['marginSummary'] === undefined ? 'crossMarginSummary' : 'marginSummary');
  const cross = json['crossMarginSummary'] === undefined ? all : objectIn(json, 'crossMarginSummary');
  const tables = leverageTables(metas, timeMs);
  const lacking = [...rows.flatMap((row) => lackingOf(row)), ...lackingRaw(cross)];
  if (rows.length === 0 || lacking.length > 0) return incomplete(where, rows, all, lacking);
  const chosen = rows.map((row) => ({ asset: String(row['coin']), ...chooseTiers(row, tables, state) }));
  const ownLeverage = rows.every((row) => typeof row['maxLeverage'] === 'number');
  const rules = ownLeverage ? HYPERLIQUID_RULES : HYPERLIQUID_RULES_2023_03;
  return {
    where,
    account: {
      crossRawUsd: numberIn(cross, 'totalRawUsd', where),
      positions: rows.map((row) => positionOf(row, where)),
    },
    parameters: { ...rules, assets: chosen.map(({ asset, tiers }) => ({ asset, tiers })) },
    marksUsd: Object.fromEntries(rows.map((row) => [String(row['coin']), markOf(row, where)])),
    printed: rows.map((row) => printedOf(row, where)),
    printedTotals: {
      accountValueUsd: optionalNumberIn(all, 'accountValue', where),
      marginUsedUsd: optionalNumberIn(all, 'totalMarginUsed', where),
      crossMaintenanceUsd: optionalNumberIn(json, 'crossMaintenanceMarginUsed', where),
    },
    leverageFrom: new Map(chosen.map(({ asset, from }) => [asset, from])),
  };
}

export function isComplete(record: RecordedAccount | IncompleteRecord): record is RecordedAccount {
  return 'account' in record;
}

function incomplete(where: string, rows: readonly Json[], all: Json, lacking: readonly string[]): IncompleteRecord {
  if (rows.length > 0) return { where, lacking };
  const claimsPositions = (optionalNumberIn(all, 'totalMarginUsed', where) ?? 0) !== 0;
  return { where, lacking: claimsPositions ? ['the positions behind its margin'] : [] };
}

function lackingOf(row: Json): string[] {
  const leverage = objectIn(row, 'leverage');
  const absent = (json: Json, field: string): boolean => json[field] === undefined || json[field] === null;
  const fields = ['coin', 'szi', 'positionValue'].filter((field) => absent(row, field));
  if (absent(leverage, 'value')) fields.push('leverage.value');
  if (leverage['type'] === 'isolated' && absent(leverage, 'rawUsd')) fields.push('leverage.rawUsd');
  return fields.map((field) => `${field} of ${String(row['coin'])}`);
}

function lackingRaw(cross: Json): string[] {
  return cross['totalRawUsd'] === undefined ? ['totalRawUsd'] : [];
}

function printedOf(row: Json, where: string): PrintedPosition {
  return {
    asset: String(row['coin']),
    isolated: objectIn(row, 'leverage')['type'] === 'isolated',
    marginUsedUsd: optionalNumberIn(row, 'marginUsed', where),
    liquidationPriceUsd: row['liquidationPx'] === null ? 'none' : optionalNumberIn(row, 'liquidationPx', where),
  };
}

function positionOf(row: Json, where: string): HyperliquidPosition {
  const leverage = objectIn(row, 'leverage');
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

/** An object, empty where the record has none. */
function objectIn(json: Json, field: string): Json {
  const value = json[field];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
