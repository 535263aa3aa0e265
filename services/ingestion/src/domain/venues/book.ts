import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';
import { compareDecimal, parseDecimal } from '@gimbal/money';
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
  const sign = best === 'highest' ? -1 : 1;
  let from = 0;
  let to = side.length;
  // Whole books come in order, so that each level belongs behind the one before it.
  const worst = side[to - 1];
  if (worst !== undefined && sign * priceOrder(worst, change) < 0) from = to;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sign * priceOrder(side[middle]!, change) < 0) from = middle + 1;
    else to = middle;
  }
  const found = side[from];
  const isThere = found !== undefined && priceOrder(found, change) === 0;
  if (isZero(change.said.size)) {
    if (isThere) side.splice(from, 1);
  } else if (isThere) side[from] = change;
  else if (from === side.length) side.push(change);
  else side.splice(from, 0, change);
}

/** Below 0 when the first price is the lower one. Two that are one as float64 differ where their digits do. */
function priceOrder(one: Level, other: Level): number {
  const difference = one.priceNumber - other.priceNumber;
  if (difference !== 0 || one.said.price === other.said.price) return difference;
  const [left, right] = [parseDecimal(one.said.price), parseDecimal(other.said.price)];
  return left.ok && right.ok ? compareDecimal(left.value, right.value) : 0;
}

/** A plain decimal has no zeros before its first digit. */
function isZero(amount: string): boolean {
  return (amount === '0' || amount.startsWith('0.')) && Number(amount) === 0;
}

/** The best levels of a side, as they are said. */
export function saidLevels(side: readonly Level[]): BookLevel[] {
  // A list that grows level by level would be copied six times until it has them.
  return side.slice(0, BOOK_LEVELS_SAID_MAX).map(({ said }) => said);
}

/** What is wrong with a book whose sides meet; undefined when they don't. */
export function crossedDetail({ bids, asks }: Book): string | undefined {
  const [bid, ask] = [bids[0], asks[0]];
  if (bid === undefined || ask === undefined || priceOrder(bid, ask) < 0) return undefined;
  return `Expected a best bid below the best ask, was ${bid.said.price} at ${ask.said.price}.`;
}
