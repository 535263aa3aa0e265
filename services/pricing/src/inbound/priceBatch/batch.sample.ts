import { packDoubles, packUint32, unpackDoubles } from '@gimbal/contracts';
import { PriceBatchBlock, type PriceBatchResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { INSTRUMENT_KERNELS, type InstrumentKernelKind, type InstrumentOutput } from '@gimbal/quant';
import { readFileSync } from 'node:fs';

export type Row = Readonly<Record<string, number>>;
export type Expected = Readonly<Partial<Record<InstrumentOutput, number>>>;

/** Made with mpmath by test/bench/pricing/makeInstrumentReference.py. */
export const REFERENCE = JSON.parse(
  readFileSync(new URL('../../../../../test/data/pricing/instruments.json', import.meta.url), 'utf8'),
) as Readonly<Record<InstrumentKernelKind, readonly (readonly [Row, Expected])[]>>;

/** Columns of one byte a row; the proto says which. */
const BYTE_COLUMNS = new Set(['isPut', 'isInverse', 'isDebt', 'hasFixedBlocks', 'fundingPriceBase']);

/** A block of rows as a client packs it. Fields that no row has are left out. */
export function packBlock(
  kind: InstrumentKernelKind,
  rows: readonly Row[],
  places?: readonly number[],
): PriceBatchBlock {
  const columns = INSTRUMENT_KERNELS[kind].names
    .filter((name) => rows.some((row) => row[name] !== undefined))
    .map((name) => [name, packColumn(name, rows)]);
  return PriceBatchBlock.fromPartial({
    rows: Buffer.from(places === undefined ? [] : packUint32(Uint32Array.from(places))),
    instruments: { $case: kind, value: Object.fromEntries(columns) as never },
  });
}

function packColumn(name: string, rows: readonly Row[]): Buffer {
  const values = rows.map((row) => row[name] ?? 0);
  return Buffer.from(BYTE_COLUMNS.has(name) ? Uint8Array.from(values) : packDoubles(Float64Array.from(values)));
}

/** A column of an answer as numbers. */
export function column(answer: PriceBatchResponse, name: InstrumentOutput): Float64Array {
  return unpackDoubles(answer[name]);
}
