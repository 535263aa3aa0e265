import { evaluateSurface, surfaceForward, type Surface, type SurfaceRegion } from '@gimbal/quant';
import { SURFACE_LIFE_FACTOR_MAX } from '../../limits.js';
import type { RowFailure } from '../impliedVolatility/impliedVolatilityBatch.js';
import { inLifetime, yearsBetween } from './inLifetime.js';
import { sliceVol } from './sliceVol.js';
import type { SurfaceRow } from './surfaceRow.js';

export interface SurfaceVols {
  /** For each expiry each strike, per year; NaN in the rows that failed. */
  readonly vol: Float64Array;
  /** How each came about; undefined in the rows that failed. */
  readonly regions: readonly (SurfaceRegion | undefined)[];
  readonly failures: readonly RowFailure[];
}

/**
 * Volatilities of a surface at strikes and expiries: on a slice its own, between two by total variance, before the first
 * and after the last at that slice's speed, and not at all far after it. Forwards are those of the surface.
 */
export function surfaceVols(
  row: Pick<SurfaceRow, 'slices' | 'timeUs'>,
  strikes: readonly number[],
  expiriesUs: readonly bigint[],
): SurfaceVols {
  const surface = inLifetimes(row);
  const lastYears = surface.slices.at(-1)?.tauYears ?? 0;
  const vol = new Float64Array(strikes.length * expiriesUs.length).fill(Number.NaN);
  const regions = Array<SurfaceRegion | undefined>(vol.length).fill(undefined);
  const failures: RowFailure[] = [];
  for (const [i, expiryUs] of expiriesUs.entries()) {
    const slice = row.slices.find((one) => one.expiryUs === expiryUs);
    const tauYears = yearsBetween(row.timeUs, expiryUs);
    const isTooFar = surface.slices.length > 0 && tauYears > SURFACE_LIFE_FACTOR_MAX * lastYears;
    const forwardUsd = slice?.forwardUsd ?? surfaceForward(surface, tauYears);
    for (const [j, strike] of strikes.entries()) {
      const at = i * strikes.length + j;
      const fail = (field: string, code: string, expected: string, found: string): void => {
        failures.push({ row: at, field, code, reason: `Expected ${expected}, was ${found}.` });
      };
      if (!(strike > 0 && strike < Infinity)) {
        fail(`strikes[${j}]`, 'notPositive', 'a finite strike above 0', String(strike));
        continue;
      }
      if (isTooFar) {
        const most = `${SURFACE_LIFE_FACTOR_MAX} times the ${lastYears.toFixed(4)} years of the last slice`;
        fail(`expiries_us[${i}]`, 'tooFar', `an expiry within ${most}`, `${tauYears.toFixed(4)} years`);
        continue;
      }
      const k = Math.log(strike / forwardUsd);
      if (slice !== undefined) {
        vol[at] = sliceVol(slice, k);
        if (Number.isNaN(vol[at])) fail(`strikes[${j}]`, 'badVariance', 'a total variance above 0 there', 'none');
        else regions[at] = 'atSlice';
        continue;
      }
      const point = evaluateSurface(surface, k, tauYears);
      if (point.kind === 'point') {
        vol[at] = point.vol;
        regions[at] = point.region;
      } else {
        const field = point.field === 'tauYears' || point.field === 'slices' ? `expiries_us[${i}]` : `strikes[${j}]`;
        fail(field, point.reason, point.expected, point.found);
      }
    }
  }
  return { vol, regions, failures };
}

function inLifetimes({ slices, timeUs }: Pick<SurfaceRow, 'slices' | 'timeUs'>): Surface {
  return {
    asOfMs: Number(timeUs / 1000n),
    slices: slices.map((slice) => ({
      expiryMs: Number(slice.expiryUs / 1000n),
      tauYears: yearsBetween(timeUs, slice.expiryUs),
      svi: inLifetime(slice, timeUs),
      forward: { forward: slice.forwardUsd, source: 'quotes', halfWidth: 0, observations: 0, outliers: 0 },
      fit: undefined,
      quotesRefused: [],
    })),
    refusals: [],
  };
}
