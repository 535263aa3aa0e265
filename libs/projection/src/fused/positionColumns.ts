import { SOURCES_PER_POSITION } from './limits.js';
import { PairTable } from './pairTable.js';
import { bigOf, WideAmount } from './wideAmount.js';

/**
 * A position is one cache line of 64 bytes: its amount as two doubles, then as 32-bit numbers its scale, how many facts
 * made it, a free one, and a ring of its newest sources.
 */
const DOUBLES = 8;
const WORDS = 16;
const LOW = 0;
const HIGH = 1;
/** -1 - scale when the amount has outgrown two doubles and stands in `wide`. */
const SCALE = 4;
const FACTS = 5;
const SOURCES = 8;
const RING_MASK = SOURCES_PER_POSITION - 1;
const POSITIONS_MIN = 1_024;

/** An exact amount, `unscaled / 10^scale`. */
export interface ExactAmount {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Positions by account and instrument, as columns: exact amounts with their scale, how many facts made them, and which. */
export class PositionColumns {
  private readonly index = new PairTable();
  private doubles = new Float64Array(DOUBLES * POSITIONS_MIN);
  private words = new Uint32Array(this.doubles.buffer);
  private readonly wide = new Map<number, bigint>();
  private readonly held = new WideAmount();

  get size(): number {
    return this.index.size;
  }

  /** The position, or -1 while there is none. */
  find(account: number, instrument: number): number {
    return this.index.get(account, instrument);
  }

  /** See ByteInterner.touch. */
  touch(position: number): number {
    return this.words[position * WORDS + FACTS]!;
  }

  accountOf(position: number): number {
    return this.index.first(position);
  }

  instrumentOf(position: number): number {
    return this.index.second(position);
  }

  factsOf(position: number): number {
    return this.words[position * WORDS + FACTS]!;
  }

  /** The newest sources, oldest first. */
  sourcesOf(position: number): number[] {
    const facts = this.factsOf(position);
    const kept = Math.min(facts, SOURCES_PER_POSITION);
    const ring = position * WORDS + SOURCES;
    return Array.from({ length: kept }, (_, at) => this.words[ring + ((facts - kept + at) & RING_MASK)]!);
  }

  amountOf(position: number): ExactAmount {
    const scale = this.scaleOf(position);
    if (scale < 0) return { unscaled: this.wide.get(position)!, scale: -1 - scale };
    const at = position * DOUBLES;
    return { unscaled: bigOf(this.doubles[at + HIGH]!, this.doubles[at + LOW]!), scale };
  }

  /** A new position of nothing. */
  append(account: number, instrument: number): number {
    const position = this.index.add(account, instrument);
    if (position * DOUBLES === this.doubles.length) this.grow();
    return position;
  }

  /** Adds `amount / 10^scale`; `amount` may come back changed. `source` is below 2^32 and this fact's alone. */
  add(position: number, amount: WideAmount, scale: number, source: number): void {
    const { low, high } = amount;
    const heldScale = this.scaleOf(position);
    const { held, doubles } = this;
    const at = position * DOUBLES;
    held.low = doubles[at + LOW]!;
    held.high = doubles[at + HIGH]!;
    // A negative scale is below every other, so a wide amount always goes the long way.
    if ((scale === heldScale || (scale < heldScale && amount.scaleUp(heldScale - scale))) && held.add(amount)) {
      doubles[at + LOW] = held.low;
      doubles[at + HIGH] = held.high;
    } else {
      this.addBig(position, bigOf(high, low), scale);
    }
    this.note(position, source);
  }

  /** As `add`, for any amount. */
  addExact(position: number, change: ExactAmount, source: number): void {
    this.addBig(position, change.unscaled, change.scale);
    this.note(position, source);
  }

  private addBig(position: number, unscaled: bigint, changeScale: number): void {
    const before = this.amountOf(position);
    const scale = Math.max(before.scale, changeScale);
    const kept = before.unscaled * 10n ** BigInt(scale - before.scale);
    const sum = kept + unscaled * 10n ** BigInt(scale - changeScale);
    const isNarrow = this.held.setBigInt(sum);
    if (isNarrow) this.wide.delete(position);
    else this.wide.set(position, sum);
    this.doubles[position * DOUBLES + LOW] = isNarrow ? this.held.low : 0;
    this.doubles[position * DOUBLES + HIGH] = isNarrow ? this.held.high : 0;
    this.words[position * WORDS + SCALE] = isNarrow ? scale : -1 - scale;
  }

  /** Two legs of one fact count once. */
  private note(position: number, source: number): void {
    const { words } = this;
    const cell = position * WORDS;
    const facts = words[cell + FACTS]!;
    const ring = cell + SOURCES;
    if (facts > 0 && words[ring + ((facts - 1) & RING_MASK)] === source) return;
    words[ring + (facts & RING_MASK)] = source;
    words[cell + FACTS] = facts + 1;
  }

  private scaleOf(position: number): number {
    return this.words[position * WORDS + SCALE]! | 0;
  }

  private grow(): void {
    const doubles = new Float64Array(this.doubles.length * 2);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.words = new Uint32Array(doubles.buffer);
  }
}
