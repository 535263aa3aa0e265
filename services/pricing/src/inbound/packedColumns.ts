import { unpackDoubles } from '@gimbal/contracts';
import { RpcFailure } from '@gimbal/runtime';

const BYTES_PER_DOUBLE = 8;

/** A packed column of doubles with a number of rows; throws INVALID_ARGUMENT naming the field for any other. */
export function doublesOf(bytes: Uint8Array, field: string, rows: number): Float64Array {
  if (bytes.length === rows * BYTES_PER_DOUBLE) return unpackDoubles(bytes);
  const message = `Expected ${rows} doubles of 8 bytes in ${field}, were ${bytes.length} bytes.`;
  throw new RpcFailure('INVALID_ARGUMENT', message, { field });
}

/** How many rows the first column has; throws INVALID_ARGUMENT when they aren't whole, none or too many. */
export function rowsOf(bytes: Uint8Array, field: string, rowsMax: number): number {
  const rows = bytes.length / BYTES_PER_DOUBLE;
  if (Number.isInteger(rows) && rows >= 1 && rows <= rowsMax) return rows;
  const message = `Expected 1 to ${rowsMax} doubles of 8 bytes in ${field}, were ${bytes.length} bytes.`;
  throw new RpcFailure('INVALID_ARGUMENT', message, { field });
}
