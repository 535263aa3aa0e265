import type { SourceRefusal } from './candidate.js';

/** A refusal as a sentence. */
export function refusalText({ source, code, low, high, found, detail = '' }: SourceRefusal): string {
  switch (code) {
    case 'stale':
      return `Expected ${source} within ${shown(high)} s, the last was ${shown(found)} s ago.`;
    case 'degraded':
      return `Expected ${source} to be in order, its feed is degraded: ${detail}.`;
    case 'ahead_of_clock':
      return `Expected ${source} at most ${shown(-low)} s ahead of the clock, was ${shown(-found)} s.`;
    case 'crossed_book':
      return `Expected a bid of ${source} below its ask of ${shown(high)}, was ${shown(found)}.`;
    case 'empty_book':
      return `Expected a bid and an ask of ${source}, there was neither.`;
    case 'one_sided_book':
      return `Expected a bid and an ask of ${source}, there was one of them.`;
    case 'wide_book':
      return `Expected a spread of ${source} of at most ${shown(high * 100)} %, was ${shown(found * 100)} %.`;
    case 'no_majority':
      return `Expected most sources to agree, they say ${shown(low)} to ${shown(high)}; ${source} says ${shown(found)}.`;
    case 'not_a_price':
    case 'outside_book':
    case 'off_index':
    case 'off_median':
      return `Expected ${source} between ${shown(low)} and ${shown(high)}${BY[code]}, was ${shown(found)}.`;
  }
}

const BY = {
  not_a_price: '',
  outside_book: " (its venue's quotes)",
  off_index: ' (the index)',
  off_median: ' (the median of the sources)',
} as const;

/** Seven digits are enough to see why, and the text is part of no decision. */
function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
}
