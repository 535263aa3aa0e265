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
  const { where, account, parameters, marksUsd, printed, printedTotals } = record;
  const margin = hyperliquid.accountMargin(account, parameters, marksUsd);
  if (!margin.ok) return { comparisons: printed.map((one) => refused(record, one, margin.failure)), apart: [] };
  const unknown = printed.filter((one) => isMaintenanceUnknown(record, margin.value, one));
  const used = new Map(margin.value.positions.map((one) => [one.asset, one.marginUsedUsd]));
  const { accountValueUsd, marginUsedUsd } = printedTotals;
  return {
    comparisons: [
      ...money(`${where} account value`, accountValueUsd, margin.value.accountValueUsd),
      ...money(`${where} margin used`, marginUsedUsd, margin.value.marginUsedUsd, printed.length),
      ...maintenanceOf(record, margin.value, unknown),
      ...printed.flatMap((one) => money(`${where} ${one.asset} margin used`, one.marginUsedUsd, used.get(one.asset)!)),
      ...printed.filter((one) => !unknown.includes(one)).flatMap((one) => priceComparison(record, one)),
    ],
    apart: [
      ...unknown.map(({ asset }) => `the price of ${asset}: ${lackOf(record, asset)}`),
      ...printed
        .filter((one) => one.marginUsedUsd === undefined)
        .map(({ asset }) => `the margin of ${asset}, not printed`),
      ...printed
        .filter((one) => one.liquidationPriceUsd === undefined)
        .map(({ asset }) => `the price of ${asset}, not printed`),
    ],
  };
}

/**
 * Whether a price depends on a maintenance margin that the record leaves open: of a position whose leverage stands nowhere,
 * or of a large one whose table isn't there, unless the venue's own sum shows that one tier is all there is to it.
 */
function isMaintenanceUnknown(record: RecordedAccount, margin: HyperliquidMargin, one: PrintedPosition): boolean {
  const inBucket = one.isolated ? [one] : record.printed.filter(({ isolated }) => !isolated);
  const from = (asset: string) => record.leverageFrom.get(asset);
  if (inBucket.some(({ asset }) => from(asset) === 'nowhere')) return true;
  const { crossMaintenanceUsd } = record.printedTotals;
  const agrees =
    !one.isolated &&
    crossMaintenanceUsd !== undefined &&
    Math.abs(crossMaintenanceUsd - margin.cross.maintenanceUsd) < 2 * MONEY_USD;
  return !agrees && inBucket.some(({ asset }) => from(asset) === 'position' && isLarge(margin, asset));
}

function isLarge(margin: HyperliquidMargin, asset: string): boolean {
  return margin.positions.find((each) => each.asset === asset)!.notionalUsd > LOWEST_TIER_BOUND_USD;
}

function lackOf(record: RecordedAccount, asset: string): string {
  switch (record.leverageFrom.get(asset)) {
    case 'nowhere':
      return 'neither the response nor a meta response with it says the highest leverage';
    case 'position':
      return 'a position this large, here or in the same bucket, has a tier table, which the record lacks';
    default:
      return 'another position of its bucket lacks its leverage or its tier table';
  }
}

function maintenanceOf(
  record: RecordedAccount,
  margin: HyperliquidMargin,
  unknown: readonly PrintedPosition[],
): Comparison[] {
  if (unknown.some(({ isolated }) => !isolated)) return [];
  const crossCount = record.printed.filter(({ isolated }) => !isolated).length;
  const what = `${record.where} cross maintenance margin`;
  return money(what, record.printedTotals.crossMaintenanceUsd, margin.cross.maintenanceUsd, crossCount);
}

/** A sum of parts that were each cut off may be off by as many halves. Nothing to compare where nothing was printed. */
function money(what: string, printed: number | undefined, computed: number, parts = 1): Comparison[] {
  if (printed === undefined) return [];
  const tolerance = MONEY_USD * Math.max(1, parts / 2);
  const slack = REPRESENTATION_SLACK * Math.abs(printed);
  const units = Math.max(0, Math.abs(printed - computed) - slack) / tolerance;
  return [{ what, printed, computed, units }];
}

function priceComparison(record: RecordedAccount, one: PrintedPosition): Comparison[] {
  const { account, parameters, marksUsd, where } = record;
  const printed = one.liquidationPriceUsd;
  if (printed === undefined) return [];
  const what = `${where} ${one.asset} liquidation price`;
  const price = hyperliquid.liquidationPrice(account, parameters, marksUsd, one.asset);
  if (!price.ok) {
    const agrees = printed === 'none' && price.failure.code === 'NoLiquidationPrice';
    const computed = agrees ? 'none' : describeMarginFailure(price.failure);
    return [{ what, printed, computed, units: agrees ? 0 : Infinity }];
  }
  const { priceUsd } = price.value;
  if (printed === 'none') return [{ what, printed, computed: priceUsd, units: Infinity }];
  const { size } = account.positions.find(({ asset }) => asset === one.asset)!;
  const tolerance = MONEY_USD / Math.abs(size) + HALF_PRICE_USD + priceUsd * REPRESENTATION_SLACK;
  return [{ what, printed, computed: priceUsd, units: Math.abs(printed - priceUsd) / tolerance }];
}

function refused({ where }: RecordedAccount, one: PrintedPosition, failure: MarginFailure): Comparison {
  const computed = describeMarginFailure(failure);
  return { what: `${where} ${one.asset}`, printed: one.marginUsedUsd ?? 'none', computed, units: Infinity };
}
