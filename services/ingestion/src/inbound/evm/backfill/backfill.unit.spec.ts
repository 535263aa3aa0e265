import { describe, expect, it } from 'vitest';
import { rangeLimitOf } from './rangeLimit.js';
import { afterPassed, afterTooLarge, FIRST_RANGE } from './rangeSize.js';
import { RANGE_BLOCKS_MAX } from '../limits.js';

const said = (message: string, code = -32000): { ok: false; code: number; message: string; data: undefined } => ({
  ok: false,
  code,
  message,
  data: undefined,
});

describe('the refusal of a range', () => {
  it.each([
    'query returned more than 10000 results',
    'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range',
    'eth_getLogs is limited to a 10,000 range',
    'block range is too wide',
    'Block range limit exceeded. See more details',
    'exceed maximum block range: 50000',
    'query exceeds max results 20000, retry with the range 100-200',
    'query exceeds max block range 100000',
    'ranges over 10000 blocks are not supported on freetier',
    'eth_getLogs is limited to 0 - 10000 blocks range',
    'query timeout exceeded',
    'context deadline exceeded',
  ])('is known: %s', (message) => {
    expect(rangeLimitOf(said(message))).toEqual({ blocks: undefined });
  });

  it('is known by its code, and its proposal is taken', () => {
    expect(rangeLimitOf(said('limit exceeded', -32005))).toEqual({ blocks: undefined });
    // 0x64 to 0x6b are eight blocks.
    const proposed = 'query returned more than 10000 results. Try with this block range [0x64, 0x6B].';
    expect(rangeLimitOf(said(proposed, -32005))).toEqual({ blocks: 8 });
  });

  it('is told from other errors and from answers', () => {
    expect(rangeLimitOf(said('method not found', -32601))).toBeUndefined();
    expect(rangeLimitOf(said('header not found'))).toBeUndefined();
    expect(rangeLimitOf({ ok: true, result: [] })).toBeUndefined();
  });
});

describe('the size of a range', () => {
  it('grows by half after four that passed, up to the bound', () => {
    let size = FIRST_RANGE;
    for (let i = 0; i < 3; i++) size = afterPassed(size);
    expect(size.blocks).toBe(250);
    size = afterPassed(size);
    expect(size).toEqual({ blocks: 375, passed: 0 });
    for (let i = 0; i < 100; i++) size = afterPassed(size);
    expect(size.blocks).toBe(RANGE_BLOCKS_MAX);
  });

  it('is halved, or what the node proposes, and ends at a single block', () => {
    expect(afterTooLarge({ blocks: 250, passed: 3 }, undefined)).toEqual({ blocks: 125, passed: 0 });
    expect(afterTooLarge({ blocks: 250, passed: 3 }, 8)).toEqual({ blocks: 8, passed: 0 });
    expect(afterTooLarge({ blocks: 250, passed: 3 }, 9_000)).toEqual({ blocks: 125, passed: 0 });
    expect(afterTooLarge({ blocks: 1, passed: 0 }, undefined)).toBeUndefined();
  });
});
