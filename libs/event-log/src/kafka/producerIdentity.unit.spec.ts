import { describe, expect, it } from 'vitest';
import { sequenceAfter } from './producerIdentity.js';

describe('sequenceAfter', () => {
  // DefaultRecordBatch.incrementSequence of the Java client: 0 comes after 2147483647.
  it('begins at 0 again after the greatest signed 32-bit number', () => {
    expect(sequenceAfter(0, 3)).toBe(3);
    expect(sequenceAfter(2_147_483_646, 1)).toBe(2_147_483_647);
    expect(sequenceAfter(2_147_483_647, 1)).toBe(0);
    expect(sequenceAfter(2_147_483_640, 10)).toBe(2);
  });
});
