import { PriceBatchResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import {
  INSTRUMENT_KERNELS,
  INSTRUMENT_OUTPUTS,
  INSTRUMENT_REASONS,
  instrumentFailure,
  type InstrumentKernel,
} from '@gimbal/quant';
import { BATCH_FAILURE_BYTES_MAX, BATCH_ROW_BYTES_MAX, BATCH_ROWS_MAX } from '@gimbal/runtime';
import { describe, expect, it } from 'vitest';
import { PRICE_BATCH_ROWS_MAX } from '../../limits.js';
import { toFailure } from './toFailure.js';

const BYTES_PER_DOUBLE = 8;

describe('the size of an answer', () => {
  it('fits the limit of its message with the longest failure in the last row', () => {
    // As long as a double gets in decimal: a sign, 17 digits, a point and an exponent of three digits.
    const longest = -2.2250738585072014e-308;
    const sizes = Object.values<InstrumentKernel>(INSTRUMENT_KERNELS).flatMap((kernel) =>
      [...kernel.names.keys(), 255].flatMap((field) =>
        INSTRUMENT_REASONS.map((reason) => {
          if (reason === 'valued') return 0;
          // A hook that returns deltas has whole permissions, and no other field says so.
          if (reason === 'hookReturnsDelta' && kernel.names[field] !== 'hookPermissions') return 0;
          const found = reason === 'hookReturnsDelta' ? 16_383 : longest;
          const failure = instrumentFailure(kernel, reason, field, () => found);
          const failures = [toFailure({ row: PRICE_BATCH_ROWS_MAX - 1, failure })];
          return PriceBatchResponse.encode(PriceBatchResponse.fromPartial({ failures })).finish().length;
        }),
      ),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(BATCH_FAILURE_BYTES_MAX);
    expect(Math.max(...sizes)).toBeGreaterThan(140);
    expect(INSTRUMENT_OUTPUTS.length * BYTES_PER_DOUBLE).toBeLessThanOrEqual(BATCH_ROW_BYTES_MAX);
    expect(PRICE_BATCH_ROWS_MAX).toBeLessThanOrEqual(BATCH_ROWS_MAX);
  });
});
