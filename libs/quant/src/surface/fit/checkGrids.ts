import { LOG_MONEYNESS_MAX } from '../limits.js';
import { stretchedGrid } from '../stretchedGrid.js';
import type { CrossingBounds } from './crossingBounds.js';
import { densityRootBounds } from './densityRootBounds.js';
import { varianceAt } from './smileRow.js';
import type { OpenSlice } from './smileRow.js';

/** A tenth of a deviation: no two valleys of g or of the distance between two slices lie so near each other. */
const STEP = 0.1;

/** ln t to which the kink of the hyperbola reaches: ten widths to either side. */
const KINK_LOG_T = 3;

/**
 * Steps of ln t beyond. There w is its asymptote and g a quadratic in 1/w, whose valley is so wide that at the grid's point
 * nearest to its floor it is at most (1/8)²/4 higher, where the floor is near zero.
 */
const WING_STEP = 0.25;

/** Nothing further out is a number that squares; the bounds of slices whose wings are all but flat lie there. */
const LOG_T_MAX = 300;

const kink = Float64Array.from({ length: (2 * KINK_LOG_T) / STEP + 1 }, (_, i) => {
  const t = Math.exp(-KINK_LOG_T + i * STEP);
  return (t - 1 / t) / 2;
});

/**
 * The log-moneyness at which each slice is looked at, in order: fine around the money and around its own kink, and on to
 * where algebra says that nothing can come any more, of the slice by itself and of its neighbours: `crossings` are
 * those of each pair.
 */
export function checkGrids(slices: readonly OpenSlice[], crossings: readonly CrossingBounds[]): Float64Array[] {
  return slices.map((slice, i) => {
    const { m, sigma } = slice;
    const density = densityRootBounds(slice);
    const pairs = [crossings[i - 1], crossings[i]].filter((pair) => pair !== undefined);
    const low = [logT(-Math.log(density?.tLow ?? 1)), ...pairs.map(({ kLow }) => logTAt((m - kLow) / sigma))];
    const high = [logT(Math.log(density?.tHigh ?? 1)), ...pairs.map(({ kHigh }) => logTAt((kHigh - m) / sigma))];
    const deviation = Math.sqrt(Math.max(1e-8, varianceAt(slice, 0)));
    const points = [...stretchedGrid(deviation, STEP, LOG_MONEYNESS_MAX), ...kink.map((x) => m + x * sigma)];
    for (const [side, ends] of [[-1, low] as const, [1, high] as const]) {
      const end = Math.max(...ends);
      for (let s = KINK_LOG_T; s < end;) {
        s += WING_STEP;
        points.push(m + side * sigma * Math.sinh(s));
      }
    }
    return Float64Array.from(points).sort();
  });
}

function logT(value: number): number {
  return Math.min(LOG_T_MAX, value);
}

/** ln t at so many widths from the centre. An infinite crossing has no place to look for. */
function logTAt(widths: number): number {
  return Number.isFinite(widths) && widths > 0 ? logT(Math.asinh(widths)) : 0;
}
