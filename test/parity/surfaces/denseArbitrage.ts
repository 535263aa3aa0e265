import type { SurfaceSlice, SviParameters } from '@gimbal/quant';

const POINTS = 2_001;
const K_MAX = 3;
const DEVIATIONS_BEYOND_LISTED = 6;

export interface DenseArbitrage {
  readonly points: number;
  readonly butterfly: number;
  readonly calendar: number;
}

/**
 * Counts arbitrage in a surface at points that the fit never saw: for each slice 2,001 from k = -3 to 3, 2,001 from six
 * deviations below its listed strikes to six above, and the wings' limits. The formulas are written here again, from
 * Gatheral and Jacquier (2014), so that a mistake in the library isn't made twice.
 */
export function denseArbitrage(
  slices: readonly SurfaceSlice[],
  listed: ReadonlyMap<number, { readonly kMin: number; readonly kMax: number }>,
): DenseArbitrage {
  let points = 0;
  let butterfly = 0;
  let calendar = 0;
  const grids = slices.map((slice) => denseGrid(slice, listed));
  slices.forEach(({ svi }, i) => {
    points += grids[i]!.length;
    butterfly += grids[i]!.filter((k) => !(densitySign(svi, k) >= 0)).length;
    // Lee: a total variance that grows by more than 2 a unit of |k| has no density in the end.
    butterfly += [svi.b * (1 - svi.rho), svi.b * (1 + svi.rho)].filter((slope) => !(slope >= 0 && slope <= 2)).length;
    const later = slices[i + 1]?.svi;
    if (later === undefined) return;
    for (const grid of [grids[i]!, grids[i + 1]!]) {
      points += grid.length;
      calendar += grid.filter((k) => !(totalVariance(later, k) >= totalVariance(svi, k))).length;
    }
    if (!(later.b * (1 - later.rho) >= svi.b * (1 - svi.rho))) calendar++;
    if (!(later.b * (1 + later.rho) >= svi.b * (1 + svi.rho))) calendar++;
  });
  return { points, butterfly, calendar };
}

function denseGrid(
  { svi, expiryMs }: SurfaceSlice,
  listed: ReadonlyMap<number, { readonly kMin: number; readonly kMax: number }>,
): number[] {
  const { kMin, kMax } = listed.get(expiryMs) ?? { kMin: 0, kMax: 0 };
  const beyond = DEVIATIONS_BEYOND_LISTED * Math.sqrt(totalVariance(svi, 0));
  return [...evenly(-K_MAX, K_MAX), ...evenly(kMin - beyond, kMax + beyond)];
}

function evenly(from: number, to: number): number[] {
  return Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
}

function totalVariance({ a, b, rho, m, sigma }: SviParameters, k: number): number {
  return a + b * (rho * (k - m) + Math.hypot(k - m, sigma));
}

function densitySign(svi: SviParameters, k: number): number {
  const { b, rho, m, sigma } = svi;
  const distance = Math.hypot(k - m, sigma);
  const w = totalVariance(svi, k);
  const first = b * (rho + (k - m) / distance);
  const second = (b * sigma ** 2) / distance ** 3;
  if (!(w > 0)) return Number.NaN;
  return (1 - (k * first) / (2 * w)) ** 2 - (first ** 2 / 4) * (1 / w + 1 / 4) + second / 2;
}
