import {
  type AccountAttached,
  type PortfolioOpened,
  TradeBooked,
  type TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import { type ExactAmount, PositionColumns } from './positionColumns.js';
import { readExact } from './readExact.js';
import { NOT_NAMED, TradeColumns } from './tradeColumns.js';
import type { TradeScan } from './tradeScan.js';
import { WideAmount } from './wideAmount.js';

/** What became of a trade. `slow`: nothing was done, it has to be decoded. */
export type Booking = 'booked' | 'known' | 'unreadable' | 'slow';

const EMPTY_TRADE = TradeBooked.decode(new Uint8Array());

/**
 * Portfolios, accounts, trades and positions of one partition, folded as risk folds them (services/risk, foldTrades and
 * bookLegs): a trade is booked once under its venue's identity; its quantity enters the account and
 * quantity · price + fee of the quote leaves it; an account that isn't attached holds nothing.
 */
export class TradeBook {
  readonly positions = new PositionColumns();
  readonly trades: TradeColumns;
  readonly tenants = new ByteInterner();
  /** Scope: the tenant. The bytes are the field portfolio_id with its tag. */
  readonly portfolios = new ByteInterner();
  readonly portfolioTenants: number[] = [];
  /** Counts the facts; 0 while the portfolio isn't open. */
  readonly portfolioVersions: number[] = [];
  /** Scope: the tenant. The bytes are the fields portfolio_id and account_id. */
  readonly accounts = new ByteInterner();
  readonly accountPortfolios: number[] = [];
  readonly accountAttached: boolean[] = [];
  readonly instruments = new ByteInterner();
  private readonly paid = new WideAmount();
  private readonly leg = new WideAmount();

  constructor(expectedTrades: number) {
    this.trades = new TradeColumns(expectedTrades);
  }

  tenant(name: string): number {
    const bytes = Buffer.from(name);
    return this.tenants.intern(viewOf(bytes), 0, bytes.length, 0, false);
  }

  /** Books a trade where its bytes stand. */
  bookScanned(view: DataView, tenant: number, scan: TradeScan, source: number): Booking {
    const account = this.accounts.intern(view, scan.portfolioStart, scan.accountEnd, tenant, true);
    if (account === NOT_ASCII) return 'slow';
    if (account === this.accountPortfolios.length) {
      this.addAccount(this.portfolios.intern(view, scan.portfolioStart, scan.portfolioEnd, tenant, true), tenant);
    }
    const instrument = this.instruments.intern(view, scan.instrumentStart, scan.instrumentEnd, 0, true);
    const quote = this.instruments.intern(view, scan.quoteStart, scan.quoteEnd, 0, true);
    if (instrument === NOT_ASCII || quote === NOT_ASCII) return 'slow';
    const portfolio = this.accountPortfolios[account]!;
    const trade = this.trades.name(view, scan.identityStart, scan.identityEnd, portfolio, true);
    if (trade === NOT_NAMED) return 'slow';
    this.count(portfolio);
    if (trade < 0) return 'known';

    const { quantity, price, fee } = scan;
    this.trades.set(trade, account, instrument, quote);
    const { paid, leg } = this;
    const productScale = quantity.scale + price.scale;
    const paidScale = productScale > fee.scale ? productScale : fee.scale;
    paid.setProduct(quantity.mantissa, price.mantissa);
    let fits = paid.scaleUp(paidScale - productScale);
    if (fits && fee.mantissa !== 0) {
      leg.low = fee.mantissa;
      leg.high = 0;
      fits = leg.scaleUp(paidScale - fee.scale) && paid.add(leg);
    }
    if (!fits) {
      const exact = { quantity: exactOf(quantity), price: exactOf(price), fee: exactOf(fee) };
      this.bookNew(trade, account, instrument, quote, exact, source);
      return 'booked';
    }
    this.trades.setAmounts(trade, quantity.mantissa, quantity.scale, paid, paidScale);
    if (quantity.mantissa === 0 || !this.accountAttached[account]) return 'booked';
    leg.low = quantity.mantissa;
    leg.high = 0;
    this.positions.book(account, instrument, leg, quantity.scale, source);
    paid.negate();
    this.positions.book(account, quote, paid, paidScale, source);
    return 'booked';
  }

  /** Books a trade that was decoded. */
  book(tenant: number, trade: TradeBooked, source: number): Booking {
    const { account, portfolio } = this.accountOf(tenant, trade.portfolioId, trade.accountId);
    this.count(portfolio);
    const named = this.nameOf(portfolio, trade.venue, trade.venueTradeId);
    if (named < 0) return 'known';
    const amounts = readAmounts(trade);
    if (amounts === undefined) {
      this.trades.unname();
      return 'unreadable';
    }
    const instrument = this.instrumentOf(trade.instrumentId);
    const quote = this.instrumentOf(trade.quoteInstrumentId);
    this.trades.set(named, account, instrument, quote);
    this.bookNew(named, account, instrument, quote, amounts, source);
    return 'booked';
  }

  /** Takes the legs of a booked trade back exactly, and books those of its replacement. */
  correct(tenant: number, correction: TradeCorrected, source: number): Booking {
    const portfolio = this.portfolioOf(tenant, correction.portfolioId);
    this.count(portfolio);
    const named = this.nameOf(portfolio, correction.venue, correction.venueTradeId);
    if (named >= 0) {
      this.trades.unname();
      return 'known';
    }
    const amounts = readAmounts(correction);
    if (amounts === undefined) return 'unreadable';
    const held = this.trades.legsOf(~named);
    if (held.quantity.unscaled !== 0n) {
      this.bookLegs(held.account, held.instrument, held.quote, negated(held.quantity), held.paid, source);
    }
    this.bookNew(~named, held.account, held.instrument, held.quote, amounts, source);
    return 'booked';
  }

  open(tenant: number, opened: PortfolioOpened): void {
    const portfolio = this.portfolioOf(tenant, opened.portfolioId);
    if (this.portfolioVersions[portfolio] === 0) this.portfolioVersions[portfolio] = 1;
  }

  attach(tenant: number, attached: AccountAttached): void {
    const { account, portfolio } = this.accountOf(tenant, attached.portfolioId, attached.accountId);
    this.count(portfolio);
    this.accountAttached[account] = true;
  }

  /** A fact that moves nothing, and counts. */
  countFact(tenant: number, portfolioId: string): void {
    this.count(this.portfolioOf(tenant, portfolioId));
  }

  private bookNew(trade: number, account: number, instrument: number, quote: number, amounts: Amounts, source: number): void {
    const { quantity, price, fee } = amounts;
    const paid = sum({ unscaled: quantity.unscaled * price.unscaled, scale: quantity.scale + price.scale }, fee);
    this.trades.setExact(trade, quantity, paid);
    if (quantity.unscaled !== 0n) this.bookLegs(account, instrument, quote, quantity, negated(paid), source);
  }

  private bookLegs(account: number, instrument: number, quote: number, change: ExactAmount, cash: ExactAmount, source: number): void {
    if (!this.accountAttached[account]) return;
    this.positions.bookExact(account, instrument, change, source);
    this.positions.bookExact(account, quote, cash, source);
  }

  private count(portfolio: number): void {
    const version = this.portfolioVersions[portfolio]!;
    if (version === 0) {
      const id = TradeBooked.decode(this.portfolios.bytesOf(portfolio)).portfolioId;
      throw new Error(`Expected portfolio ${id} to be open before its facts.`);
    }
    this.portfolioVersions[portfolio] = version + 1;
  }

  private addAccount(portfolio: number, tenant: number): void {
    this.accountPortfolios.push(portfolio);
    this.accountAttached.push(false);
    if (portfolio === this.portfolioVersions.length) {
      this.portfolioVersions.push(0);
      this.portfolioTenants.push(tenant);
    }
  }

  private portfolioOf(tenant: number, portfolioId: string): number {
    const bytes = TradeBooked.encode({ ...EMPTY_TRADE, portfolioId }).finish();
    const portfolio = this.portfolios.intern(viewOf(bytes), 0, bytes.length, tenant, false);
    if (portfolio === this.portfolioVersions.length) {
      this.portfolioVersions.push(0);
      this.portfolioTenants.push(tenant);
    }
    return portfolio;
  }

  private accountOf(tenant: number, portfolioId: string, accountId: string): { account: number; portfolio: number } {
    const portfolio = this.portfolioOf(tenant, portfolioId);
    const bytes = TradeBooked.encode({ ...EMPTY_TRADE, portfolioId, accountId }).finish();
    const account = this.accounts.intern(viewOf(bytes), 0, bytes.length, tenant, false);
    if (account === this.accountPortfolios.length) this.addAccount(portfolio, tenant);
    return { account, portfolio };
  }

  private instrumentOf(instrumentId: string): number {
    const bytes = Buffer.from(instrumentId);
    return this.instruments.intern(viewOf(bytes), 0, bytes.length, 0, false);
  }

  private nameOf(portfolio: number, venue: string, venueTradeId: string): number {
    const bytes = TradeBooked.encode({ ...EMPTY_TRADE, venue, venueTradeId }).finish();
    return this.trades.name(viewOf(bytes), 0, bytes.length, portfolio, false);
  }
}

interface Amounts {
  readonly quantity: ExactAmount;
  readonly price: ExactAmount;
  readonly fee: ExactAmount;
}

function readAmounts(text: { readonly quantity: string; readonly price: string; readonly fee: string }): Amounts | undefined {
  const [quantity, price, fee] = [readExact(text.quantity), readExact(text.price), readExact(text.fee)];
  return quantity && price && fee && { quantity, price, fee };
}

function exactOf({ mantissa, scale }: { readonly mantissa: number; readonly scale: number }): ExactAmount {
  return { unscaled: BigInt(mantissa), scale };
}

function negated({ unscaled, scale }: ExactAmount): ExactAmount {
  return { unscaled: -unscaled, scale };
}

function sum(a: ExactAmount, b: ExactAmount): ExactAmount {
  const scale = Math.max(a.scale, b.scale);
  return { unscaled: a.unscaled * 10n ** BigInt(scale - a.scale) + b.unscaled * 10n ** BigInt(scale - b.scale), scale };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
