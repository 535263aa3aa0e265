import { createHash } from 'node:crypto';
import { ActionKind } from '@gimbal/contracts/execution/v1/execution_events';
import { describe, expect, it } from 'vitest';
import { payloadHash } from './payloadHash.js';

const action = {
  kind: ActionKind.ACTION_KIND_REPAY,
  venue: 'aave-v3',
  accountId: 'a',
  instrumentId: 'spot:USDC',
  quantity: '60000',
  limitPrice: '',
  quoteInstrumentId: '',
  payingAccountId: 'w',
  deployment: 'd',
};

describe('payloadHash', () => {
  it('is the SHA-256 of the protobuf bytes, written out by hand', () => {
    // Tags: field number << 3, + 2 for strings; empty fields are left out (protobuf.dev/programming-guides/encoding).
    const text = (field: number, value: string): Buffer =>
      Buffer.from([(field << 3) | 2, value.length, ...Buffer.from(value)]);
    const bytes = Buffer.concat([
      Buffer.from([0x08, 0x02]),
      text(2, 'aave-v3'),
      text(3, 'a'),
      text(4, 'spot:USDC'),
      text(5, '60000'),
      text(8, 'w'),
      text(9, 'd'),
    ]);
    expect(payloadHash(action).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('differs with every field', () => {
    const changed = Object.keys(action).map((field) =>
      payloadHash({ ...action, [field]: field === 'kind' ? ActionKind.ACTION_KIND_HEDGE : 'x' }),
    );
    expect(new Set([payloadHash(action), ...changed].map((hash) => hash.toString('hex'))).size).toBe(10);
  });
});
