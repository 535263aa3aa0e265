import type { PriceBatchRequest, PriceBatchResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { allocateInstrumentOutputs } from '@gimbal/quant';
import { RpcFailure } from '@gimbal/runtime';
import { setImmediate } from 'node:timers/promises';
import { batchFailures } from '../../domain/priceBatch/batchFailures.js';
import { valueBatch } from '../../domain/priceBatch/valueBatch.js';
import { PRICE_BATCH_SLICE_ROWS } from '../../limits.js';
import { fromBatch } from './fromBatch.js';
import type { Refusal } from './refusal.js';
import { toBatch } from './toBatch.js';
import { wantedColumns } from './wantedColumns.js';

/**
 * Values a batch, slice by slice: between two the event loop is free, and a caller that has gone away stops it. Throws
 * INVALID_ARGUMENT naming the field for what is no batch.
 */
export async function priceBatch(request: PriceBatchRequest, signal: AbortSignal): Promise<PriceBatchResponse> {
  const wanted = wantedColumns(request.columns);
  if ('kind' in wanted) throw refused(wanted);
  const batch = toBatch(request);
  if ('kind' in batch) throw refused(batch);
  const out = allocateInstrumentOutputs(batch.rowCount, wanted);
  for (const _slice of valueBatch(batch, out, PRICE_BATCH_SLICE_ROWS)) {
    await setImmediate();
    signal.throwIfAborted();
  }
  return fromBatch(out, batchFailures(batch, out));
}

function refused({ field, message }: Refusal): RpcFailure {
  return new RpcFailure('INVALID_ARGUMENT', message, { field });
}
