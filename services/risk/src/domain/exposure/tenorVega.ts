import type { TenorVega } from '@gimbal/contracts/risk/v1/exposure_events';
import type { BookColumns } from '../book/bookColumns.js';
import type { InstrumentTraits } from './instrumentTraits.js';
import { positionTraits } from './positionTraits.js';
import { vegaOf, type WholeAccount } from './wholeAccount.js';

/**
 * Ends of the tenors in days: a week, a month, a quarter, half a year and a year, as venues list their expiries. What
 * lies beyond has the name 0.
 */
export const TENOR_DAYS = [7, 30, 90, 180, 365] as const;
export const BEYOND_ALL_TENORS = 0;

const MS_PER_DAY = 86_400_000;
const US_PER_MS = 1_000;

/** Where a volatility stands among the tenors: an option's by its expiry, else by the period that the price pays for. */
function tenorIndex({ expiryMs, volPeriodDays }: InstrumentTraits, nowMs: number): number {
  const days = expiryMs === undefined ? (volPeriodDays ?? Infinity) : (expiryMs - nowMs) / MS_PER_DAY;
  let at = 0;
  while (at < TENOR_DAYS.length && days > TENOR_DAYS[at]!) at++;
  return at;
}

/** The tenor's name: its last day. */
export function tenorOf(traits: InstrumentTraits, timeUs: bigint): number {
  return TENOR_DAYS[tenorIndex(traits, msOf(timeUs))] ?? BEYOND_ALL_TENORS;
}

function msOf(timeUs: bigint): number {
  return Number(timeUs) / US_PER_MS;
}

/** The tenors of an account's positions, and the times from and before which they are these. */
interface HeldTenors {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly tenors: Uint8Array;
}

/** So long before an expiry comes to the end of a tenor all are looked at again: a quotient of days may round. */
const MARGIN_MS = 1;

const tenorsByColumns = new WeakMap<BookColumns, HeldTenors>();

function tenorsOf(columns: BookColumns, nowMs: number): Uint8Array {
  const known = tenorsByColumns.get(columns);
  if (known !== undefined && nowMs >= known.fromMs && nowMs < known.untilMs) return known.tenors;
  const traits = positionTraits(columns);
  const tenors = Uint8Array.from(traits, (each) => tenorIndex(each, nowMs));
  let untilMs = Infinity;
  for (const [at, { expiryMs }] of traits.entries()) {
    const shorter = TENOR_DAYS[tenors[at]! - 1];
    if (expiryMs !== undefined && shorter !== undefined)
      untilMs = Math.min(untilMs, expiryMs - shorter * MS_PER_DAY - MARGIN_MS);
  }
  tenorsByColumns.set(columns, { fromMs: nowMs, untilMs, tenors });
  return tenors;
}

/** Vegas by asset and tenor. They add up to the vega of the total, apart from the order of addition. */
export function createTenorVegas(timeUs: bigint) {
  const nowMs = msOf(timeUs);
  const sums: { readonly asset: string; readonly vegas: (number | undefined)[] }[] = [];
  const sumsOf = (asset: string) => {
    for (const each of sums) if (each.asset === asset) return each;
    const added = { asset, vegas: [] };
    sums.push(added);
    return added;
  };
  return {
    add(asset: string, traits: InstrumentTraits, vegaUsdPerVolPoint: number): void {
      if (vegaUsdPerVolPoint === 0) return;
      const { vegas } = sumsOf(asset);
      const at = tenorIndex(traits, nowMs);
      vegas[at] = (vegas[at] ?? 0) + vegaUsdPerVolPoint;
    },
    /** All positions of an account, in their order. */
    addWhole(whole: WholeAccount): void {
      const { columns } = whole.account;
      const { assets } = columns;
      let tenors: Uint8Array | undefined;
      let of: { readonly asset: string; readonly vegas: (number | undefined)[] } | undefined;
      for (let leg = 0; leg < assets.length; leg++) {
        const vega = vegaOf(whole, leg);
        if (vega === 0) continue;
        tenors ??= tenorsOf(columns, nowMs);
        if (of === undefined || of.asset !== assets[leg]) of = sumsOf(assets[leg]!);
        const at = tenors[leg]!;
        of.vegas[at] = (of.vegas[at] ?? 0) + vega;
      }
    },
    /** In the order of the assets' first legs, nearest tenor first. */
    end(): TenorVega[] {
      const found: TenorVega[] = [];
      for (const { asset, vegas } of sums) {
        for (let at = 0; at < vegas.length; at++) {
          const vegaUsdPerVolPoint = vegas[at];
          if (vegaUsdPerVolPoint === undefined) continue;
          found.push({ asset, daysMax: TENOR_DAYS[at] ?? BEYOND_ALL_TENORS, vegaUsdPerVolPoint });
        }
      }
      return found;
    },
  };
}
