import { packDoubles } from '@gimbal/contracts';
import type { PriceBatchFailure, PriceBatchResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { INSTRUMENT_OUTPUTS, type InstrumentOutput, type InstrumentOutputColumns } from '@gimbal/quant';
import { KERNEL } from '../../domain/frame/marksMessage.js';
import type { BatchFailure } from '../../domain/priceBatch/batchFailures.js';
import { protoName } from './fieldNames.js';

/** The answer of a valued batch: the columns that are wanted, and why rows have no value. */
export function fromBatch(out: InstrumentOutputColumns, failures: readonly BatchFailure[]): PriceBatchResponse {
  const columns = INSTRUMENT_OUTPUTS.map((name) => [name, packed(out[name])] as const);
  return {
    rowCount: out.reason.length,
    failures: failures.map(toFailure),
    kernel: KERNEL,
    ...(Object.fromEntries(columns) as Record<InstrumentOutput, Buffer>),
  };
}

function packed(column: Float64Array): Buffer {
  const bytes = packDoubles(column);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function toFailure({ row, failure: { reason, field, expected, found } }: BatchFailure): PriceBatchFailure {
  const name = protoName(field);
  return { row, field: name, code: protoName(reason), reason: `Expected ${expected} as ${name}, was ${found}.` };
}
