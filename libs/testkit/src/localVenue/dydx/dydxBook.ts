/** A level, and the publication that set it last. */
interface DydxLevel {
  readonly size: number;
  readonly setBy: number;
}

export type DydxSide = 'bids' | 'asks';

export interface DydxBookChange {
  readonly side: DydxSide;
  readonly price: number;
  readonly size: number;
}

/** How far from the middle levels are kept. */
const DEPTH = 30;

/**
 * A book as the indexer has it: levels that change one by one. Now and then a new bid stands at or above an ask that is still there, and
 * the next change of the market takes the older one away, as when a validator's view catches up.
 */
export class DydxBook {
  readonly bids = new Map<number, DydxLevel>();
  readonly asks = new Map<number, DydxLevel>();
  private stale: { readonly side: DydxSide; readonly price: number } | undefined;
  private readonly random: () => number;
  private mid: number;

  constructor(mid: number, random: () => number) {
    this.random = random;
    this.mid = mid;
    for (let away = 1; away <= 10; away++) {
      this.bids.set(mid - away, { size: 1 + this.below(10_000), setBy: 0 });
      this.asks.set(mid + away, { size: 1 + this.below(10_000), setBy: 0 });
    }
  }

  get price(): number {
    return this.mid;
  }

  get isCrossed(): boolean {
    return this.stale !== undefined;
  }

  /** The changes of one publication, of which several may be of one level. */
  change(setBy: number, mayCross: boolean): readonly DydxBookChange[] {
    const changes: DydxBookChange[] = [];
    const set = (side: DydxSide, price: number, size: number): void => {
      if (size === 0) this[side].delete(price);
      else this[side].set(price, { size, setBy });
      changes.push({ side, price, size });
    };
    if (this.stale !== undefined) {
      set(this.stale.side, this.stale.price, 0);
      this.stale = undefined;
      return changes;
    }
    if (mayCross && this.random() < 0.05 && Math.min(this.bids.size, this.asks.size) > 3)
      return this.cross(set, changes);
    for (let count = 1 + this.below(3); count > 0; count--) {
      const side: DydxSide = this.random() < 0.5 ? 'bids' : 'asks';
      const price = this.mid + (side === 'bids' ? -1 : 1) * (1 + this.below(DEPTH));
      const isGone = this[side].size > 5 && this[side].has(price) && this.random() < 0.4;
      set(side, price, isGone ? 0 : 1 + this.below(10_000));
    }
    return changes;
  }

  /** A level on the other side's best: the older one is out of date, and goes with the next change. */
  private cross(set: (side: DydxSide, price: number, size: number) => void, changes: readonly DydxBookChange[]) {
    const isBid = this.random() < 0.5;
    const best = isBid ? Math.min(...this.asks.keys()) : Math.max(...this.bids.keys());
    set(isBid ? 'bids' : 'asks', best, 1 + this.below(10_000));
    this.stale = { side: isBid ? 'asks' : 'bids', price: best };
    this.mid = best;
    return changes;
  }

  /** Best first; whole, as a snapshot has it. */
  levels(side: DydxSide): readonly (readonly [price: number, size: number])[] {
    const sign = side === 'bids' ? -1 : 1;
    return [...this[side]].map(([price, { size }]) => [price, size] as const).sort(([a], [b]) => sign * (a - b));
  }

  /** What is known to be out of date: the older of two levels that cross. */
  isStale(side: DydxSide, price: number): boolean {
    return this.stale?.side === side && this.stale.price === price;
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }
}
