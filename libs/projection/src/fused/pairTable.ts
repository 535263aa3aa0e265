import { TABLE_SLOTS_MIN } from './limits.js';

/** A map from two small whole numbers to a third, without an object for either. */
export class PairTable {
  private slots = new Int32Array(TABLE_SLOTS_MIN * 4);
  private mask = TABLE_SLOTS_MIN - 1;
  private count = 0;

  /** The value of the pair, or -1. */
  get(first: number, second: number): number {
    const { slots, mask } = this;
    for (let slot = hashOf(first, second) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 4;
      const value = slots[at + 2]!;
      if (value === 0) return -1;
      if (slots[at] === first && slots[at + 1] === second) return value - 1;
    }
  }

  /** Adds a pair that is not there yet. */
  add(first: number, second: number, value: number): void {
    if (++this.count * 2 > this.mask) this.grow();
    put(this.slots, this.mask, first, second, value + 1);
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    this.mask = this.mask * 2 + 1;
    for (let at = 0; at < before.length; at += 4) {
      if (before[at + 2] !== 0) put(this.slots, this.mask, before[at]!, before[at + 1]!, before[at + 2]!);
    }
  }
}

function put(slots: Int32Array, mask: number, first: number, second: number, value: number): void {
  let slot = hashOf(first, second) & mask;
  while (slots[slot * 4 + 2] !== 0) slot = (slot + 1) & mask;
  slots[slot * 4] = first;
  slots[slot * 4 + 1] = second;
  slots[slot * 4 + 2] = value;
}

function hashOf(first: number, second: number): number {
  const mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
