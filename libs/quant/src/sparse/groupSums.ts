import { instantiateKernel, KERNEL_PAGES } from '../kernel/kernelModule.js';
import { createMemory, MEMORY_PAGE_BYTES, MEMORY_PAGES_MAX } from '../kernel/webAssembly.js';

/** Doubles of a row and of a sum. */
export const GROUP_ROW_DOUBLES = 16;

/** Cache lines, so that a row is two whole ones. */
const ALIGNMENT_BYTES = 64;

export interface GroupSumsSize {
  readonly groups: number;
  readonly legs: number;
  /** The most rows that a call brings. */
  readonly rows: number;
}

/** A sparse matrix in compressed rows times a dense one, in the memory of a kernel; the caller fills the columns. */
export interface GroupSums {
  /** Group g has the legs from `starts[g]` up to `starts[g + 1]`. */
  readonly starts: Int32Array;
  readonly quantities: Float64Array;
  /** The row of each leg. */
  readonly indexes: Int32Array;
  /** Of each group, {@link GROUP_ROW_DOUBLES} doubles. */
  readonly sums: Float64Array;
  /**
   * Takes the sums of these groups anew: quantity times row, leg by leg from zero, the same bits as a plain loop on every
   * CPU. Throws RangeError for more groups or rows than there is room for, faults of the caller; each index has to be below
   * the number of rows, which isn't looked at.
   */
  sumGroups(groups: Int32Array, rows: Float64Array): void;
}

/** Room for a matrix, all zero. Throws RangeError beyond 4 GiB. */
export function createGroupSums({ groups, legs, rows }: GroupSumsSize): GroupSums {
  const sizes = [groups * GROUP_ROW_DOUBLES * 8, rows * GROUP_ROW_DOUBLES * 8, legs * 8, legs * 4, (groups + 1) * 4];
  const places: number[] = [];
  let next = KERNEL_PAGES * MEMORY_PAGE_BYTES;
  for (const bytes of [...sizes, groups * 4]) {
    places.push(next);
    next += Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  }
  const pages = Math.ceil(next / MEMORY_PAGE_BYTES);
  if (pages > MEMORY_PAGES_MAX) throw new RangeError(`Expected a matrix of at most 4 GiB, was ${legs} legs.`);
  const memory = createMemory(pages);
  const kernel = instantiateKernel('plain', memory);
  const [sumsAt, rowsAt, quantitiesAt, indexesAt, startsAt, groupsAt] = places as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const { buffer } = memory;
  const heldRows = new Float64Array(buffer, rowsAt, rows * GROUP_ROW_DOUBLES);
  const heldGroups = new Int32Array(buffer, groupsAt, groups);
  return {
    starts: new Int32Array(buffer, startsAt, groups + 1),
    quantities: new Float64Array(buffer, quantitiesAt, legs),
    indexes: new Int32Array(buffer, indexesAt, legs),
    sums: new Float64Array(buffer, sumsAt, groups * GROUP_ROW_DOUBLES),
    sumGroups(named, given) {
      heldRows.set(given);
      heldGroups.set(named);
      kernel.groupSums(groupsAt, named.length, startsAt, quantitiesAt, indexesAt, rowsAt, sumsAt);
    },
  };
}
