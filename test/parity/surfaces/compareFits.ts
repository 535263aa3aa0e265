import type { Surface, SurfaceSlice } from '@gimbal/quant';

/** Two fits of the same quotes: the surface and the slices that know nothing of each other. */
export interface FitComparison {
  readonly quotes: number;
  readonly inside: number;
  readonly insideFree: number;
  readonly vegaSum: number;
  /** Vega-weighted sums of squared distances from the mids, in vol. */
  readonly squares: number;
  readonly squaresFree: number;
}

export const NO_QUOTES: FitComparison = {
  quotes: 0,
  inside: 0,
  insideFree: 0,
  vegaSum: 0,
  squares: 0,
  squaresFree: 0,
};

/** Over the expiries that the surface has; those it refused are counted elsewhere. */
export function compareFits(surface: Surface, free: readonly SurfaceSlice[]): FitComparison {
  return surface.slices.map((slice) => compareSlice(slice, free)).reduce(addFits, NO_QUOTES);
}

function compareSlice({ expiryMs, fit }: SurfaceSlice, free: readonly SurfaceSlice[]): FitComparison {
  const freeFit = free.find((slice) => slice.expiryMs === expiryMs)?.fit;
  if (fit === undefined || freeFit === undefined) return NO_QUOTES;
  return {
    quotes: fit.quotesUsed,
    inside: fit.insideBidAsk,
    insideFree: freeFit.insideBidAsk,
    vegaSum: fit.vegaSum,
    squares: fit.vegaSum * fit.vegaWeightedRmseVol ** 2,
    squaresFree: freeFit.vegaSum * freeFit.vegaWeightedRmseVol ** 2,
  };
}

export function addFits(one: FitComparison, other: FitComparison): FitComparison {
  return {
    quotes: one.quotes + other.quotes,
    inside: one.inside + other.inside,
    insideFree: one.insideFree + other.insideFree,
    vegaSum: one.vegaSum + other.vegaSum,
    squares: one.squares + other.squares,
    squaresFree: one.squaresFree + other.squaresFree,
  };
}

/** By how many points the share inside bid-ask is less than the free fit's; negative when it is more. */
export function insidePointsLost({ quotes, inside, insideFree }: FitComparison): number {
  return quotes === 0 ? 0 : ((insideFree - inside) / quotes) * 100;
}

/** The surface's vega-weighted RMSE over the free fit's. 1 when neither has any. */
export function rmseRatio({ squares, squaresFree }: FitComparison): number {
  return squares === squaresFree ? 1 : Math.sqrt(squares / squaresFree);
}

export function rmseVolPoints(squares: number, vegaSum: number): number {
  return vegaSum === 0 ? 0 : Math.sqrt(squares / vegaSum) * 100;
}
