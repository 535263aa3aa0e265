import { SOURCES_PER_POSITION } from './limits.js';
import { PairTable } from './pairTable.js';
import { bigOf, WideAmount } from './wideAmount.js';

/** Of a position, one after the other: low, high, scale, facts, and a ring of its newest sources. */
const LOW = 0;
const HIGH = 1;
/** -1 - scale when the amount has outgrown two doubles and stands in `wide`. */
const SCALE = 2;
const FACTS = 3;
const SOURCES = 4;
const STRIDE = SOURCES + SOURCES_PER_POSITION;
const POSITIONS_MIN = 1_024;

/** An exact amount, `unscaled / 10^scale`. */
export interface ExactAmount {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Positions by account and instrument, as columns: exact amounts with their scale, how many facts made them, and which. */
export class PositionColumns {
  private readonly index = new PairTable();
  private cells = new Float64Array(STRIDE * POSITIONS_MIN);
  private places = new Int32Array(2 * POSITIONS_MIN);
  private count = 0;
  private readonly wide = new Map<number, bigint>();
  private readonly held = new WideAmount();

  get size(): number {
    return this.count;
  }

  accountOf(position: number): number {
    return this.places[position * 2]!;
  }

  instrumentOf(position: number): number {
    return this.places[position * 2 + 1]!;
  }

  factsOf(position: number): number {
    return this.cells[position * STRIDE + FACTS]!;
  }

  /** The newest sources, oldest first. */
  sourcesOf(position: number): number[] {
    const facts = this.factsOf(position);
    const kept = Math.min(facts, SOURCES_PER_POSITION);
    const ring = position * STRIDE + SOURCES;
    return Array.from({ length: kept }, (_, at) => this.cells[ring + ((facts - kept + at) % SOURCES_PER_POSITION)]!);
  }

  amountOf(position: number): ExactAmount {
    const cell = position * STRIDE;
    const scale = this.cells[cell + SCALE]!;
    if (scale < 0) return { unscaled: this.wide.get(position)!, scale: -1 - scale };
    return { unscaled: bigOf(this.cells[cell + HIGH]!, this.cells[cell + LOW]!), scale };
  }

  /**
   * Books a change of `amount / 10^scale`; `amount` may come back changed. `source` is a number that this fact alone
   * has: two legs of one fact count once. A change of zero makes no position, and counts as a fact of one that is there.
   */
  book(account: number, instrument: number, amount: WideAmount, scale: number, source: number): void {
    let position = this.index.get(account, instrument);
    if (position < 0) {
      if (amount.isZero) return;
      position = this.append(account, instrument);
    }
    const cell = position * STRIDE;
    const { cells } = this;
    const { low, high } = amount;
    const heldScale = cells[cell + SCALE]!;
    if (scale === heldScale || (scale < heldScale && amount.scaleUp(heldScale - scale))) {
      const { held } = this;
      held.low = cells[cell + LOW]!;
      held.high = cells[cell + HIGH]!;
      if (held.add(amount)) {
        cells[cell + LOW] = held.low;
        cells[cell + HIGH] = held.high;
      } else {
        this.addBig(position, bigOf(high, low), scale);
      }
    } else {
      this.addBig(position, bigOf(high, low), scale);
    }
    this.note(cell, source);
  }

  /** As `book`, for any amount. */
  bookExact(account: number, instrument: number, change: ExactAmount, source: number): void {
    let position = this.index.get(account, instrument);
    if (position < 0) {
      if (change.unscaled === 0n) return;
      position = this.append(account, instrument);
    }
    this.addBig(position, change.unscaled, change.scale);
    this.note(position * STRIDE, source);
  }

  private addBig(position: number, unscaled: bigint, changeScale: number): void {
    const before = this.amountOf(position);
    const scale = Math.max(before.scale, changeScale);
    const sum =
      before.unscaled * 10n ** BigInt(scale - before.scale) + unscaled * 10n ** BigInt(scale - changeScale);
    const cell = position * STRIDE;
    if (this.held.setBigInt(sum)) {
      this.wide.delete(position);
      this.cells[cell + LOW] = this.held.low;
      this.cells[cell + HIGH] = this.held.high;
      this.cells[cell + SCALE] = scale;
    } else {
      this.wide.set(position, sum);
      this.cells[cell + SCALE] = -1 - scale;
    }
  }

  private note(cell: number, source: number): void {
    const { cells } = this;
    const facts = cells[cell + FACTS]!;
    const ring = cell + SOURCES;
    if (facts > 0 && cells[ring + ((facts - 1) % SOURCES_PER_POSITION)] === source) return;
    cells[ring + (facts % SOURCES_PER_POSITION)] = source;
    cells[cell + FACTS] = facts + 1;
  }

  private append(account: number, instrument: number): number {
    const position = this.count++;
    if (position * 2 === this.places.length) {
      this.places = doubled(this.places, new Int32Array(this.places.length * 2));
      this.cells = doubled(this.cells, new Float64Array(this.cells.length * 2));
    }
    this.places[position * 2] = account;
    this.places[position * 2 + 1] = instrument;
    this.index.add(account, instrument, position);
    return position;
  }
}

function doubled<T extends Int32Array | Float64Array>(before: T, after: T): T {
  after.set(before);
  return after;
}
