import type { TrueBook, VenueTruth } from '../venueScript.js';

/** One instrument of a made-up market, counted in whole ticks so that no rounding of ours stands between script and truth. */
export interface MarketTerms {
  /** The venue's name, and that of `libs/instruments`. */
  readonly symbol: string;
  readonly id: string;
  readonly kind: 'perp' | 'option';
  /** Decimals of its prices; a tick is one unit of the last. */
  readonly decimals: number;
  readonly startTicks: number;
  /** What a size is a multiple of. */
  readonly lot: number;
}

export interface MadeTrade {
  readonly id: string;
  /** Counts up by one for each instrument. */
  readonly sequence: number;
  readonly price: string;
  readonly size: number;
  readonly buy: boolean;
  readonly atMs: number;
}

export interface LevelChange {
  readonly side: 'bids' | 'asks';
  readonly price: string;
  /** 0 takes the level away. */
  readonly size: number;
  readonly isNew: boolean;
}

/** Levels of a side. */
const DEPTH = 12;

/** One instrument as it stands: a book about a middle that wanders, trades, and a mark. */
export class MarketState {
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();
  readonly trades: MadeTrade[] = [];
  changeId: number;
  mark: string;
  middle: number;

  constructor(
    readonly terms: MarketTerms,
    firstId: number,
  ) {
    this.middle = terms.startTicks;
    this.changeId = firstId;
    this.mark = this.priceOf(this.middle);
    for (let level = 1; level <= DEPTH; level++) {
      this.bids.set(this.middle - level, level * terms.lot);
      this.asks.set(this.middle + level, level * terms.lot);
    }
  }

  priceOf(ticks: number): string {
    return (ticks / 10 ** this.terms.decimals).toFixed(this.terms.decimals);
  }

  /** The middle moves by at most one tick, and a few levels change; the book never crosses. */
  changeBook(random: () => number): readonly LevelChange[] {
    const changes: LevelChange[] = [];
    this.middle = Math.max(DEPTH * 4, this.middle + Math.floor(random() * 3) - 1);
    for (const side of ['bids', 'asks'] as const) {
      const sign = side === 'bids' ? -1 : 1;
      const levels = this[side];
      for (const ticks of levels.keys()) {
        const away = (ticks - this.middle) * sign;
        if (away < 1 || away > DEPTH) this.put(changes, side, ticks, 0);
      }
      for (let touched = 0; touched < 2; touched++) {
        const ticks = this.middle + sign * (1 + Math.floor(random() * DEPTH));
        this.put(changes, side, ticks, (1 + Math.floor(random() * 40)) * this.terms.lot);
      }
      if (!levels.has(this.middle + sign)) this.put(changes, side, this.middle + sign, this.terms.lot);
    }
    return changes;
  }

  trade(random: () => number, atMs: number): MadeTrade {
    const buy = random() < 0.5;
    const sequence = (this.trades.at(-1)?.sequence ?? 1_000) + 1;
    const made: MadeTrade = {
      id: `${this.terms.symbol}-${sequence}`,
      sequence,
      price: this.priceOf(this.middle + (buy ? 1 : -1)),
      size: (1 + Math.floor(random() * 20)) * this.terms.lot,
      buy,
      atMs,
    };
    this.trades.push(made);
    return made;
  }

  markAnew(random: () => number): void {
    // Half a tick and less: a mark isn't the middle.
    this.mark = (this.middle / 10 ** this.terms.decimals + random() / 2 / 10 ** this.terms.decimals).toFixed(
      this.terms.decimals + 2,
    );
  }

  /** Levels best first, prices and sizes as they are written. */
  levels(side: 'bids' | 'asks'): readonly (readonly [price: string, size: string])[] {
    const sign = side === 'bids' ? -1 : 1;
    return [...this[side]]
      .sort(([a], [b]) => (a - b) * sign)
      .map(([ticks, size]) => [this.priceOf(ticks), String(size)] as const);
  }

  private put(changes: LevelChange[], side: 'bids' | 'asks', ticks: number, size: number): void {
    const levels = this[side];
    changes.push({ side, price: this.priceOf(ticks), size, isNew: !levels.has(ticks) });
    if (size === 0) levels.delete(ticks);
    else levels.set(ticks, size);
  }
}

/** How markets and positions stand. */
export function truthOf(
  markets: readonly MarketState[],
  told: ReadonlyMap<string, number>,
  indexes: ReadonlyMap<string, string>,
  positions: ReadonlyMap<string, string>,
): VenueTruth {
  const bookOf = (market: MarketState): TrueBook => ({ bids: market.levels('bids'), asks: market.levels('asks') });
  return {
    books: new Map(markets.map((market) => [market.terms.id, bookOf(market)])),
    marks: new Map(markets.map((market) => [market.terms.id, market.mark])),
    indexes,
    trades: new Map(
      markets.map(({ terms, trades }) => [terms.id, trades.slice(told.get(terms.id) ?? 0).map(({ id }) => id)]),
    ),
    positions,
  };
}
