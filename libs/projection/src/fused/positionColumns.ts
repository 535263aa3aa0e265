import { SOURCES_PER_POSITION } from './limits.js';
import { PairTable } from './pairTable.js';
import { WideAmount } from './wideAmount.js';

/** Of a position, one after the other: low, high, scale, facts, and a ring of its newest sources. */
const LOW = 0;
const HIGH = 1;
/** -1 - scale when the amount has outgrown two doubles and stands in `wide`. */
const SCALE = 2;
const FACTS = 3;
const SOURCES = 4;
const STRIDE = SOURCES + SOURCES_PER_POSITION;
const LIMB = 2 ** 52;
const HIGH_MAX = 2 ** 50;

/** Positions by account and instrument, as columns: exact amounts with their scale, how many facts made them, and which. */
export class PositionColumns {
  private readonly index = new PairTable();
  private cells = new Float64Array(STRIDE * 1_024);
  private places = new Int32Array(2 * 1_024);
  private count = 0;
  private readonly wide = new Map<number, bigint>();
  private readonly scratch = new WideAmount();

  get size(): number {
    return this.count;
  }

  /**
   * Books a change of `amount / 10^scale`, which is spoilt. `source` is a number that only this fact has: the two legs of
   * one fact count once. A change of zero makes no position.
   */
  book(account: number, instrument: number, amount: WideAmount, scale: number, source: number): void {
    let position = this.index.get(account, instrument);
    if (position < 0) {
      if (amount.isZero) return;
      position = this.append(account, instrument);
    }
    const cell = position * STRIDE;
    const { cells } = this;
    const heldScale = cells[cell + SCALE]!;
    if (scale === heldScale || (scale < heldScale && amount.scaleUp(heldScale - scale))) {
      this.addTo(position, cell, amount);
    } else if (scale < heldScale) {
      // Spoilt by a scale that it did not fit: cannot be told apart here, so the caller passes only what fits.
      throw new RangeError(`Expected an amount that fits at scale ${heldScale}.`);
    } else {
      this.bookBig(position, amount.toBigInt(), scale);
    }
    this.note(cell, source);
  }
}
