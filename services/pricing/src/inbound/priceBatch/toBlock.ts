import { unpackDoubles, unpackUint32 } from '@gimbal/contracts';
import type { PriceBatchBlock } from '@gimbal/contracts/pricing/v1/pricing_service';
import { INSTRUMENT_KERNELS, type InstrumentKernel, type InstrumentKernelKind } from '@gimbal/quant';
import type { BatchBlock } from '../../domain/priceBatch/priceBatch.js';
import { protoName } from './fieldNames.js';
import { type Refusal, refusal } from './refusal.js';

const BYTES_PER_DOUBLE = 8;
const BYTES_PER_ROW_NUMBER = 4;

/** The kind that the wire names is the kernel's: this is what holds the proto to the kernels. */
type WireKind = NonNullable<PriceBatchBlock['instruments']>['$case'];
const KERNELS: Readonly<Record<WireKind, InstrumentKernel>> = INSTRUMENT_KERNELS satisfies Record<
  WireKind,
  InstrumentKernel
> satisfies Record<InstrumentKernelKind, InstrumentKernel>;

/** A block whose first row is `firstRow` where it doesn't say otherwise; or the field that is at fault. */
export function toBlock(block: PriceBatchBlock, field: string, firstRow: number): BatchBlock | Refusal {
  if (block.instruments === undefined) {
    return refusal(field, `Expected rows of one of ${Object.keys(KERNELS).join(', ')}, was none that is known.`);
  }
  const { $case: kind, value } = block.instruments;
  const kernel = KERNELS[kind];
  const bytesOf = value as unknown as Readonly<Record<string, Uint8Array>>;
  const rowCount = rowCountOf(kernel, bytesOf);
  const columns: (Float64Array | undefined)[] = [];
  for (const name of kernel.names) {
    const bytes = bytesOf[name]!;
    const { rule, unless } = kernel.fields[name]!;
    if (bytes.length === 0 && unless !== undefined) {
      columns.push(undefined);
      continue;
    }
    const width = rule === 'flag' || rule === 'choice' ? 1 : BYTES_PER_DOUBLE;
    if (bytes.length !== rowCount * width) {
      const expected = `Expected ${rowCount} values of ${width} bytes, was ${bytes.length} bytes.`;
      return refusal(`${field}.${kind}.${protoName(name)}`, expected);
    }
    columns.push(width === 1 ? Float64Array.from(bytes) : unpackDoubles(bytes));
  }
  const rows = rowsOf(block.rows, rowCount, firstRow);
  if (rows !== undefined) return { kernel, rowCount, columns, rows };
  const expected = `Expected ${rowCount} row numbers of ${BYTES_PER_ROW_NUMBER} bytes, was ${block.rows.length} bytes.`;
  return refusal(`${field}.rows`, expected);
}

/** As many rows as the first column has that must be there. */
function rowCountOf(kernel: InstrumentKernel, bytesOf: Readonly<Record<string, Uint8Array>>): number {
  const first = kernel.names.find((name) => kernel.fields[name]!.unless === undefined);
  return Math.floor((first === undefined ? 0 : bytesOf[first]!.length) / BYTES_PER_DOUBLE);
}

function rowsOf(bytes: Uint8Array, rowCount: number, firstRow: number): Uint32Array | undefined {
  if (bytes.length > 0) return bytes.length === rowCount * BYTES_PER_ROW_NUMBER ? unpackUint32(bytes) : undefined;
  const rows = new Uint32Array(rowCount);
  for (let i = 0; i < rowCount; i++) rows[i] = firstRow + i;
  return rows;
}
