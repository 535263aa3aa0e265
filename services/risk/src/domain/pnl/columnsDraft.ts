import { initialValue, type PnlColumns } from './pnlColumns.js';

/** Columns in the making: a copy for `size` legs, of which those that are new begin as `initialValue` says. */
export class ColumnsDraft implements PnlColumns {
  slots: Int8Array;
  data: Float64Array;

  constructor(
    held: PnlColumns,
    readonly size: number,
  ) {
    this.slots = held.slots;
    this.data = held.size === size ? held.data.slice() : resized(held, size);
  }

  get(column: number, leg: number): number {
    const slot = this.slots[column]!;
    return slot < 0 ? initialValue(column) : this.data[slot * this.size + leg]!;
  }

  set(column: number, leg: number, value: number): void {
    let slot = this.slots[column]!;
    if (slot < 0) {
      if (Object.is(value, initialValue(column))) return;
      slot = this.open(column);
    }
    this.data[slot * this.size + leg] = value;
  }

  add(column: number, leg: number, value: number): void {
    let slot = this.slots[column]!;
    if (slot < 0) {
      if (value === 0) return;
      slot = this.open(column);
    }
    const at = slot * this.size + leg;
    this.data[at] = this.data[at]! + value;
  }

  /** As rows hold them: data and no class, so that a store gives back what it took. */
  done(): PnlColumns {
    const { size, slots, data } = this;
    return { size, slots, data };
  }

  /** Slots are shared with the rows before this one, so they are replaced. */
  private open(column: number): number {
    const slot = this.size === 0 ? 0 : this.data.length / this.size;
    const data = new Float64Array((slot + 1) * this.size);
    data.set(this.data);
    if (initialValue(column) !== 0) data.fill(Number.NaN, slot * this.size);
    this.data = data;
    this.slots = this.slots.slice();
    this.slots[column] = slot;
    return slot;
  }
}

function resized({ size: before, slots, data }: PnlColumns, size: number): Float64Array {
  const kept = Math.min(before, size);
  const places = slots.reduce((most, slot) => Math.max(most, slot + 1), 0);
  const grown = new Float64Array(places * size);
  for (const [column, slot] of slots.entries()) {
    if (slot < 0) continue;
    if (initialValue(column) !== 0) grown.fill(Number.NaN, slot * size, (slot + 1) * size);
    grown.set(data.subarray(slot * before, slot * before + kept), slot * size);
  }
  return grown;
}
