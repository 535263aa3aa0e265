import { unpackDoubles } from '@gimbal/contracts';
import { RpcFailure } from '@gimbal/runtime';
import { columnText } from './columnText.js';
import { counted } from './counted.js';

const BYTES_PER_DOUBLE = 8;

/** A packed column of doubles with a number of rows; throws INVALID_ARGUMENT naming the field for any other. */
export function doublesOf(bytes: Uint8Array, field: string, rows: number): Float64Array {
  if (bytes.length === rows * BYTES_PER_DOUBLE) return unpackDoubles(bytes);
  throw malformed(counted(rows, 'value'), BYTES_PER_DOUBLE, field, bytes);
}

/** A packed column of single bytes with a number of rows; throws INVALID_ARGUMENT naming the field for any other. */
export function bytesOf(bytes: Uint8Array, field: string, rows: number): Uint8Array {
  if (bytes.length === rows) return Uint8Array.from(bytes);
  throw malformed(counted(rows, 'value'), 1, field, bytes);
}

/** How many rows the first column has; throws INVALID_ARGUMENT when they aren't whole, none or too many. */
export function rowsOf(bytes: Uint8Array, field: string, rowsMax: number): number {
  const rows = bytes.length / BYTES_PER_DOUBLE;
  if (Number.isInteger(rows) && rows >= 1 && rows <= rowsMax) return rows;
  throw malformed(`1 to ${rowsMax} values`, BYTES_PER_DOUBLE, field, bytes);
}

function malformed(values: string, width: number, field: string, bytes: Uint8Array): RpcFailure {
  return new RpcFailure('INVALID_ARGUMENT', columnText(values, width, field, bytes.length), { field });
}
