import type { TenorVega } from '@gimbal/contracts/risk/v1/exposure_events';
import type { InstrumentTraits } from './instrumentTraits.js';

/**
 * Ends of the tenors in days: a week, a month, a quarter, half a year and a year, as venues list their expiries. What
 * lies beyond has the name 0.
 */
export const TENOR_DAYS = [7, 30, 90, 180, 365] as const;
export const BEYOND_ALL_TENORS = 0;

const MS_PER_DAY = 86_400_000;
const US_PER_MS = 1_000;

/** The tenor of a volatility: of an option by its expiry, of what has none by the period that its price pays for. */
export function tenorOf({ expiryMs, volPeriodDays }: InstrumentTraits, timeUs: bigint): number {
  const days = expiryMs === undefined ? volPeriodDays : (expiryMs - Number(timeUs) / US_PER_MS) / MS_PER_DAY;
  return TENOR_DAYS.find((daysMax) => days !== undefined && days <= daysMax) ?? BEYOND_ALL_TENORS;
}

/** Vegas by asset and tenor. They add up to the vega of the total, apart from the order of addition. */
export function createTenorVegas(timeUs: bigint) {
  const byAsset = new Map<string, Map<number, number>>();
  return {
    add(asset: string, traits: InstrumentTraits, vegaUsdPerVolPoint: number): void {
      if (vegaUsdPerVolPoint === 0) return;
      let byTenor = byAsset.get(asset);
      if (byTenor === undefined) byAsset.set(asset, (byTenor = new Map<number, number>()));
      const tenor = tenorOf(traits, timeUs);
      byTenor.set(tenor, (byTenor.get(tenor) ?? 0) + vegaUsdPerVolPoint);
    },
    /** In the order of the assets' first legs, nearest tenor first. */
    end(): TenorVega[] {
      return [...byAsset].flatMap(([asset, byTenor]) =>
        [...TENOR_DAYS, BEYOND_ALL_TENORS].flatMap((daysMax) => {
          const vegaUsdPerVolPoint = byTenor.get(daysMax);
          return vegaUsdPerVolPoint === undefined ? [] : [{ asset, daysMax, vegaUsdPerVolPoint }];
        }),
      );
    },
  };
}
