import type { PriceBatchRequest, PriceBatchResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { allocateInstrumentOutputs } from '@gimbal/quant';
import { RpcFailure } from '@gimbal/runtime';
import { batchFailures } from '../../domain/priceBatch/batchFailures.js';
import { valueBatch } from '../../domain/priceBatch/valueBatch.js';
import { FAILURES_SLICE, PRICE_BATCH_SLICE_ROWS } from '../../limits.js';
import { pauseOf } from '../pauseOf.js';
import { fromBatch } from './fromBatch.js';
import type { Refusal } from './refusal.js';
import { toBatch } from './toBatch.js';
import { wantedColumns } from './wantedColumns.js';

/**
 * Reads, values and answers a batch, slice by slice: between two the event loop is free, and a caller that has gone away
 * stops it. Throws INVALID_ARGUMENT naming the field for what is no batch.
 */
export async function priceBatch(request: PriceBatchRequest, signal: AbortSignal): Promise<PriceBatchResponse> {
  const wanted = wantedColumns(request.columns);
  if ('kind' in wanted) throw refused(wanted);
  const pause = pauseOf(signal);
  const batch = await toBatch(request, pause);
  if ('kind' in batch) throw refused(batch);
  const out = allocateInstrumentOutputs(batch.rowCount, wanted);
  for (const _slice of valueBatch(batch, out, PRICE_BATCH_SLICE_ROWS)) await pause();
  return fromBatch(out, batchFailures(batch, out, FAILURES_SLICE), pause);
}

function refused({ field, message }: Refusal): RpcFailure {
  return new RpcFailure('INVALID_ARGUMENT', message, { field });
}
