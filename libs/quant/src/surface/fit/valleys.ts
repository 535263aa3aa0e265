/** Golden section: each step keeps 0.618 of the bracket, so that 24 leave a hundred-thousandth. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const GOLDEN_STEPS = 24;

/**
 * Where the valleys of `f` over the sorted `grid` lie lower than `least`: a grid point lower than its neighbours is a valley,
 * the ends are when they are lower than the next, and a valley of the grid below `near` is followed to its floor.
 */
export function valleys(f: (k: number) => number, grid: Float64Array, least: number, near: number): number[] {
  const found: number[] = [];
  let before = Number.POSITIVE_INFINITY;
  let here = f(grid[0]!);
  for (let i = 0; i < grid.length; i++) {
    const after = i + 1 < grid.length ? f(grid[i + 1]!) : Number.POSITIVE_INFINITY;
    if (!(here > before) && !(here > after) && !(here >= near)) {
      const floor =
        here < least ? grid[i]! : floorOf(f, grid[Math.max(0, i - 1)]!, grid[Math.min(grid.length - 1, i + 1)]!);
      if (!(f(floor) >= least)) found.push(floor);
    }
    before = here;
    here = after;
  }
  return found;
}

function floorOf(f: (k: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let atLeft = f(left);
  let atRight = f(right);
  for (let step = 0; step < GOLDEN_STEPS; step++) {
    if (atLeft < atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - GOLDEN * (high - low);
      atLeft = f(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + GOLDEN * (high - low);
      atRight = f(right);
    }
  }
  return atLeft < atRight ? left : right;
}
