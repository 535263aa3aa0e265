import { packDoubles } from '@gimbal/contracts';
import {
  type ImpliedVolatilityBatchRequest,
  ImpliedVolatilityBatchResponse,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import type { ImpliedVolatilityInputColumns } from '@gimbal/quant';
import { encodedResponse } from '@gimbal/runtime';
import { impliedVolatilityBatch, type RowFailure } from '../domain/impliedVolatility/impliedVolatilityBatch.js';
import { IMPLIED_VOLATILITY_ROWS_MAX, IMPLIED_VOLATILITY_SLICE_ROWS } from '../limits.js';
import { bytesOf, doublesOf, rowsOf } from './packedColumns.js';
import { pauseOf } from './pauseOf.js';
import { protoName } from './priceBatch/fieldNames.js';

const NO_BYTES = Buffer.alloc(0);

/**
 * Answers a batch, slice by slice, encoded as well: between two the event loop is free, and a caller that has gone away
 * stops it. A column that isn't what it says is INVALID_ARGUMENT, and a value that can't be is its row's failure.
 */
export async function answerImpliedVolatility(
  request: ImpliedVolatilityBatchRequest,
  signal: AbortSignal,
): Promise<ImpliedVolatilityBatchResponse> {
  const columns = columnsOf(request);
  const rows = columns.price.length;
  const vol = new Float64Array(rows);
  const failures: RowFailure[] = [];
  const pieces: Uint8Array[] = [];
  const pause = pauseOf(signal);
  for (let from = 0; from < rows; from += IMPLIED_VOLATILITY_SLICE_ROWS) {
    const slice = impliedVolatilityBatch(sliced(columns, from, from + IMPLIED_VOLATILITY_SLICE_ROWS));
    vol.set(slice.vol, from);
    const placed = slice.failures.map((failure) => ({
      ...failure,
      code: protoName(failure.code),
      row: failure.row + from,
    }));
    for (const failure of placed) failures.push(failure);
    pieces.push(encoded({ vol: NO_BYTES, failures: placed }));
    await pause();
  }
  const packed = Buffer.from(packDoubles(vol).buffer);
  pieces.unshift(encoded({ vol: packed, failures: [] }));
  return encodedResponse({ vol: packed, failures }, pieces);
}

function encoded(part: ImpliedVolatilityBatchResponse): Uint8Array {
  return ImpliedVolatilityBatchResponse.encode(part).finish();
}

function columnsOf(request: ImpliedVolatilityBatchRequest): ImpliedVolatilityInputColumns {
  const rows = rowsOf(request.price, 'price', IMPLIED_VOLATILITY_ROWS_MAX);
  return {
    price: doublesOf(request.price, 'price', rows),
    forward: doublesOf(request.forward, 'forward', rows),
    strike: doublesOf(request.strike, 'strike', rows),
    tauYears: doublesOf(request.tauYears, 'tau_years', rows),
    ratePer1: request.rate.length === 0 ? new Float64Array(rows) : doublesOf(request.rate, 'rate', rows),
    isPut: bytesOf(request.right, 'right', rows),
  };
}

function sliced(columns: ImpliedVolatilityInputColumns, from: number, to: number): ImpliedVolatilityInputColumns {
  const { price, forward, strike, tauYears, ratePer1, isPut } = columns;
  return {
    price: price.subarray(from, to),
    forward: forward.subarray(from, to),
    strike: strike.subarray(from, to),
    tauYears: tauYears.subarray(from, to),
    ratePer1: ratePer1.subarray(from, to),
    isPut: isPut.subarray(from, to),
  };
}
