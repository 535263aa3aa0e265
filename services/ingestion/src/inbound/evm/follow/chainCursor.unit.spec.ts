import { describe, expect, it } from 'vitest';
import { REORG_DEPTH_MAX } from '../limits.js';
import { type ChainCursor, delivered, jointOf } from './chainCursor.js';
import { inOrder } from './inOrder.js';

const EMPTY: ChainCursor = { tail: [], start: 1n, final: undefined };

function chainOf(from: number, to: number, final?: bigint, start?: bigint): ChainCursor {
  let cursor: ChainCursor = { tail: [], start, final };
  for (let number = from; number <= to; number++) {
    cursor = delivered(cursor, { number: BigInt(number), hash: `a${number}` }, final);
  }
  return cursor;
}

const block = (number: number, parentHash: string): { number: bigint; parentHash: string } => ({
  number: BigInt(number),
  parentHash,
});

describe('where a branch joins', () => {
  it('is the first block that is wanted, or any where none is named', () => {
    expect(jointOf(EMPTY, block(2, 'x'))).toBe('below');
    expect(jointOf(EMPTY, block(1, 'x'))).toBe('joined');
    expect(jointOf({ ...EMPTY, start: undefined }, block(9, 'x'))).toBe('joined');
  });

  it('is the block whose parent was delivered', () => {
    const cursor = chainOf(1, 9);
    expect(jointOf(cursor, block(10, 'a9'))).toBe('joined');
    expect(jointOf(cursor, block(10, 'b9'))).toBe('below');
    expect(jointOf(cursor, block(9, 'b8'))).toBe('below');
    expect(jointOf(cursor, block(8, 'a7'))).toBe('joined');
  });

  it('is nowhere below what was said to be final', () => {
    const cursor = chainOf(1, 9, 5n);
    expect(jointOf(cursor, block(7, 'b6'))).toBe('below');
    expect(jointOf(cursor, block(6, 'b5'))).toBe('too_deep');
  });

  it('is nowhere deeper than a fork is followed', () => {
    const cursor = chainOf(1, 400);
    expect(jointOf(cursor, block(400 - REORG_DEPTH_MAX + 1, 'b'))).toBe('below');
    expect(jointOf(cursor, block(400 - REORG_DEPTH_MAX, 'b'))).toBe('too_deep');
  });

  it('is the first block of the chain, below which there is none', () => {
    const cursor: ChainCursor = { tail: [{ number: 60n, hash: 'a60' }], start: undefined, final: undefined };
    expect(jointOf(cursor, block(1, 'b0'))).toBe('below');
    expect(jointOf(cursor, block(0, ''))).toBe('joined');
  });

  it('is as far down as a fork is followed after a start from a single block', () => {
    const cursor: ChainCursor = { tail: [{ number: 400n, hash: 'a400' }], start: undefined, final: undefined };
    expect(jointOf(cursor, block(300, 'b'))).toBe('below');
    expect(jointOf(cursor, block(400 - REORG_DEPTH_MAX, 'b'))).toBe('joined');
  });
});

describe('what was delivered', () => {
  it('loses what stood at the height of a new block and above', () => {
    const { tail } = delivered(chainOf(1, 4), { number: 3n, hash: 'b3' }, undefined);
    expect(tail.map(({ hash }) => hash)).toEqual(['a1', 'a2', 'b3']);
  });

  it('is kept as far as a fork is followed', () => {
    expect(chainOf(1, 400).tail).toHaveLength(REORG_DEPTH_MAX + 1);
  });
});

describe('work in order', () => {
  it('begins no more than it may, and hands over in order whatever ends first', async () => {
    let underWay = 0;
    let most = 0;
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, (7 - item) % 4));
      underWay--;
      return item;
    };
    const results: number[] = [];
    for await (const result of inOrder([1, 2, 3, 4, 5, 6], 2, work)) results.push(result);
    expect(results).toEqual([1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });
});
