import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';
import { type Level, saidLevels } from '../book.js';
import { BOOK_LEVELS_SAID_MAX } from '../venueLimits.js';

/** A level with the number of the message that set it last, which is all the order that the venue gives. */
export interface MarkedLevel extends Level {
  readonly side: 'bids' | 'asks';
  readonly setBy: number;
}

export function markedLevel(side: 'bids' | 'asks', price: string, size: string, setBy: number): MarkedLevel {
  return { side, priceNumber: Number(price), said: { price, size }, setBy };
}

/**
 * A book of levels that messages replace one by one, best first. Prices are compared as float64: two that differ in their
 * first fifteen digits differ there, and no tick of the venue is finer.
 */
export class LevelBook {
  readonly bids: MarkedLevel[] = [];
  readonly asks: MarkedLevel[] = [];
  /** The best levels of each side as they were said last, until one of them changes: most messages change one side. */
  private saidBids: BookLevel[] | undefined;
  private saidAsks: BookLevel[] | undefined;

  /** The best levels of a side, as they are said: one list for all facts that say the same. */
  said(side: 'bids' | 'asks'): BookLevel[] {
    if (side === 'bids') return (this.saidBids ??= saidLevels(this.bids));
    return (this.saidAsks ??= saidLevels(this.asks));
  }

  /** Sets a level, or takes it away when its size is 0. */
  set(level: MarkedLevel): void {
    const { side } = level;
    const levels = this[side];
    const price = level.priceNumber;
    const at = this.placeOf(side, price);
    if (at < BOOK_LEVELS_SAID_MAX) this.forgetSaid(side);
    const isThere = at < levels.length && levels[at]!.priceNumber === price;
    if (Number(level.said.size) === 0) {
      if (isThere) levels.splice(at, 1);
    } else if (isThere) levels[at] = level;
    else levels.splice(at, 0, level);
  }

  private forgetSaid(side: 'bids' | 'asks'): void {
    if (side === 'bids') this.saidBids = undefined;
    else this.saidAsks = undefined;
  }

  /** The first place whose price isn't better. */
  private placeOf(side: 'bids' | 'asks', price: number): number {
    const levels = this[side];
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = levels[middle]!.priceNumber;
      if (side === 'bids' ? other > price : other < price) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
