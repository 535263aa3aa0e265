import { PriceBatchResponse, PricingServiceService } from '@gimbal/contracts/pricing/v1/pricing_service';
import { describe, expect, it } from 'vitest';
import { encodedResponse, responseSerializer } from './encodedResponse.js';

describe('a response in pieces', () => {
  const method = PricingServiceService.priceBatch;
  const empty = PriceBatchResponse.fromPartial({});
  const failure = (row: number) => ({ row, field: 'strike_usd', code: 'not_positive', reason: 'Expected more.' });

  it('goes out as its pieces one after the other, which read as the whole', () => {
    const whole = PriceBatchResponse.fromPartial({ rowCount: 2, kernel: 'k', failures: [failure(0), failure(1)] });
    const parts = [{ rowCount: 2 }, { failures: [failure(0)] }, { failures: [failure(1)] }, { kernel: 'k' }];
    const pieces = parts.map((part) => PriceBatchResponse.encode({ ...empty, ...part }).finish());
    const bytes = responseSerializer(method)(encodedResponse({ ...whole, kernel: 'other' }, pieces));
    expect(bytes).toEqual(Buffer.from(PriceBatchResponse.encode(whole).finish()));
    expect(PriceBatchResponse.decode(bytes)).toEqual(whole);
  });

  it('leaves every other response to the method', () => {
    const other = PriceBatchResponse.fromPartial({ rowCount: 7 });
    expect(responseSerializer(method)(other)).toEqual(method.responseSerialize(other));
  });
});
