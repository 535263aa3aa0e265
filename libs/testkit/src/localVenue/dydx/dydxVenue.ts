import { seededRandom } from '../seededRandom.js';
import { DeskAccount, type DeskChange } from '../desk/deskAccount.js';
import { decimalOf } from '../desk/decimalOf.js';
import type { LocalMarket, LocalTrade } from '../desk/localMarket.js';
import { DydxBook, type DydxSide } from './dydxBook.js';
import { DYDX_MARKETS } from './dydxMarkets.js';
import { fillOf, orderOf, tradeOf } from './dydxRows.js';

/** What the indexer says of a channel; each connection numbers it for itself. */
export interface DydxPublication {
  readonly channel: string;
  /** The market or subaccount; the channel itself where it has no other. */
  readonly id: string;
  /** Several in one message: `channel_batch_data`. */
  readonly contents: object | readonly object[];
}

export interface DydxContext {
  readonly oracle: number;
  /** In units of 1e-8. */
  readonly funding: number;
  readonly openInterest: number;
}

/** Shares of what happens; the rest is what the account does. */
const [BOOKS, BATCHES, TRADES, ORACLES, TRADING, HEIGHTS] = [0.4, 0.48, 0.68, 0.76, 0.84, 0.88];
/** What a subscription to trades begins with. */
const SNAPSHOT_TRADES = 100;

/**
 * The indexer of dYdX v4 as far as it can be told from a socket and its answers: books by changes that cross now and then, trades, markets
 * in parts, and one subaccount. The same seed gives the same venue.
 */
export class DydxVenue {
  readonly address: string;
  readonly account: DeskAccount;
  readonly trades: LocalTrade[] = [];
  readonly books = new Map<string, DydxBook>();
  readonly contexts = new Map<string, DydxContext>();
  height = 1;
  private published = 0;
  private readonly random: () => number;

  constructor(seed: number, address: string) {
    this.random = seededRandom(seed);
    this.address = address;
    this.account = new DeskAccount(DYDX_MARKETS, this.random);
    for (const market of DYDX_MARKETS) {
      this.books.set(market.name, new DydxBook(market.firstPrice, this.random));
      this.contexts.set(market.name, { oracle: market.firstPrice, funding: 1_000, openInterest: 1_000_000 });
    }
  }

  get subaccountId(): string {
    return `${this.address}/0`;
  }

  /** One thing happens, at that time of the venue. */
  grow(atMs: number): readonly DydxPublication[] {
    const market = DYDX_MARKETS[this.below(DYDX_MARKETS.length)]!;
    const drawn = this.random();
    if (drawn < BOOKS) return [this.bookChanges(market, 1)];
    if (drawn < BATCHES) return [this.bookChanges(market, 2 + this.below(3))];
    if (drawn < TRADES) return [this.trade(market, atMs)];
    if (drawn < ORACLES) return [this.oraclePrice(market, atMs)];
    if (drawn < TRADING) return [this.trading(market)];
    if (drawn < HEIGHTS) return [this.nextBlock(atMs)];
    return this.accountActs(this.account.act(atMs, ({ name }) => this.books.get(name)!.price));
  }

  /** The contents of `subscribed`; undefined for a channel and id that there aren't. */
  snapshotOf(channel: string, id: string): object | undefined {
    const market = DYDX_MARKETS.find(({ name }) => name === id);
    switch (channel) {
      case 'v4_orderbook':
        return market && this.wholeBook(market);
      case 'v4_trades':
        return market && { trades: this.latestTrades(market) };
      case 'v4_markets':
        return { markets: this.wholeMarkets };
      case 'v4_block_height':
        return { height: this.height.toString(), time: new Date(0).toISOString() };
      case 'v4_subaccounts':
        return id === this.subaccountId
          ? { subaccount: this.subaccount, orders: this.account.open.map(orderOf) }
          : undefined;
      default:
        return undefined;
    }
  }

  wholeBook(market: LocalMarket): object {
    const side = (name: DydxSide) =>
      this.books
        .get(market.name)!
        .levels(name)
        .map(([price, size]) => ({
          price: decimalOf(price, market.priceDecimals),
          size: decimalOf(size, market.sizeDecimals),
        }));
    return { bids: side('bids'), asks: side('asks') };
  }

  /** The newest so many of those up to a time, newest first. */
  latestTrades(market: LocalMarket, latest = SNAPSHOT_TRADES, untilMs = Infinity): readonly object[] {
    return this.trades
      .filter((trade) => trade.market === market && trade.atMs <= untilMs)
      .slice(-latest)
      .toReversed()
      .map(tradeOf);
  }

  get wholeMarkets(): Readonly<Record<string, object>> {
    return Object.fromEntries(
      DYDX_MARKETS.map((market, at) => {
        const { funding, openInterest, oracle } = this.contexts.get(market.name)!;
        return [
          market.name,
          {
            clobPairId: at.toString(),
            ticker: market.name,
            status: 'ACTIVE',
            oraclePrice: decimalOf(oracle, market.priceDecimals),
            priceChange24H: '0',
            volume24H: '0',
            trades24H: 0,
            nextFundingRate: decimalOf(funding, 8),
            initialMarginFraction: '0.05',
            maintenanceMarginFraction: '0.03',
            openInterest: decimalOf(openInterest, market.sizeDecimals),
            tickSize: decimalOf(1, market.priceDecimals),
            stepSize: decimalOf(1, market.sizeDecimals),
            marketType: 'CROSS',
          },
        ];
      }),
    );
  }

  get subaccount(): object {
    const openPerpetualPositions = Object.fromEntries(
      [...this.account.positions.keys()].map((name) => [name, this.positionOf(name)]),
    );
    return {
      address: this.address,
      subaccountNumber: 0,
      equity: this.equity,
      freeCollateral: this.equity,
      openPerpetualPositions,
      assetPositions: { USDC: this.usdc },
      marginEnabled: true,
      updatedAtHeight: this.height.toString(),
      latestProcessedBlockHeight: this.height.toString(),
    };
  }

  get usdc(): object {
    return { symbol: 'USDC', side: 'LONG', size: this.equity, assetId: '0', subaccountNumber: 0 };
  }

  get equity(): string {
    return decimalOf(this.account.balance, 2);
  }

  private accountActs(changes: readonly DeskChange[]): readonly DydxPublication[] {
    return changes.map(({ fill, order }) => {
      const position = order.market.name;
      const contents = {
        orders: [orderOf(order)],
        ...(fill !== undefined && {
          fills: [fillOf(fill, this.height)],
          perpetualPositions: [this.positionOf(position)],
          assetPositions: [this.usdc],
        }),
        blockHeight: this.height.toString(),
      };
      return { channel: 'v4_subaccounts', id: this.subaccountId, contents };
    });
  }

  private positionOf(name: string): object {
    const position = this.account.positions.get(name);
    if (position === undefined) {
      return { market: name, status: 'CLOSED', side: 'LONG', size: '0', subaccountNumber: 0, address: this.address };
    }
    const { entryPrice, market, size } = position;
    return {
      market: name,
      status: 'OPEN',
      side: size > 0 ? 'LONG' : 'SHORT',
      size: decimalOf(size, market.sizeDecimals),
      entryPrice: decimalOf(entryPrice, market.priceDecimals),
      unrealizedPnl: '0',
      realizedPnl: '0',
      netFunding: '0',
      subaccountNumber: 0,
      address: this.address,
    };
  }

  private bookChanges(market: LocalMarket, messages: number): DydxPublication {
    const book = this.books.get(market.name)!;
    // One message would set both of the levels that cross: which is older couldn't be told.
    const contents = Array.from({ length: messages }, (_, at) => {
      const changes = book.change(++this.published, messages === 1 && at === 0);
      const side = (name: DydxSide) =>
        changes
          .filter((change) => change.side === name)
          .map(({ price, size }) => [
            decimalOf(price, market.priceDecimals),
            size === 0 ? '0' : decimalOf(size, market.sizeDecimals),
          ]);
      const [bids, asks] = [side('bids'), side('asks')];
      return { ...(bids.length > 0 && { bids }), ...(asks.length > 0 && { asks }) };
    });
    return { channel: 'v4_orderbook', id: market.name, contents: messages === 1 ? contents[0]! : contents };
  }

  private trade(market: LocalMarket, atMs: number): DydxPublication {
    const trade: LocalTrade = {
      market,
      number: this.trades.length + 1,
      isBuy: this.random() < 0.5,
      price: this.books.get(market.name)!.price,
      size: 1 + this.below(1_000),
      atMs,
    };
    this.trades.push(trade);
    return { channel: 'v4_trades', id: market.name, contents: { trades: [tradeOf(trade)] } };
  }

  private oraclePrice(market: LocalMarket, atMs: number): DydxPublication {
    const oracle = this.books.get(market.name)!.price + this.below(5) - 2;
    this.contexts.set(market.name, { ...this.contexts.get(market.name)!, oracle });
    const said = {
      oraclePrice: decimalOf(oracle, market.priceDecimals),
      effectiveAt: new Date(atMs).toISOString(),
      effectiveAtHeight: this.height.toString(),
      marketId: DYDX_MARKETS.indexOf(market),
    };
    return this.ofMarkets({ oraclePrices: { [market.name]: said } });
  }

  private trading(market: LocalMarket): DydxPublication {
    const [funding, openInterest] = [this.below(20_000) - 10_000, 1_000_000 + this.below(100_000)];
    this.contexts.set(market.name, { ...this.contexts.get(market.name)!, funding, openInterest });
    const said = {
      nextFundingRate: decimalOf(funding, 8),
      openInterest: decimalOf(openInterest, market.sizeDecimals),
    };
    return this.ofMarkets({ trading: { [market.name]: said } });
  }

  private nextBlock(atMs: number): DydxPublication {
    this.height++;
    const contents = { blockHeight: this.height.toString(), time: new Date(atMs).toISOString() };
    return { channel: 'v4_block_height', id: 'v4_block_height', contents };
  }

  private ofMarkets(contents: object): DydxPublication {
    return { channel: 'v4_markets', id: 'v4_markets', contents };
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }
}
