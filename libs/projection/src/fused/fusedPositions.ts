import { HEADER, headerOf, isEvent, parseCanonical, type ReadRecord, type TopicName } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import {
  AccountAttached,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Segment } from '@gimbal/event-log';
import { UnknownTypeError } from '../partitionFilter.js';
import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import { EventGate } from './eventGate.js';
import { HeaderScan } from './headerScan.js';
import { OFFSET_MAX, ROWS_PER_GROUP, UNREADABLE_OFFSETS_MAX } from './limits.js';
import type { ExactAmount } from './positionColumns.js';
import { portfolioOfStillFact } from './stillFact.js';
import { type Booking, TradeBook } from './tradeBook.js';
import {
  AT,
  END,
  EPOCH_END,
  EPOCH_START,
  ID_END,
  ID_START,
  IS_TRADE,
  ROW_WORDS,
  TIME_END,
  TIME_START,
  TradeRows,
} from './tradeRows.js';
import { TradeScan } from './tradeScan.js';

/** A position as the slow fold has it: the same amount at the same scale, facts counted alike, the same newest sources. */
export interface FusedPosition {
  readonly tenant: string;
  readonly portfolioId: string;
  readonly accountId: string;
  readonly instrumentId: string;
  readonly quantity: ExactAmount;
  readonly facts: number;
  /** Newest facts, oldest first. */
  readonly sources: readonly { readonly offset: number; readonly type: string }[];
}

export interface FusedCounts {
  /** Records walked. */
  readonly records: number;
  /** Trades booked under a name of their own. */
  readonly trades: number;
  /** Void, or an id that was there since the last marker. */
  readonly dropped: number;
  /** Another id, but a venue's name that had been booked. */
  readonly knownTrades: number;
  /** Records whose bytes could not be read. */
  readonly malformed: number;
  /** Facts with an amount that is no decimal: they moved nothing. */
  readonly unreadable: number;
  /** Records that were decoded into objects. */
  readonly decoded: number;
}

/** Where a seal begins in its segment. */
export interface SealPlace {
  readonly offset: number;
  readonly at: number;
}

/**
 * Folds the trades of one partition of `portfolio` straight from the canonical bytes of segments: no object for a trade
 * of the usual shape. Whatever is shaped otherwise is decoded and goes through the same rules; the conformance test
 * (test/conformance/fused) holds both against risk's own fold.
 */
export class FusedPositions {
  readonly book: TradeBook;
  /** The first offsets of the facts that `counts.unreadable` counts. */
  readonly unreadableOffsets: number[] = [];
  private readonly gate = new EventGate();
  private readonly headers = new HeaderScan();
  private readonly trade = new TradeScan();
  private readonly rows = new TradeRows();
  private readonly keys = new ByteInterner();
  private readonly keyTenants: number[] = [];
  private next = 0;
  private dropped = 0;
  private knownTrades = 0;
  private malformed = 0;
  private unreadable = 0;
  private decoded = 0;
  /** Read by nobody; see TradeBook.touchRows. */
  protected touched = 0;

  /** `expectedRecords`, the head of the log, saves the tables from growing step by step. */
  constructor(
    private readonly topic: TopicName,
    private readonly partition: number,
    expectedRecords = 0,
  ) {
    this.book = new TradeBook(expectedRecords);
  }

  get nextOffset(): number {
    return this.next;
  }

  get counts(): FusedCounts {
    const { next: records, dropped, knownTrades, malformed, unreadable, decoded } = this;
    return { records, trades: this.book.trades.size, dropped, knownTrades, malformed, unreadable, decoded };
  }

  /**
   * Folds the records of a segment that were not folded yet, and says where its seals stand. Throws RangeError when the
   * bytes are broken or offsets are missing, UnknownTypeError as the live path halts.
   */
  fold({ baseOffset, count, bytes }: Segment): readonly SealPlace[] {
    if (baseOffset > this.next)
      throw new RangeError(`Expected offset ${this.next}, the segment begins at ${baseOffset}.`);
    if (baseOffset + count > OFFSET_MAX)
      throw new RangeError(`Expected offsets up to ${OFFSET_MAX}, was ${baseOffset + count}.`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const seals: SealPlace[] = [];
    let at = 0;
    for (let offset = baseOffset; offset < baseOffset + count;) {
      const rows = Math.min(ROWS_PER_GROUP, baseOffset + count - offset);
      at = this.readRows(view, bytes, at, rows);
      this.touched = this.book.touchRows(this.rows, rows);
      for (let row = 0; row < rows; row++, offset++) {
        if (offset < this.next) continue;
        this.foldRow(view, bytes, row, offset, seals);
        this.next = offset + 1;
      }
    }
    if (at !== bytes.length)
      throw new RangeError(`Expected ${count} records of ${bytes.length} bytes, they have ${at}.`);
    return seals;
  }

  /** In the order of their first booking. */
  *positions(): IterableIterator<FusedPosition> {
    const { positions, accounts, instruments, portfolioTenants, accountPortfolios, tenants } = this.book;
    for (let position = 0; position < positions.size; position++) {
      const account = positions.accountOf(position);
      const { portfolioId, accountId } = TradeBooked.decode(accounts.bytesOf(account));
      yield {
        tenant: tenants.bytesOf(portfolioTenants[accountPortfolios[account]!]!).toString(),
        portfolioId,
        accountId,
        instrumentId: instruments.bytesOf(positions.instrumentOf(position)).toString(),
        quantity: positions.amountOf(position),
        facts: positions.factsOf(position),
        sources: positions.sourcesOf(position).map(sourceOf),
      };
    }
  }

  /** Every open portfolio, with how many facts it has. */
  *portfolios(): IterableIterator<{ readonly tenant: string; readonly portfolioId: string; readonly version: number }> {
    const { portfolios, portfolioTenants, portfolioVersions, tenants } = this.book;
    for (const [portfolio, version] of portfolioVersions.entries()) {
      if (version === 0) continue;
      const { portfolioId } = TradeBooked.decode(portfolios.bytesOf(portfolio));
      yield { tenant: tenants.bytesOf(portfolioTenants[portfolio]!).toString(), portfolioId, version };
    }
  }

  /** Scans the next records into rows; returns where the last one ends. */
  private readRows(view: DataView, bytes: Buffer, start: number, rowCount: number): number {
    const { headers, trade, rows } = this;
    const { words } = rows;
    let at = start;
    for (let row = 0; row < rowCount; row++) {
      const word = row * ROW_WORDS;
      words[word + AT] = at;
      at = headers.read(view, at);
      words[word + END] = at;
      const isTrade =
        headers.isTrade &&
        headers.isOfCommand(view) &&
        trade.read(bytes, headers.valueStart, headers.valueEnd) &&
        this.nameRow(view, row);
      words[word + IS_TRADE] = isTrade ? 1 : 0;
      words[word + ID_START] = headers.idStart;
      words[word + ID_END] = headers.idEnd;
      words[word + EPOCH_START] = headers.epochStart;
      words[word + EPOCH_END] = headers.epochEnd;
      words[word + TIME_START] = headers.timeStart;
      words[word + TIME_END] = headers.timeEnd;
    }
    return at;
  }

  private nameRow(view: DataView, row: number): boolean {
    const { keyStart, keyEnd } = this.headers;
    const tenant = this.tenantOf(view, keyStart, keyEnd);
    return tenant !== NOT_ASCII && this.book.nameRow(view, tenant, this.trade, this.rows, row);
  }

  private foldRow(view: DataView, bytes: Buffer, row: number, offset: number, seals: SealPlace[]): void {
    const { words } = this.rows;
    const word = row * ROW_WORDS;
    const gate = words[word + IS_TRADE] === 1 ? this.gate.admit(view, bytes, words, word) : 'slow';
    if (gate === 'slow') this.foldSlowly(bytes, words[word + AT]!, words[word + END]!, offset, seals);
    else if (gate === 'drop') this.dropped++;
    else this.settle(this.book.bookRow(view, this.rows, row, sourceNumber(offset, false)), offset);
  }

  private foldSlowly(bytes: Buffer, at: number, end: number, offset: number, seals: SealPlace[]): void {
    this.decoded++;
    const [record] = parseCanonical(bytes.subarray(at, end));
    // Whoever wrote it: a seal that is void still has to be looked at by whoever checks the chain.
    if (headerOf(record!, HEADER.type) === Sealed.$type) seals.push({ offset, at });
    const gate = this.gate.admitSlowly(record!);
    if (gate.kind === 'event') this.settle(this.foldEvent(record!.key, gate.read, offset), offset);
    else if (gate.kind === 'unknown_type') throw new UnknownTypeError(this.topic, this.partition, offset, gate.type);
    else if (gate.kind === 'drop') this.dropped++;
    else this.malformed++;
  }

  private foldEvent(key: string, { event }: ReadRecord, offset: number): Booking {
    const { book } = this;
    const tenant = book.tenant(key.slice(0, key.lastIndexOf('/')));
    if (isEvent(event, TradeBooked)) return book.book(tenant, event.value, sourceNumber(offset, false));
    if (isEvent(event, TradeCorrected)) return book.correct(tenant, event.value, sourceNumber(offset, true));
    if (isEvent(event, PortfolioOpened)) book.open(tenant, event.value);
    else if (isEvent(event, AccountAttached)) book.attach(tenant, event.value);
    else {
      const portfolioId = portfolioOfStillFact(event);
      if (portfolioId !== undefined) book.countFact(tenant, portfolioId);
    }
    return 'booked';
  }

  private settle(booking: Booking, offset: number): void {
    if (booking === 'known') this.knownTrades++;
    if (booking !== 'unreadable') return;
    this.unreadable++;
    if (this.unreadableOffsets.length < UNREADABLE_OFFSETS_MAX) this.unreadableOffsets.push(offset);
  }

  private tenantOf(view: DataView, start: number, end: number): number {
    const key = this.keys.intern(view, start, end, 0, true);
    if (key === this.keyTenants.length) {
      const text = this.keys.bytesOf(key).toString();
      this.keyTenants.push(this.book.tenant(text.slice(0, text.lastIndexOf('/'))));
    }
    return key === NOT_ASCII ? NOT_ASCII : this.keyTenants[key]!;
  }
}

/** A source in 32 bits. */
function sourceNumber(offset: number, isCorrection: boolean): number {
  return offset * 2 + (isCorrection ? 1 : 0);
}

function sourceOf(source: number): { offset: number; type: string } {
  return { offset: Math.floor(source / 2), type: source % 2 === 1 ? TradeCorrected.$type : TradeBooked.$type };
}
