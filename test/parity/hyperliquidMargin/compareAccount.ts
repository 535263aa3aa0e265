import { describeMarginFailure, hyperliquid } from '@gimbal/margin';
import type { HyperliquidMargin, MarginFailure } from '@gimbal/margin';
import type { PrintedPosition, RecordedAccount } from './recordedAccount.ts';

/** The venue prints money with six decimals, and keeps its maintenance margins so: cut off, not rounded. */
const MONEY_USD = 1e-6;

/** Prices are printed with at least eight decimals: half a unit of the last. */
const HALF_PRICE_USD = 0.5e-8;

/** Doubles next to six-decimal numbers; without this an exact unit would fall on either side. Printed ones have the same noise. */
const REPRESENTATION_SLACK = 8 * Number.EPSILON;

/** The lowest bound in the venue's published tier tables: a smaller position is in the first tier of any. */
const LOWEST_TIER_BOUND_USD = 3_000_000;

export interface Comparison {
  readonly what: string;
  readonly printed: number | string;
  readonly computed: number | string;
  /** Distance over the tolerance: up to 1 is rounding. */
  readonly units: number;
}

export interface AccountComparison {
  readonly comparisons: readonly Comparison[];
  /** Named, and not compared: the record lacks what their numbers depend on. */
  readonly apart: readonly string[];
}

/** Margin used and liquidation price of every position, and the account's totals, beside what the venue printed. */
export function compareAccount(record: RecordedAccount): AccountComparison {
  const { where, account, parameters, marksUsd, printed, printedTotals, withoutLeverage } = record;
  if (printed.length === 0) {
    const claims = printedTotals.marginUsedUsd !== 0;
    return { comparisons: [], apart: claims ? [`${where}: the positions behind the printed margin are left out`] : [] };
  }
  if (withoutLeverage.size > 0) {
    const reason = 'neither the response nor a meta response with it says the highest leverage';
    return { comparisons: [], apart: [...withoutLeverage].map((asset) => `${where} ${asset}: ${reason}`) };
  }
  const margin = hyperliquid.accountMargin(account, parameters, marksUsd);
  if (!margin.ok) return { comparisons: printed.map((one) => refused(record, one, margin.failure)), apart: [] };
  const apart = printed.filter((one) => isTierUnknown(record, margin.value, one));
  const compared = printed.filter((one) => !apart.includes(one));
  const used = new Map(margin.value.positions.map((one) => [one.asset, one.marginUsedUsd]));
  return {
    comparisons: [
      money(`${where} account value`, printedTotals.accountValueUsd, margin.value.accountValueUsd),
      money(`${where} margin used`, printedTotals.marginUsedUsd, margin.value.marginUsedUsd, printed.length),
      ...maintenanceOf(record, margin.value, apart),
      ...printed.map((one) => money(`${where} ${one.asset} margin used`, one.marginUsedUsd, used.get(one.asset)!)),
      ...compared.map((one) => priceComparison(record, one)),
    ],
    apart: apart.map(
      ({ asset }) => `${where} ${asset}: a position this large has a tier table, which the record lacks (price alone)`,
    ),
  };
}

/** A large position without a table, unless the venue's own maintenance margin shows that one tier is all there is to it. */
function isTierUnknown(record: RecordedAccount, margin: HyperliquidMargin, one: PrintedPosition): boolean {
  const isLarge = (asset: string): boolean => {
    const position = margin.positions.find((each) => each.asset === asset)!;
    return !record.withTiers.has(asset) && position.notionalUsd > LOWEST_TIER_BOUND_USD;
  };
  if (one.isolated) return isLarge(one.asset);
  const { crossMaintenanceUsd } = record.printedTotals;
  const agrees =
    crossMaintenanceUsd !== undefined && Math.abs(crossMaintenanceUsd - margin.cross.maintenanceUsd) < 2 * MONEY_USD;
  return !agrees && record.printed.some((each) => !each.isolated && isLarge(each.asset));
}

function maintenanceOf(
  record: RecordedAccount,
  margin: HyperliquidMargin,
  apart: readonly PrintedPosition[],
): Comparison[] {
  const { crossMaintenanceUsd } = record.printedTotals;
  if (crossMaintenanceUsd === undefined || apart.some(({ isolated }) => !isolated)) return [];
  const crossCount = record.printed.filter(({ isolated }) => !isolated).length;
  const what = `${record.where} cross maintenance margin`;
  return [money(what, crossMaintenanceUsd, margin.cross.maintenanceUsd, crossCount)];
}

/** A sum of parts that were each rounded may be off by as many halves. */
function money(what: string, printed: number, computed: number, parts = 1): Comparison {
  const tolerance = MONEY_USD * Math.max(1, parts / 2);
  const slack = REPRESENTATION_SLACK * Math.abs(printed);
  const units = Math.max(0, Math.abs(printed - computed) - slack) / tolerance;
  return { what, printed, computed, units };
}

function priceComparison(record: RecordedAccount, one: PrintedPosition): Comparison {
  const { account, parameters, marksUsd, where } = record;
  const what = `${where} ${one.asset} liquidation price`;
  const price = hyperliquid.liquidationPrice(account, parameters, marksUsd, one.asset);
  const printed = one.liquidationPriceUsd ?? 'none';
  if (!price.ok) {
    const agrees = one.liquidationPriceUsd === undefined && price.failure.code === 'NoLiquidationPrice';
    return {
      what,
      printed,
      computed: agrees ? 'none' : describeMarginFailure(price.failure),
      units: agrees ? 0 : Infinity,
    };
  }
  const { priceUsd } = price.value;
  if (one.liquidationPriceUsd === undefined) return { what, printed, computed: priceUsd, units: Infinity };
  const { size } = account.positions.find(({ asset }) => asset === one.asset)!;
  const tolerance = MONEY_USD / Math.abs(size) + HALF_PRICE_USD + priceUsd * REPRESENTATION_SLACK;
  return { what, printed, computed: priceUsd, units: Math.abs(one.liquidationPriceUsd - priceUsd) / tolerance };
}

function refused({ where }: RecordedAccount, one: PrintedPosition, failure: MarginFailure): Comparison {
  const computed = describeMarginFailure(failure);
  return { what: `${where} ${one.asset}`, printed: one.marginUsedUsd, computed, units: Infinity };
}
