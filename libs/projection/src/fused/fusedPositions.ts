import { HEADER, headerOf, isEvent, parseCanonical, type ReadRecord, type TopicName } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import {
  AccountAttached,
  LimitSet,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Segment } from '@gimbal/event-log';
import { UnknownTypeError } from '../partitionFilter.js';
import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import { EventGate } from './eventGate.js';
import { HeaderScan } from './headerScan.js';
import { UNREADABLE_OFFSETS_MAX } from './limits.js';
import type { ExactAmount } from './positionColumns.js';
import { type Booking, TradeBook } from './tradeBook.js';
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
  private readonly keys = new ByteInterner();
  private readonly keyTenants: number[] = [];
  private next = 0;
  private dropped = 0;
  private knownTrades = 0;
  private malformed = 0;
  private unreadable = 0;
  private decoded = 0;

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
    if (baseOffset > this.next) throw new RangeError(`Expected offset ${this.next}, the segment begins at ${baseOffset}.`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { headers } = this;
    const seals: SealPlace[] = [];
    let offset = baseOffset;
    for (let at = 0; at < bytes.length; offset++) {
      const end = headers.read(view, at);
      if (offset >= this.next) {
        if (!headers.isTrade || !this.foldTrade(view, bytes, offset)) this.foldSlowly(bytes, at, end, offset, seals);
        this.next = offset + 1;
      }
      at = end;
    }
    if (offset - baseOffset !== count) {
      throw new RangeError(`Expected ${count} records in the segment at ${baseOffset}, found ${offset - baseOffset}.`);
    }
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

  /** False when nothing was noted and the record has to be decoded. */
  private foldTrade(view: DataView, bytes: Buffer, offset: number): boolean {
    const { headers, trade } = this;
    if (!trade.read(bytes, headers.valueStart, headers.valueEnd)) return false;
    const tenant = this.tenantOf(view, headers.keyStart, headers.keyEnd);
    if (tenant === NOT_ASCII) return false;
    const gate = this.gate.admit(view, bytes, headers);
    if (gate === 'slow') return false;
    if (gate === 'drop') {
      this.dropped++;
      return true;
    }
    const booking = this.book.bookScanned(view, tenant, trade, sourceNumber(offset, false));
    if (booking === 'slow') {
      this.gate.takeBack();
      return false;
    }
    if (booking === 'known') this.knownTrades++;
    return true;
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
    else if (isEvent(event, LimitSet)) book.countFact(tenant, event.value.portfolioId);
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

/** A source as one double: offsets are below 2^52. */
function sourceNumber(offset: number, isCorrection: boolean): number {
  return offset * 2 + (isCorrection ? 1 : 0);
}

function sourceOf(source: number): { offset: number; type: string } {
  return { offset: Math.floor(source / 2), type: source % 2 === 1 ? TradeCorrected.$type : TradeBooked.$type };
}
