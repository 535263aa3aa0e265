import { packDoubles } from '@gimbal/contracts';
import type {
  ImpliedVolatilityBatchRequest,
  ImpliedVolatilityBatchResponse,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import { RpcFailure } from '@gimbal/runtime';
import { impliedVolatilityBatch } from '../domain/impliedVolatility/impliedVolatilityBatch.js';
import { FAILURE_TEXTS_MAX, IMPLIED_VOLATILITY_ROWS_MAX } from '../limits.js';
import { doublesOf, rowsOf } from './packedColumns.js';

/** Answers a batch; a column that isn't what it says is INVALID_ARGUMENT, and a value that can't be is its row's failure. */
export function answerImpliedVolatility(request: ImpliedVolatilityBatchRequest): ImpliedVolatilityBatchResponse {
  const rows = rowsOf(request.price, 'price', IMPLIED_VOLATILITY_ROWS_MAX);
  const { vol, failures } = impliedVolatilityBatch({
    price: doublesOf(request.price, 'price', rows),
    forward: doublesOf(request.forward, 'forward', rows),
    strike: doublesOf(request.strike, 'strike', rows),
    tauYears: doublesOf(request.tauYears, 'tau_years', rows),
    ratePer1: request.rate.length === 0 ? new Float64Array(rows) : doublesOf(request.rate, 'rate', rows),
    isPut: rightsOf(request.right, rows),
  });
  return {
    vol: Buffer.from(packDoubles(vol)),
    failures: failures.map((failure, i) => (i < FAILURE_TEXTS_MAX ? failure : { ...failure, reason: '' })),
  };
}

function rightsOf(bytes: Uint8Array, rows: number): Uint8Array {
  if (bytes.length === rows) return Uint8Array.from(bytes);
  const message = `Expected ${rows} bytes in right, were ${bytes.length}.`;
  throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'right' });
}
