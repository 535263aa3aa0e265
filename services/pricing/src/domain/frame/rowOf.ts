import type { MarksFrame } from './marksFrame.js';

/** The row of an instrument's index, or −1. Indexes ascend, and in a full frame each stands at its own place. */
export function rowOf({ indexes }: MarksFrame, index: number): number {
  if (indexes[index] === index) return index;
  let low = 0;
  let high = indexes.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = indexes[middle]!;
    if (found === index) return middle;
    if (found < index) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
