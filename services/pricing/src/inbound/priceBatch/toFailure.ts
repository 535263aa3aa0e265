import type { PriceBatchFailure } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { BatchFailure } from '../../domain/priceBatch/batchFailures.js';
import { protoName } from './fieldNames.js';

/** A failure as the proto has it: field and code by its names, and the sentence. */
export function toFailure({ row, failure: { reason, field, expected, found } }: BatchFailure): PriceBatchFailure {
  const name = protoName(field);
  // No column of the request is called `result`: it is what the row comes to.
  const place = field === 'result' ? '' : ` as ${name}`;
  return { row, field: name, code: protoName(reason), reason: `Expected ${expected}${place}, was ${found}.` };
}
