import {
  type AccountAttached,
  type PortfolioOpened,
  TradeBooked,
  type TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import { type ExactAmount, PositionColumns } from './positionColumns.js';
import { readExact } from './readExact.js';
import { TradeColumns } from './tradeColumns.js';
import {
  ACCOUNT,
  FEE,
  FEE_SCALE,
  INSTRUMENT,
  IS_TRADE,
  NAME_END,
  NAME_HASH,
  NAME_SCOPE,
  NAME_START,
  POSITION,
  PRICE,
  PRICE_SCALE,
  QUANTITY,
  QUANTITY_SCALE,
  QUOTE,
  ROW_AMOUNTS,
  ROW_WORDS,
  type TradeRows,
} from './tradeRows.js';
import type { TradeScan } from './tradeScan.js';
import { WideAmount } from './wideAmount.js';

/** What became of a trade. */
export type Booking = 'booked' | 'known' | 'unreadable';

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

  /**
   * Names what a scanned trade is about, and where it will be looked up; false when it isn't ASCII. Numbers are given to
   * what was never seen, and nothing else changes.
   */
  nameRow(view: DataView, tenant: number, scan: TradeScan, rows: TradeRows, row: number): boolean {
    const account = this.accounts.intern(view, scan.portfolioStart, scan.accountEnd, tenant, true);
    if (account === NOT_ASCII) return false;
    if (account === this.accountPortfolios.length) {
      this.addAccount(this.portfolios.intern(view, scan.portfolioStart, scan.portfolioEnd, tenant, true), tenant);
    }
    const instrument = this.instruments.intern(view, scan.instrumentStart, scan.instrumentEnd, 0, true);
    const quote = this.instruments.internAgain(view, scan.quoteStart, scan.quoteEnd, 0, true);
    const scope = this.trades.scopeOf(view, scan.venueStart, scan.venueEnd, this.accountPortfolios[account]!, true);
    if (instrument === NOT_ASCII || quote === NOT_ASCII || scope === NOT_ASCII) return false;
    const { words, amounts } = rows;
    const at = row * ROW_WORDS;
    words[at + NAME_HASH] = this.trades.hash(view, scan.tradeIdStart, scan.tradeIdEnd, scope);
    words[at + ACCOUNT] = account;
    words[at + INSTRUMENT] = instrument;
    words[at + QUOTE] = quote;
    words[at + NAME_START] = scan.tradeIdStart;
    words[at + NAME_END] = scan.tradeIdEnd;
    words[at + NAME_SCOPE] = scope;
    words[at + QUANTITY_SCALE] = scan.quantity.scale;
    words[at + PRICE_SCALE] = scan.price.scale;
    words[at + FEE_SCALE] = scan.fee.scale;
    amounts[row * ROW_AMOUNTS + QUANTITY] = scan.quantity.mantissa;
    amounts[row * ROW_AMOUNTS + PRICE] = scan.price.mantissa;
    amounts[row * ROW_AMOUNTS + FEE] = scan.fee.mantissa;
    return this.trades.wasAscii;
  }

  /**
   * Looks up the places of many rows before the first is booked. Each lookup waits for memory; those of a loop that does
   * nothing else wait together. The sum keeps the compiler from leaving the loads out.
   */
  touchRows({ words }: TradeRows, rowCount: number): number {
    let touched = 0;
    for (let row = 0; row < rowCount; row++) {
      const at = row * ROW_WORDS;
      if (words[at + IS_TRADE] === 0) continue;
      touched += this.trades.touch(words[at + NAME_HASH]!);
      words[at + POSITION] = this.positions.find(words[at + ACCOUNT]!, words[at + INSTRUMENT]!);
    }
    for (let row = 0; row < rowCount; row++) {
      const at = row * ROW_WORDS;
      if (words[at + IS_TRADE] === 0 || words[at + POSITION]! < 0) continue;
      touched += this.positions.touch(words[at + POSITION]!);
    }
    return touched;
  }

  /** Books the trade of a row. */
  bookRow(view: DataView, rows: TradeRows, row: number, source: number): Booking {
    const { words, amounts } = rows;
    const at = row * ROW_WORDS;
    const account = words[at + ACCOUNT]!;
    this.count(this.accountPortfolios[account]!);
    const trade = this.trades.name(
      view,
      words[at + NAME_START]!,
      words[at + NAME_END]!,
      words[at + NAME_SCOPE]!,
      words[at + NAME_HASH]!,
    );
    if (trade < 0) return 'known';
    const quantity = amounts[row * ROW_AMOUNTS + QUANTITY]!;
    const fee = amounts[row * ROW_AMOUNTS + FEE]!;
    const quantityScale = words[at + QUANTITY_SCALE]!;
    const feeScale = words[at + FEE_SCALE]!;
    const productScale = quantityScale + words[at + PRICE_SCALE]!;
    const paidScale = productScale > feeScale ? productScale : feeScale;
    const { paid, leg } = this;
    paid.setProduct(quantity, amounts[row * ROW_AMOUNTS + PRICE]!);
    let isNarrow = paid.scaleUp(paidScale - productScale);
    if (isNarrow && fee !== 0) {
      leg.low = fee;
      leg.high = 0;
      isNarrow = leg.scaleUp(paidScale - feeScale) && paid.add(leg);
    }
    if (!isNarrow || paid.high !== 0 || quantity === 0 || !this.accountAttached[account]) {
      this.bookNew(trade, account, words[at + INSTRUMENT]!, words[at + QUOTE]!, exactAmounts(rows, row), source);
      return 'booked';
    }
    leg.low = quantity;
    leg.high = 0;
    const base = this.bookLeg(words[at + POSITION]!, account, words[at + INSTRUMENT]!, leg, quantityScale, source);
    const paidLow = paid.low;
    paid.negate();
    const cash = this.bookLeg(-1, account, words[at + QUOTE]!, paid, paidScale, source);
    if (cash >= 0) {
      this.trades.set(trade, base, cash, quantity, quantityScale, paidLow, paidScale);
    } else {
      const legs = {
        quantity: { unscaled: BigInt(quantity), scale: quantityScale },
        paid: { unscaled: 0n, scale: paidScale },
      };
      this.trades.setExact(trade, { account, instrument: words[at + INSTRUMENT]!, quote: words[at + QUOTE]!, ...legs });
    }
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
    const held = this.trades.legsOf(~named, this.placeOf);
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

  private bookNew(
    trade: number,
    account: number,
    instrument: number,
    quote: number,
    amounts: Amounts,
    source: number,
  ): void {
    const { quantity, price, fee } = amounts;
    const paid = sum({ unscaled: quantity.unscaled * price.unscaled, scale: quantity.scale + price.scale }, fee);
    this.trades.setExact(trade, { account, instrument, quote, quantity, paid });
    if (quantity.unscaled !== 0n) this.bookLegs(account, instrument, quote, quantity, negated(paid), source);
  }

  private bookLegs(
    account: number,
    instrument: number,
    quote: number,
    change: ExactAmount,
    cash: ExactAmount,
    source: number,
  ): void {
    if (!this.accountAttached[account]) return;
    this.bookExact(account, instrument, change, source);
    this.bookExact(account, quote, cash, source);
  }

  /** A change of zero makes no position; then -1. */
  private bookLeg(
    known: number,
    account: number,
    instrument: number,
    amount: WideAmount,
    scale: number,
    source: number,
  ): number {
    let position = known >= 0 ? known : this.positions.find(account, instrument);
    if (position < 0) {
      if (amount.isZero) return -1;
      position = this.positions.append(account, instrument);
    }
    this.positions.add(position, amount, scale, source);
    return position;
  }

  private bookExact(account: number, instrument: number, change: ExactAmount, source: number): void {
    let position = this.positions.find(account, instrument);
    if (position < 0) {
      if (change.unscaled === 0n) return;
      position = this.positions.append(account, instrument);
    }
    this.positions.addExact(position, change, source);
  }

  private readonly placeOf = (position: number): readonly [account: number, instrument: number] => {
    return [this.positions.accountOf(position), this.positions.instrumentOf(position)];
  };

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
    const venueBytes = Buffer.from(venue);
    const scope = this.trades.scopeOf(viewOf(venueBytes), 0, venueBytes.length, portfolio, false);
    const id = Buffer.from(venueTradeId);
    const view = viewOf(id);
    return this.trades.name(view, 0, id.length, scope, this.trades.hash(view, 0, id.length, scope));
  }
}

interface Amounts {
  readonly quantity: ExactAmount;
  readonly price: ExactAmount;
  readonly fee: ExactAmount;
}

function readAmounts(text: {
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
}): Amounts | undefined {
  const [quantity, price, fee] = [readExact(text.quantity), readExact(text.price), readExact(text.fee)];
  return quantity && price && fee && { quantity, price, fee };
}

function exactAmounts({ words, amounts }: TradeRows, row: number): Amounts {
  const exact = (amount: number, scale: number): ExactAmount => {
    return { unscaled: BigInt(amounts[row * ROW_AMOUNTS + amount]!), scale: words[row * ROW_WORDS + scale]! };
  };
  return { quantity: exact(QUANTITY, QUANTITY_SCALE), price: exact(PRICE, PRICE_SCALE), fee: exact(FEE, FEE_SCALE) };
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
