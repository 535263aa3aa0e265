import {
  describeStandingFailure,
  HYPERLIQUID_RULES,
  HYPERLIQUID_RULES_2023_03,
  type HyperliquidTier,
  readMarginParameters,
  writeMarginData,
} from '@gimbal/margin';
import { expected, type Field } from './fieldText.js';
import { venueNumber } from './hyperliquidResponse.js';
import { isObject, type JsonObject, shown, textOf } from './jsonFields.js';

/** Table numbers below this have one tier, whose leverage is the asset's; from it on, a table stands beside them. */
const FIRST_TABLE_ID = 50;

/**
 * The tiers of a `meta` answer as the margin engine takes them, with the rules that the venue's documents state: those of its
 * closed alpha of March 2023, or those since 2024. Whatever the engine's reader refuses is refused.
 */
export function hyperliquidTiers(
  meta: JsonObject,
  era: '2023-03' | '2024',
  liquidation: { readonly slippageShare: number; readonly feeShare: number } | undefined,
): Field<string> {
  const assets = assetsOf(meta);
  if (!assets.ok) return assets;
  const rules = era === '2023-03' ? HYPERLIQUID_RULES_2023_03 : HYPERLIQUID_RULES;
  const terms = { ...rules, assets: assets.value, ...(liquidation === undefined ? {} : { liquidation }) };
  const parameters = readMarginParameters('hyperliquid', JSON.stringify(terms));
  if (!parameters.ok) return { ok: false, reason: describeStandingFailure(parameters.failure) };
  return { ok: true, value: writeMarginData(parameters.value) };
}

interface TieredAsset {
  readonly asset: string;
  readonly tiers: readonly HyperliquidTier[];
}

function assetsOf(meta: JsonObject): Field<readonly TieredAsset[]> {
  const { universe } = meta;
  if (!Array.isArray(universe)) return expected('universe', 'a list', shown(universe));
  const tables = tablesOf(meta);
  if (!tables.ok) return tables;
  const assets: TieredAsset[] = [];
  for (const row of universe as readonly unknown[]) {
    if (!isObject(row)) return expected('universe', 'an object per asset', shown(row));
    const asset = textOf(row, 'name');
    if (!asset.ok) return asset;
    const maxLeverage = venueNumber(row, 'maxLeverage');
    if (!maxLeverage.ok) return maxLeverage;
    const tableId = tableIdOf(row['marginTableId']);
    const table = tableId === undefined ? undefined : tables.value.get(tableId);
    if (table === undefined && tableId !== undefined && tableId >= FIRST_TABLE_ID) {
      return expected(`marginTableId of ${asset.value}`, 'a table of marginTables', shown(tableId));
    }
    const single = [{ lowerBoundUsd: 0, maxLeverage: maxLeverage.value }];
    assets.push({ asset: asset.value, tiers: table ?? single });
  }
  return { ok: true, value: assets };
}

/** `marginTables` is a list of pairs: number and table. */
function tablesOf(meta: JsonObject): Field<ReadonlyMap<number, readonly HyperliquidTier[]>> {
  const { marginTables = [] } = meta;
  if (!Array.isArray(marginTables)) return expected('marginTables', 'a list', shown(marginTables));
  const tables = new Map<number, readonly HyperliquidTier[]>();
  for (const pair of marginTables as readonly unknown[]) {
    const [id, table] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const rows = isObject(table) ? table['marginTiers'] : undefined;
    const tableId = tableIdOf(id);
    if (tableId === undefined || !Array.isArray(rows)) return expected('marginTables', 'pairs with tiers', shown(pair));
    const tiers: HyperliquidTier[] = [];
    for (const row of rows as readonly unknown[]) {
      if (!isObject(row)) return expected('marginTiers', 'an object per tier', shown(row));
      const lowerBoundUsd = venueNumber(row, 'lowerBound');
      if (!lowerBoundUsd.ok) return lowerBoundUsd;
      const maxLeverage = venueNumber(row, 'maxLeverage');
      if (!maxLeverage.ok) return maxLeverage;
      tiers.push({ lowerBoundUsd: lowerBoundUsd.value, maxLeverage: maxLeverage.value });
    }
    tables.set(tableId, tiers);
  }
  return { ok: true, value: tables };
}

/** As JSON has it, or as the text of it where numbers keep their digits. */
function tableIdOf(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^[0-9]{1,9}$/.test(value) ? Number(value) : value;
  return typeof id === 'number' ? id : undefined;
}
