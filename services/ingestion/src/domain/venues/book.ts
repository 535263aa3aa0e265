import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';
import { BOOK_LEVELS_MAX, BOOK_LEVELS_SAID_MAX } from './venueLimits.js';

/** A level with its price as a number too: what levels are ordered and found by. */
export interface Level {
  readonly priceNumber: number;
  /** As facts say it, who share it: a book is said whole at each change of a few levels. A size of 0 takes the level away. */
  readonly said: BookLevel;
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
  return { priceNumber: Number(price), said: { price, size } };
}

/** Puts changes into one side; false, and nothing changed, when it would grow beyond its bound. */
export function applyLevels(side: Level[], changes: readonly Level[], best: 'highest' | 'lowest'): boolean {
  if (side.length + changes.length > BOOK_LEVELS_MAX) return false;
  for (const change of changes) applyLevel(side, change, best);
  return true;
}

function applyLevel(side: Level[], change: Level, best: 'highest' | 'lowest'): void {
  const isBelow = best === 'highest';
  let from = 0;
  let to = side.length;
  // Whole books come in order, so that each level belongs behind the one before it.
  const worst = side[to - 1]?.priceNumber;
  if (worst !== undefined && (isBelow ? worst > change.priceNumber : worst < change.priceNumber)) from = to;
  while (from < to) {
    const middle = (from + to) >> 1;
    const price = side[middle]!.priceNumber;
    const isBefore = isBelow ? price > change.priceNumber : price < change.priceNumber;
    if (isBefore) from = middle + 1;
    else to = middle;
  }
  const isThere = side[from]?.priceNumber === change.priceNumber;
  if (isZero(change.said.size)) {
    if (isThere) side.splice(from, 1);
  } else if (isThere) side[from] = change;
  else if (from === side.length) side.push(change);
  else side.splice(from, 0, change);
}

/** A plain decimal has no zeros before its first digit. */
function isZero(amount: string): boolean {
  return (amount === '0' || amount.startsWith('0.')) && Number(amount) === 0;
}

/** The best levels of a side, as they are said. */
export function saidLevels(side: readonly Level[]): BookLevel[] {
  const levels: BookLevel[] = [];
  const count = Math.min(side.length, BOOK_LEVELS_SAID_MAX);
  for (let at = 0; at < count; at++) levels.push(side[at]!.said);
  return levels;
}

/** What is wrong with a book whose sides meet; undefined when they don't. */
export function crossedDetail({ bids, asks }: Book): string | undefined {
  const [bid, ask] = [bids[0], asks[0]];
  if (bid === undefined || ask === undefined || bid.priceNumber < ask.priceNumber) return undefined;
  return `Expected a best bid below the best ask, was ${bid.said.price} at ${ask.said.price}.`;
}
