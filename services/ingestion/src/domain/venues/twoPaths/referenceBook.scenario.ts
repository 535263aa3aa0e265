import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';

/** Test support: a book as plain as it can be, whose prices and sizes are whole numbers of 10^-24. */

export type Side = 'bids' | 'asks';

export interface ReferenceLevel {
  readonly price: bigint;
  readonly size: bigint;
  /** The number of the message that set it last. */
  readonly setBy: number;
}

/** Price and size of each level, best first. */
export type SidesTold = Readonly<Record<Side, readonly (readonly [bigint, bigint])[]>>;

const DIGITS = 24;
/** As `BOOK_LEVELS_SAID_MAX` has it. */
const LEVELS_SAID = 25;

/** A decimal, with an exponent or without, in units of 10^-24. */
function units(text: string): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^#?(-?)([0-9]+)(?:\.([0-9]+))?(?:e(-?[0-9]+))?$/.exec(text) ?? [];
  return BigInt(sign + whole + fraction + '0'.repeat(DIGITS + Number(exponent) - fraction.length));
}

export class ReferenceBook {
  private readonly sides = { bids: new Map<bigint, ReferenceLevel>(), asks: new Map<bigint, ReferenceLevel>() };

  set(side: Side, price: string, size: string, setBy = 0): void {
    const level = { price: units(price), size: units(size), setBy };
    if (level.size === 0n) this.sides[side].delete(level.price);
    else this.sides[side].set(level.price, level);
  }

  /** Best first. */
  levels(side: Side): ReferenceLevel[] {
    const sign = side === 'bids' ? -1 : 1;
    return [...this.sides[side].values()].sort((a, b) => (a.price < b.price ? -sign : sign));
  }

  get isDeep(): boolean {
    return Math.max(this.sides.bids.size, this.sides.asks.size) > LEVELS_SAID;
  }

  get isCrossed(): boolean {
    const [bid, ask] = [this.levels('bids')[0], this.levels('asks')[0]];
    return bid !== undefined && ask !== undefined && bid.price >= ask.price;
  }

  /** Both sides as they are. */
  get told(): SidesTold {
    return { bids: told(this.levels('bids')), asks: told(this.levels('asks')) };
  }

  /**
   * Both sides without what crosses, by the rule of dYdX (dYdX Documentation: How to uncross the orderbook): the level of the
   * older message goes; of two that one message set the smaller, and what is left of the larger stays.
   */
  get toldUncrossed(): SidesTold {
    const [bids, asks] = [this.levels('bids'), this.levels('asks')];
    while (bids.length > 0 && asks.length > 0 && bids[0]!.price >= asks[0]!.price) {
      const [bid, ask] = [bids.shift()!, asks.shift()!];
      if (bid.setBy > ask.setBy) bids.unshift(bid);
      else if (bid.setBy < ask.setBy) asks.unshift(ask);
      else if (bid.size > ask.size) bids.unshift({ ...bid, size: bid.size - ask.size });
      else if (bid.size < ask.size) asks.unshift({ ...ask, size: ask.size - bid.size });
    }
    return { bids: told(bids), asks: told(asks) };
  }
}

function told(levels: readonly ReferenceLevel[]): SidesTold[Side] {
  return levels.slice(0, LEVELS_SAID).map(({ price, size }) => [price, size]);
}

/** What stands in a fact, or in a message. */
export function inUnits(levels: readonly BookLevel[]): SidesTold[Side] {
  return levels.map(({ price, size }) => [units(price), units(size)]);
}
