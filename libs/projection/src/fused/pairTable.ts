import { TABLE_SLOTS_MIN } from './limits.js';

/**
 * A dense number, 0 upwards, for each pair of small whole numbers. A slot is one 32-bit word: the number plus one below,
 * and above it those bits of the hash that there is room for, so that nearly no other pair is looked at.
 */
export class PairTable {
  private slots = new Int32Array(TABLE_SLOTS_MIN);
  private mask = TABLE_SLOTS_MIN - 1;
  private pairs = new Int32Array(TABLE_SLOTS_MIN);
  private count = 0;

  get size(): number {
    return this.count;
  }

  first(number: number): number {
    return this.pairs[number * 2]!;
  }

  second(number: number): number {
    return this.pairs[number * 2 + 1]!;
  }

  /** The number of the pair, or -1. */
  get(first: number, second: number): number {
    const { slots, mask, pairs } = this;
    const hash = hashOf(first, second);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const word = slots[slot]!;
      if (word === 0) return -1;
      if (((word ^ hash) & ~mask) !== 0) continue;
      const at = ((word & mask) - 1) * 2;
      if (pairs[at] === first && pairs[at + 1] === second) return at >> 1;
    }
  }

  /** Adds a pair that is not there yet, and gives its number. */
  add(first: number, second: number): number {
    if ((this.count + 1) * 2 > this.mask) this.grow();
    const at = this.count * 2;
    this.pairs[at] = first;
    this.pairs[at + 1] = second;
    this.put(this.count);
    return this.count++;
  }

  private put(number: number): void {
    const { slots, mask, pairs } = this;
    const hash = hashOf(pairs[number * 2]!, pairs[number * 2 + 1]!);
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = (hash & ~mask) | (number + 1);
  }

  private grow(): void {
    const pairs = new Int32Array(this.pairs.length * 2);
    pairs.set(this.pairs);
    this.pairs = pairs;
    this.slots = new Int32Array(this.slots.length * 2);
    this.mask = this.slots.length - 1;
    for (let number = 0; number < this.count; number++) this.put(number);
  }
}

function hashOf(first: number, second: number): number {
  let mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
