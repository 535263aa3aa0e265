import type { SliceRefusalReason, SviParameters } from '../surfaceTypes.js';
import { findArbitrage } from './findArbitrage.js';
import type { FitTargets } from './fitTargets.js';

export interface KeptSlice {
  readonly index: number;
  readonly svi: SviParameters;
}

export interface RefusedSlice {
  readonly index: number;
  readonly reason: SliceRefusalReason;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * The guarantee of a surface: what is kept has been looked at wherever there can be arbitrage, and has none. A slice
 * that isn't a number goes first, then one with butterfly arbitrage, then of two that cross the one with fewer quotes.
 */
export function keepConsistent(
  slices: readonly SviParameters[],
  targets: readonly FitTargets[],
): { readonly kept: readonly KeptSlice[]; readonly refused: readonly RefusedSlice[] } {
  const refused: RefusedSlice[] = [];
  let kept: KeptSlice[] = [];
  slices.forEach((svi, index) => {
    if (isFinite(svi)) kept.push({ index, svi });
    else refused.push({ index, reason: 'fitFailed', field: 'svi', expected: 'finite parameters', found: show(svi) });
  });
  for (;;) {
    const found = findArbitrage(kept.map(({ svi }) => svi));
    if (found.none) return { kept, refused };
    let worst = found.butterfly.indexOf(true);
    if (worst >= 0) {
      const place = found.butterflyK[worst]![0] ?? Number.POSITIVE_INFINITY;
      const expected = 'g(k) of at least 0 at every k';
      const index = kept[worst]!.index;
      refused.push({ index, reason: 'butterfly', field: 'g', expected, found: `less at k = ${place}` });
    } else {
      const pair = found.calendar.indexOf(true);
      const place = found.calendarK[pair]![0] ?? Number.POSITIVE_INFINITY;
      const quotes = (at: number) => targets[kept[at]!.index]!.length;
      worst = quotes(pair) < quotes(pair + 1) ? pair : pair + 1;
      const expected = 'total variance that never falls with time';
      const index = kept[worst]!.index;
      refused.push({ index, reason: 'calendar', field: 'w', expected, found: `a crossing at k = ${place}` });
    }
    const leaving = worst;
    kept = kept.filter((_, i) => i !== leaving);
  }
}

function isFinite({ a, b, rho, m, sigma }: SviParameters): boolean {
  return Number.isFinite(a + b + rho + m + sigma);
}

function show({ a, b, rho, m, sigma }: SviParameters): string {
  return `a ${a}, b ${b}, ρ ${rho}, m ${m}, σ ${sigma}`;
}
