import { seededRandom } from '../seededRandom.js';
import { DeskAccount, type DeskChange } from '../desk/deskAccount.js';
import { decimalOf } from '../desk/decimalOf.js';
import type { LocalMarket, LocalTrade } from '../desk/localMarket.js';
import { HYPERLIQUID_MARKETS } from './hyperliquidMarkets.js';
import { fillOf, orderOf, tradeOf } from './hyperliquidRows.js';

/** What the venue says, and to which subscription. */
export interface HyperliquidPublication {
  /** `l2Book/ETH`, `userFills/0x…`, `allMids`. */
  readonly key: string;
  readonly channel: string;
  readonly data: unknown;
}

export interface HyperliquidBook {
  readonly atMs: number;
  readonly bids: readonly (readonly [price: number, size: number])[];
  readonly asks: readonly (readonly [price: number, size: number])[];
}

export interface HyperliquidContext {
  readonly mark: number;
  readonly oracle: number;
  /** In units of 1e-8. */
  readonly funding: number;
  readonly openInterest: number;
}

const LEVELS = 20;
/** Shares of what happens; the rest is what the account does. */
const [BOOKS, TRADES, CONTEXTS, TOPS, MIDS] = [0.4, 0.65, 0.75, 0.82, 0.86];

/**
 * Hyperliquid as far as it can be told from a socket and its info endpoint: books that are whole in every message, trades by tid,
 * contexts, and one account whose state comes whole after each change. The same seed gives the same venue.
 */
export class HyperliquidVenue {
  readonly user: string;
  readonly account: DeskAccount;
  readonly trades: LocalTrade[] = [];
  readonly books = new Map<string, HyperliquidBook>();
  readonly contexts = new Map<string, HyperliquidContext>();
  /** As they were said last. */
  mids: Readonly<Record<string, string>> = {};
  private readonly prices = new Map<string, number>();
  private readonly random: () => number;

  constructor(seed: number, user: string, atMs: number) {
    this.random = seededRandom(seed);
    this.user = user;
    this.account = new DeskAccount(HYPERLIQUID_MARKETS, this.random);
    for (const market of HYPERLIQUID_MARKETS) {
      this.prices.set(market.name, market.firstPrice);
      this.rewriteBook(market, atMs);
      this.rewriteContext(market);
    }
  }

  /** One thing happens, at that time of the venue. */
  grow(atMs: number): readonly HyperliquidPublication[] {
    const market = HYPERLIQUID_MARKETS[this.below(HYPERLIQUID_MARKETS.length)]!;
    const drawn = this.random();
    if (drawn < BOOKS) {
      this.move(market);
      this.rewriteBook(market, atMs);
      return [this.bookMessage(market)];
    }
    if (drawn < TRADES) return [this.trade(market, atMs)];
    if (drawn < CONTEXTS) {
      this.rewriteContext(market);
      return [this.contextMessage(market)];
    }
    if (drawn < TOPS) return [this.topMessage(market)];
    if (drawn < MIDS) return [this.midsMessage()];
    return this.accountActs(
      this.account.act(atMs, ({ name }) => this.prices.get(name)!),
      atMs,
    );
  }

  /** What a new subscription begins with, beside its acknowledgement. */
  snapshotOf(type: string, coin: string, atMs: number): readonly HyperliquidPublication[] {
    const market = HYPERLIQUID_MARKETS.find(({ name }) => name === coin);
    if (type === 'l2Book' && market !== undefined) return [this.bookMessage(market)];
    if (type === 'bbo' && market !== undefined) return [this.topMessage(market)];
    if (type === 'activeAssetCtx' && market !== undefined) return [this.contextMessage(market)];
    if (type === 'allMids') return [this.midsMessage()];
    if (type === 'userFills') {
      const fills = this.account.fills.slice(-SNAPSHOT_FILLS).toReversed().map(fillOf);
      return [this.ofUser('userFills', { isSnapshot: true, user: this.user, fills })];
    }
    if (type === 'userFundings') {
      return [this.ofUser('userFundings', { isSnapshot: true, user: this.user, fundings: [] })];
    }
    if (type === 'clearinghouseState') return [this.stateMessage(atMs)];
    if (type === 'openOrders') return [this.openOrdersMessage()];
    if (type === 'spotState') return [this.spotMessage()];
    return [];
  }

  clearinghouseState(atMs: number): object {
    const assetPositions = [...this.account.positions.values()].map(({ market, size, entryPrice }) => ({
      type: 'oneWay',
      position: {
        coin: market.name,
        szi: decimalOf(size, market.sizeDecimals),
        entryPx: decimalOf(entryPrice, market.priceDecimals),
        leverage: { type: 'cross', value: 10 },
        liquidationPx: null,
        marginUsed: '10.0',
        positionValue: '100.0',
        returnOnEquity: '0.0',
        unrealizedPnl: '0.0',
        maxLeverage: 40,
      },
    }));
    const summary = { accountValue: this.equity, totalMarginUsed: '0.0', totalNtlPos: '0.0', totalRawUsd: this.equity };
    return {
      assetPositions,
      marginSummary: summary,
      crossMarginSummary: summary,
      crossMaintenanceMarginUsed: '0.0',
      withdrawable: this.equity,
      time: atMs,
    };
  }

  get equity(): string {
    return decimalOf(this.account.balance, 2);
  }

  get openOrders(): readonly object[] {
    return this.account.open.map((order) => ({ ...orderOf(order), orderType: 'Limit', reduceOnly: false }));
  }

  get spotState(): object {
    return { balances: [{ coin: 'USDC', token: 0, total: this.equity, hold: '0.0', entryNtl: '0.0' }] };
  }

  bookOf(market: LocalMarket): object {
    const { asks, atMs, bids } = this.books.get(market.name)!;
    const side = (levels: HyperliquidBook['bids']) =>
      levels.map(([price, size]) => ({
        px: decimalOf(price, market.priceDecimals),
        sz: decimalOf(size, market.sizeDecimals),
        n: 1,
      }));
    return { coin: market.name, time: atMs, levels: [side(bids), side(asks)] };
  }

  contextOf(market: LocalMarket): object {
    const { funding, mark, openInterest, oracle } = this.contexts.get(market.name)!;
    return {
      funding: decimalOf(funding, 8),
      openInterest: decimalOf(openInterest, market.sizeDecimals),
      prevDayPx: decimalOf(market.firstPrice, market.priceDecimals),
      dayNtlVlm: '1000000.0',
      premium: '0.0',
      oraclePx: decimalOf(oracle, market.priceDecimals),
      markPx: decimalOf(mark, market.priceDecimals),
      midPx: decimalOf(mark, market.priceDecimals),
      impactPxs: null,
    };
  }

  private accountActs(changes: readonly DeskChange[], atMs: number): readonly HyperliquidPublication[] {
    const updates = changes.map(({ order }) => ({
      order: orderOf(order),
      status: order.status,
      statusTimestamp: order.changedAtMs,
    }));
    const fills = changes.flatMap(({ fill }) => (fill === undefined ? [] : [fillOf(fill)]));
    return [
      this.ofUser('orderUpdates', updates),
      ...(fills.length === 0 ? [] : [this.ofUser('userFills', { user: this.user, fills })]),
      this.stateMessage(atMs),
      this.openOrdersMessage(),
      this.spotMessage(),
    ];
  }

  private trade(market: LocalMarket, atMs: number): HyperliquidPublication {
    this.move(market);
    const trade: LocalTrade = {
      market,
      number: this.trades.length + 1,
      isBuy: this.random() < 0.5,
      price: this.prices.get(market.name)!,
      size: 1 + this.below(1_000),
      atMs,
    };
    this.trades.push(trade);
    return { key: `trades/${market.name}`, channel: 'trades', data: [tradeOf(trade)] };
  }

  private bookMessage(market: LocalMarket): HyperliquidPublication {
    return { key: `l2Book/${market.name}`, channel: 'l2Book', data: this.bookOf(market) };
  }

  private topMessage(market: LocalMarket): HyperliquidPublication {
    const { levels, ...book } = this.bookOf(market) as { levels: readonly (readonly object[])[] };
    const bbo = levels.map(([best]) => best ?? null);
    return { key: `bbo/${market.name}`, channel: 'bbo', data: { ...book, bbo } };
  }

  private contextMessage(market: LocalMarket): HyperliquidPublication {
    const data = { coin: market.name, ctx: this.contextOf(market) };
    return { key: `activeAssetCtx/${market.name}`, channel: 'activeAssetCtx', data };
  }

  private midsMessage(): HyperliquidPublication {
    this.mids = Object.fromEntries(
      HYPERLIQUID_MARKETS.map(({ name, priceDecimals }) => [name, decimalOf(this.prices.get(name)!, priceDecimals)]),
    );
    return { key: 'allMids', channel: 'allMids', data: { mids: this.mids } };
  }

  private stateMessage(atMs: number): HyperliquidPublication {
    const clearinghouseState = this.clearinghouseState(atMs);
    return this.ofUser('clearinghouseState', { dex: '', user: this.user, clearinghouseState });
  }

  private openOrdersMessage(): HyperliquidPublication {
    return this.ofUser('openOrders', { dex: '', user: this.user, orders: this.openOrders });
  }

  private spotMessage(): HyperliquidPublication {
    return this.ofUser('spotState', { user: this.user, spotState: this.spotState });
  }

  private ofUser(channel: string, data: unknown): HyperliquidPublication {
    return { key: `${channel}/${this.user}`, channel, data };
  }

  private move({ name }: LocalMarket): void {
    this.prices.set(name, this.prices.get(name)! + this.below(5) - 2);
  }

  private rewriteBook({ name }: LocalMarket, atMs: number): void {
    const mid = this.prices.get(name)!;
    const side = (sign: number): readonly (readonly [number, number])[] =>
      Array.from({ length: LEVELS }, (_, at) => [mid + sign * (at + 1), 1 + this.below(10_000)] as const);
    this.books.set(name, { atMs, bids: side(-1), asks: side(1) });
  }

  private rewriteContext({ name }: LocalMarket): void {
    const mark = this.prices.get(name)!;
    const [oracle, funding] = [mark + this.below(3) - 1, this.below(20_000) - 10_000];
    this.contexts.set(name, { mark, oracle, funding, openInterest: 1_000_000 + this.below(100_000) });
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }
}

/** The venue sends up to 2,000; what it repeats at a connection. */
const SNAPSHOT_FILLS = 100;
