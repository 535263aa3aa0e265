import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';
import { saidLevels } from '../book.js';
import { differenceOf } from '../decimalDifference.js';
import type { LevelBook, MarkedLevel } from './levelBook.js';

export interface UncrossedBook {
  /** The best levels of either side, as they are said. */
  readonly bids: BookLevel[];
  readonly asks: BookLevel[];
  readonly removed: readonly string[];
}

const NONE: readonly string[] = [];

/**
 * Takes crossed levels out of a book. The order book of dYdX lives in the mempools of its validators, and each proposer has
 * its own, so what the indexer hears may cross for a moment. Of a bid at or above an ask the one that was set by the earlier
 * message is out of date; when one message set both, they are taken to trade with each other: the smaller goes, and the
 * larger keeps the rest (dYdX Documentation: How to uncross the orderbook). What is kept of the venue stays as it is, since a level that is
 * taken for out of date and isn't would never be sent again. `removed` is for people.
 */
export function uncrossBook(book: LevelBook): UncrossedBook {
  if (!isCrossed(book)) return { bids: book.said('bids'), asks: book.said('asks'), removed: NONE };
  const [bids, asks] = [[...book.bids], [...book.asks]];
  const removed: string[] = [];
  for (;;) {
    const [bid] = bids;
    const [ask] = asks;
    if (bid === undefined || ask === undefined || bid.priceNumber < ask.priceNumber) {
      return { bids: saidLevels(bids), asks: saidLevels(asks), removed };
    }
    if (bid.setBy !== ask.setBy) {
      const isBidOlder = bid.setBy < ask.setBy;
      removed.push(isBidOlder ? `bid ${bid.said.price}` : `ask ${ask.said.price}`);
      (isBidOlder ? bids : asks).shift();
      continue;
    }
    const left = differenceOf(bid.said.size, ask.said.size);
    removed.push(`bid ${bid.said.price} against ask ${ask.said.price}`);
    replaceBest(bids, bid, left.startsWith('-') || left === '0' ? undefined : left);
    replaceBest(asks, ask, left.startsWith('-') ? left.slice(1) : undefined);
  }
}

function isCrossed({ asks, bids }: LevelBook): boolean {
  const [bid, ask] = [bids[0], asks[0]];
  return bid !== undefined && ask !== undefined && bid.priceNumber >= ask.priceNumber;
}

function replaceBest(levels: MarkedLevel[], best: MarkedLevel, size: string | undefined): void {
  if (size === undefined) levels.shift();
  else levels[0] = { ...best, said: { ...best.said, size } };
}
