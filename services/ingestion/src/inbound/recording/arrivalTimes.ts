/**
 * When the lines of a file arrived, from the times that they state themselves. Most lines stand in the order of their
 * times, and arrived at them; a line that can't be read, or whose time is out of place, arrived with the line before
 * it. So a line that claims a time of the future is delivered when a connector would have seen it.
 * The lines in place are a longest non-decreasing subsequence (patience sorting, Fredman 1975, n log n).
 */
export function arrivalTimes(statedUs: readonly (bigint | undefined)[], earliestUs: bigint): readonly bigint[] {
  const inPlace = longestOrdered(statedUs);
  let lastUs = statedUs.find((stated, index) => stated !== undefined && inPlace.has(index)) ?? earliestUs;
  return statedUs.map((stated, index) => {
    if (stated !== undefined && inPlace.has(index)) lastUs = stated;
    return lastUs;
  });
}

function longestOrdered(values: readonly (bigint | undefined)[]): ReadonlySet<number> {
  /** Index of the smallest last value of an ordered run of each length. */
  const tails: number[] = [];
  const before = new Map<number, number>();
  values.forEach((value, index) => {
    if (value === undefined) return;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! <= value) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before.set(index, tails[low - 1]!);
    tails[low] = index;
  });
  const found = new Set<number>();
  for (let index = tails.at(-1); index !== undefined; index = before.get(index)) found.add(index);
  return found;
}
