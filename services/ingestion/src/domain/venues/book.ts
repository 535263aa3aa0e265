import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';
import { BOOK_LEVELS_MAX, BOOK_LEVELS_SAID_MAX } from './venueLimits.js';

/** A level with its price as a number too: what levels are ordered and found by. */
export interface Level {
  readonly priceNumber: number;
  readonly price: string;
  /** A size of 0 takes the level away. */
  readonly size: string;
}

/** A book that a session keeps and owns; each side best first. */
export interface Book {
  readonly bids: Level[];
  readonly asks: Level[];
}

export function createBook(): Book {
  return { bids: [], asks: [] };
}

export function levelOf(price: string, size: string): Level {
  return { priceNumber: Number(price), price, size };
}

/** Puts changes into one side; false, and nothing changed, when it would grow beyond its bound. */
export function applyLevels(side: Level[], changes: readonly Level[], best: 'highest' | 'lowest'): boolean {
  if (side.length + changes.length > BOOK_LEVELS_MAX) return false;
  for (const change of changes) applyLevel(side, change, best);
  return true;
}

function applyLevel(side: Level[], change: Level, best: 'highest' | 'lowest'): void {
  let [from, to] = [0, side.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const price = side[middle]!.priceNumber;
    const isBefore = best === 'highest' ? price > change.priceNumber : price < change.priceNumber;
    if (isBefore) from = middle + 1;
    else to = middle;
  }
  const isThere = side[from]?.priceNumber === change.priceNumber;
  if (Number(change.size) === 0) side.splice(from, isThere ? 1 : 0);
  else side.splice(from, isThere ? 1 : 0, change);
}

/** The best levels of a side, as they are said. */
export function saidLevels(side: readonly Level[]): BookLevel[] {
  return side.slice(0, BOOK_LEVELS_SAID_MAX).map(({ price, size }) => ({ price, size }));
}

/** What is wrong with a book whose sides meet; undefined when they don't. */
export function crossedDetail({ bids, asks }: Book): string | undefined {
  const [bid, ask] = [bids[0], asks[0]];
  if (bid === undefined || ask === undefined || bid.priceNumber < ask.priceNumber) return undefined;
  return `Expected a best bid below the best ask, was ${bid.price} at ${ask.price}.`;
}
