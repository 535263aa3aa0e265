import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';

/** A level with the number of the message that set it last, which is all the order that the venue gives. */
export interface MarkedLevel {
  readonly priceNumber: number;
  /** As facts say it, who share it. */
  readonly said: BookLevel;
  readonly setBy: number;
}

export function markedLevel(price: string, size: string, setBy: number): MarkedLevel {
  return { priceNumber: Number(price), said: { price, size }, setBy };
}

/**
 * A book of levels that messages replace one by one, best first. Prices are compared as float64: two that differ in their
 * first fifteen digits differ there, and no tick of the venue is finer.
 */
export class LevelBook {
  readonly bids: MarkedLevel[] = [];
  readonly asks: MarkedLevel[] = [];

  /** Sets a level, or takes it away when its size is 0. */
  set(side: 'bids' | 'asks', level: MarkedLevel): void {
    const levels = this[side];
    const price = level.priceNumber;
    const at = this.placeOf(side, price);
    const isThere = at < levels.length && levels[at]!.priceNumber === price;
    if (Number(level.said.size) === 0) {
      if (isThere) levels.splice(at, 1);
    } else if (isThere) levels[at] = level;
    else levels.splice(at, 0, level);
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
