import type { LocalMarket } from './localMarket.js';

export interface DeskOrder {
  readonly number: number;
  readonly market: LocalMarket;
  readonly isBuy: boolean;
  readonly price: number;
  readonly size: number;
  readonly filled: number;
  readonly status: 'open' | 'filled' | 'canceled';
  readonly placedAtMs: number;
  readonly changedAtMs: number;
}

export interface DeskFill {
  readonly number: number;
  readonly order: DeskOrder;
  readonly price: number;
  readonly size: number;
  readonly isMaker: boolean;
  /** The position before it. */
  readonly startPosition: number;
  readonly atMs: number;
}

export interface DeskPosition {
  readonly market: LocalMarket;
  /** Negative when short; never 0. */
  readonly size: number;
  readonly entryPrice: number;
}

/** What one action changed. */
export interface DeskChange {
  readonly order: DeskOrder;
  readonly fill?: DeskFill | undefined;
}

/** Orders that may be open at once: a desk that quotes a few levels of each market. */
const OPEN_MAX = 8;
const LARGEST_SIZE = 500;

/**
 * The account that is watched: it places, fills, cancels, and now and then closes a position whole, so that a position that is gone
 * happens often. What stands here is the truth that facts are held against.
 */
export class DeskAccount {
  readonly orders = new Map<number, DeskOrder>();
  readonly fills: DeskFill[] = [];
  readonly positions = new Map<string, DeskPosition>();
  /** Whole cents of USDC. */
  balance = 100_000_000;
  private readonly openOrders = new Map<number, DeskOrder>();
  private lastOrder = 0;
  private readonly markets: readonly LocalMarket[];
  private readonly random: () => number;

  constructor(markets: readonly LocalMarket[], random: () => number) {
    this.markets = markets;
    this.random = random;
  }

  get open(): readonly DeskOrder[] {
    return [...this.openOrders.values()];
  }

  act(atMs: number, priceOf: (market: LocalMarket) => number): readonly DeskChange[] {
    const { open } = this;
    const drawn = this.random();
    if (drawn < 0.15 && this.positions.size > 0) return this.closeOne(atMs, priceOf);
    if (open.length === 0 || (open.length < OPEN_MAX && drawn < 0.55)) {
      const market = this.markets[this.below(this.markets.length)]!;
      const isBuy = this.random() < 0.5;
      const price = priceOf(market) + (isBuy ? -1 : 1) * (1 + this.below(20));
      return [{ order: this.place(market, isBuy, price, 1 + this.below(LARGEST_SIZE), atMs) }];
    }
    const order = open[this.below(open.length)]!;
    if (drawn > 0.85) return [{ order: this.keep({ ...order, status: 'canceled', changedAtMs: atMs }) }];
    const left = order.size - order.filled;
    return [this.fill(order, this.random() < 0.5 ? left : 1 + this.below(left), true, atMs)];
  }

  /** An order at the market against everything of a position: two changes, the second leaves nothing. */
  private closeOne(atMs: number, priceOf: (market: LocalMarket) => number): readonly DeskChange[] {
    const held = [...this.positions.values()];
    const position = held[this.below(held.length)];
    if (position === undefined) return [];
    const { market, size } = position;
    const order = this.place(market, size < 0, priceOf(market), Math.abs(size), atMs);
    return [{ order }, this.fill(order, order.size, false, atMs)];
  }

  private place(market: LocalMarket, isBuy: boolean, price: number, size: number, atMs: number): DeskOrder {
    this.lastOrder++;
    const at = { placedAtMs: atMs, changedAtMs: atMs };
    return this.keep({ number: this.lastOrder, market, isBuy, price, size, filled: 0, status: 'open', ...at });
  }

  private fill(before: DeskOrder, size: number, isMaker: boolean, atMs: number): DeskChange {
    const filled = before.filled + size;
    const status = filled === before.size ? 'filled' : 'open';
    const order = this.keep({ ...before, filled, status, changedAtMs: atMs });
    const { market, isBuy, price } = order;
    const startPosition = this.positions.get(market.name)?.size ?? 0;
    const after = startPosition + (isBuy ? size : -size);
    // A venue's entry price is its own business: here it is the price of the last fill.
    if (after === 0) this.positions.delete(market.name);
    else this.positions.set(market.name, { market, size: after, entryPrice: price });
    this.balance -= 1 + this.below(50);
    const number = this.fills.length + 1;
    const fill = { number, order, price, size, isMaker, startPosition, atMs };
    this.fills.push(fill);
    return { order, fill };
  }

  private keep(order: DeskOrder): DeskOrder {
    this.orders.set(order.number, order);
    if (order.status === 'open') this.openOrders.set(order.number, order);
    else this.openOrders.delete(order.number);
    return order;
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }
}
