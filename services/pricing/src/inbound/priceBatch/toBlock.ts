import { unpackDoubles, unpackUint32 } from '@gimbal/contracts';
import type { PriceBatchBlock } from '@gimbal/contracts/pricing/v1/pricing_service';
import { INSTRUMENT_KERNELS, type InstrumentKernel, type InstrumentKernelKind } from '@gimbal/quant';
import type { BatchBlock } from '../../domain/priceBatch/priceBatch.js';
import { columnText } from '../columnText.js';
import { counted } from '../counted.js';
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
    if (bytes.length === 0 && kernel.fields[name]!.unless !== undefined) {
      columns.push(undefined);
      continue;
    }
    const width = widthOf(kernel, name);
    if (bytes.length !== rowCount * width) {
      const column = `${field}.${kind}.${protoName(name)}`;
      return refusal(column, columnText(counted(rowCount, 'value'), width, column, bytes.length));
    }
    columns.push(width === 1 ? Float64Array.from(bytes) : unpackDoubles(bytes));
  }
  const rows = rowsOf(block.rows, rowCount, firstRow);
  if (rows !== undefined) return { kernel, rowCount, columns, rows };
  const place = `${field}.rows`;
  return refusal(place, columnText(counted(rowCount, 'row number'), BYTES_PER_ROW_NUMBER, place, block.rows.length));
}

/** As many rows as the first column has that is there, of those that must be: one that is missing is then named. */
function rowCountOf(kernel: InstrumentKernel, bytesOf: Readonly<Record<string, Uint8Array>>): number {
  const given = kernel.names.filter((name) => bytesOf[name]!.length > 0);
  const first = given.find((name) => kernel.fields[name]!.unless === undefined) ?? given[0];
  return first === undefined ? 0 : Math.floor(bytesOf[first]!.length / widthOf(kernel, first));
}

function widthOf(kernel: InstrumentKernel, name: string): number {
  const { rule } = kernel.fields[name]!;
  return rule === 'flag' || rule === 'choice' ? 1 : BYTES_PER_DOUBLE;
}

function rowsOf(bytes: Uint8Array, rowCount: number, firstRow: number): Uint32Array | undefined {
  if (bytes.length > 0) return bytes.length === rowCount * BYTES_PER_ROW_NUMBER ? unpackUint32(bytes) : undefined;
  const rows = new Uint32Array(rowCount);
  for (let i = 0; i < rowCount; i++) rows[i] = firstRow + i;
  return rows;
}
