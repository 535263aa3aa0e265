import { BLACK76_INPUT_DOUBLES, BLACK76_OUTPUT_DOUBLES } from './black76Book.js';
import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';

const CACHE_LINE_BYTES = 64;

/** Input columns for `length` options, all zero. Allocate once per underlying and reuse. */
export function allocateBlack76Inputs(length: number): Black76InputColumns {
  return { ...doubles(BLACK76_INPUT_DOUBLES, length), isPut: new Uint8Array(length) } as unknown as Black76InputColumns;
}

/** Output columns for `length` options, all zero. Allocate once per underlying and reuse. */
export function allocateBlack76Outputs(length: number): Black76OutputColumns {
  return {
    ...doubles(BLACK76_OUTPUT_DOUBLES, length),
    reason: new Uint8Array(length),
  } as unknown as Black76OutputColumns;
}

/**
 * Columns in one buffer, each an odd number of cache lines behind the last: large buffers of their own would all begin at
 * a page, and the same row of seventeen of them would fall into one set of the first-level cache, which has eight places.
 */
function doubles(names: readonly string[], length: number): Record<string, Float64Array> {
  const lines = Math.ceil((length * 8) / CACHE_LINE_BYTES) | 1;
  const strideBytes = lines * CACHE_LINE_BYTES;
  const buffer = new ArrayBuffer(names.length * strideBytes);
  return Object.fromEntries(names.map((name, i) => [name, new Float64Array(buffer, i * strideBytes, length)]));
}
