import { TABLE_SLOTS_MIN } from './limits.js';

/** Given instead of a number for text that is not ASCII, of which nothing was kept. */
export const NOT_ASCII = -1;

/** Scope, length in bytes and hash stand before an entry's bytes. */
const ENTRY_HEADER_WORDS = 3;
const ARENA_WORDS_MIN = 1 << 12;
/** Of an entry that is expected: its header and 12 bytes. */
const EXPECTED_ENTRY_WORDS = 6;

/**
 * Gives each distinct run of bytes a dense number, 0 upwards. Open addressing over a 32-bit hash; on an equal hash the
 * bytes themselves are compared, with those kept in an arena, so that two runs never share a number: there is no
 * collision bound to trust. `scope` sets apart equal bytes of different owners (a trade id of two portfolios).
 */
export class ByteInterner {
  /** Of a slot the lower bits are an entry plus one, the others those of its hash; 0 is free. */
  private slots: Int32Array;
  private mask: number;
  private arena: Int32Array;
  private arenaEnd = 0;
  /** Where each entry begins in the arena. */
  private starts: Int32Array;
  private count = 0;
  private isAscii = true;
  /** What `internAgain` gave last. */
  private last = -1;

  /** `expectedEntries` saves the growing, it limits nothing. */
  constructor(expectedEntries = 0) {
    let slots = TABLE_SLOTS_MIN;
    while (slots < expectedEntries * 2) slots *= 2;
    this.slots = new Int32Array(slots);
    this.mask = slots - 1;
    this.starts = new Int32Array(Math.max(TABLE_SLOTS_MIN, expectedEntries));
    this.arena = new Int32Array(Math.max(ARENA_WORDS_MIN, expectedEntries * EXPECTED_ENTRY_WORDS));
  }

  get size(): number {
    return this.count;
  }

  /**
   * The number of the bytes [start, end), a new one (the former `size`) when they were never seen. With `asciiOnly`
   * other text gives NOT_ASCII: bytes and decoded text are then one to one, whatever a decoder makes of bad UTF-8.
   */
  intern(view: DataView, start: number, end: number, scope: number, asciiOnly: boolean): number {
    const hash = this.hash(view, start, end, scope);
    return asciiOnly && !this.isAscii ? NOT_ASCII : this.internHashed(view, start, end, scope, hash);
  }

  /** As `intern`, for what is mostly the same as the time before. */
  internAgain(view: DataView, start: number, end: number, scope: number, asciiOnly: boolean): number {
    if (this.last >= 0 && this.holds(this.last, view, start, end, scope)) return this.last;
    this.last = this.intern(view, start, end, scope, asciiOnly);
    return this.last;
  }

  /** For `internHashed`; `wasAscii` then says what kind of text it was. */
  hash(view: DataView, start: number, end: number, scope: number): number {
    let hash = Math.imul(scope ^ Math.imul(end - start, 0x27d4eb2f), 0x9e3779b1);
    let bits = 0;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      bits |= word;
      hash = Math.imul(hash ^ word, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    const tail = tailWord(view, at, end);
    this.isAscii = ((bits | tail) & 0x80808080) === 0;
    hash = Math.imul(hash ^ tail, 0xc2b2ae35);
    return hash ^ (hash >>> 13);
  }

  get wasAscii(): boolean {
    return this.isAscii;
  }

  /** What stands where the hash leads first. Reading it ahead for many hashes lets their cache misses overlap. */
  touch(hash: number): number {
    return this.slots[hash & this.mask]!;
  }

  internHashed(view: DataView, start: number, end: number, scope: number, hash: number): number {
    // Half full at most: a lookup then probes about one and a half slots.
    if ((this.count + 1) * 2 > this.mask) this.grow();
    const { slots, mask } = this;
    let slot = hash & mask;
    for (;;) {
      const word = slots[slot]!;
      if (word === 0) break;
      if (((word ^ hash) & ~mask) === 0 && this.holds((word & mask) - 1, view, start, end, scope))
        return (word & mask) - 1;
      slot = (slot + 1) & mask;
    }
    slots[slot] = (hash & ~mask) | (this.count + 1);
    this.keep(view, start, end, scope, hash);
    return this.count - 1;
  }

  /** Takes back the newest entry: nothing has been added behind it. */
  forgetLast(): void {
    const start = this.starts[--this.count]!;
    this.last = -1;
    let slot = this.arena[start + 2]! & this.mask;
    while ((this.slots[slot]! & this.mask) !== this.count + 1) slot = (slot + 1) & this.mask;
    this.slots[slot] = 0;
    this.arenaEnd = start;
  }

  /** The bytes of an entry, copied. */
  bytesOf(entry: number): Buffer {
    const start = this.starts[entry]!;
    const bytes = Buffer.alloc(this.arena[start + 1]!);
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] = this.arena[start + ENTRY_HEADER_WORDS + (at >> 2)]! >>> ((at & 3) * 8);
    }
    return bytes;
  }

  /** Forgets every entry, at a cost that follows their number and not the table's size. */
  clear(): void {
    const { slots, mask, arena, starts } = this;
    for (let entry = 0; entry < this.count; entry++) {
      // Every entry goes, so the whole run of taken slots from the hash's own on may go with this one.
      let slot = arena[starts[entry]! + 2]! & mask;
      for (; slots[slot] !== 0; slot = (slot + 1) & mask) slots[slot] = 0;
    }
    this.count = 0;
    this.arenaEnd = 0;
    this.last = -1;
  }

  private holds(entry: number, view: DataView, start: number, end: number, scope: number): boolean {
    const { arena } = this;
    const from = this.starts[entry]!;
    if (arena[from] !== scope || arena[from + 1] !== end - start) return false;
    let word = from + ENTRY_HEADER_WORDS;
    let at = start;
    for (; at + 4 <= end; at += 4) if (arena[word++] !== view.getInt32(at, true)) return false;
    return at === end || arena[word] === tailWord(view, at, end);
  }

  private keep(view: DataView, start: number, end: number, scope: number, hash: number): void {
    const words = ENTRY_HEADER_WORDS + ((end - start + 3) >> 2);
    if (this.arenaEnd + words > this.arena.length) this.arena = grown(this.arena, this.arenaEnd + words);
    if (this.count === this.starts.length) this.starts = grown(this.starts, 0);
    const { arena } = this;
    let word = this.arenaEnd;
    this.starts[this.count++] = word;
    this.arenaEnd = word + words;
    arena[word++] = scope;
    arena[word++] = end - start;
    arena[word++] = hash;
    let at = start;
    for (; at + 4 <= end; at += 4) arena[word++] = view.getInt32(at, true);
    if (at < end) arena[word] = tailWord(view, at, end);
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.count; entry++) {
      const hash = this.arena[this.starts[entry]! + 2]!;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (entry + 1);
    }
    this.slots = slots;
    this.mask = mask;
  }
}

/** The last one to three bytes, as they stand in the arena. */
function tailWord(view: DataView, start: number, end: number): number {
  let word = 0;
  for (let at = end - 1; at >= start; at--) word = (word << 8) | view.getUint8(at);
  return word;
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
