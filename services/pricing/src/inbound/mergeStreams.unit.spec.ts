import { describe, expect, it } from 'vitest';
import { mergeStreams } from './mergeStreams.js';

async function* counted(name: string, count: number, closed: string[]): AsyncGenerator<string, void, undefined> {
  try {
    for (let i = 0; i < count; i++) yield `${name}${i}`;
  } finally {
    closed.push(name);
  }
}

async function* failing(): AsyncGenerator<string, void, undefined> {
  yield 'last';
  throw new Error('the log is gone');
}

async function collected(stream: AsyncIterable<string>): Promise<string[]> {
  const items: string[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe('merging streams', () => {
  it('gives every item, each stream in its own order', async () => {
    const closed: string[] = [];
    const items = await collected(
      mergeStreams([counted('a', 5, closed), counted('b', 2, closed), counted('c', 0, closed)]),
    );
    expect(items.filter((item) => item.startsWith('a'))).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(items.filter((item) => item.startsWith('b'))).toEqual(['b0', 'b1']);
    expect(closed.sort()).toEqual(['a', 'b', 'c']);
  });

  it('closes the streams when the reader leaves', async () => {
    const closed: string[] = [];
    for await (const item of mergeStreams([counted('a', 5, closed), counted('b', 5, closed)])) {
      if (item === 'b0') break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed.sort()).toEqual(['a', 'b']);
  });

  it('throws what a stream throws', async () => {
    await expect(collected(mergeStreams([failing(), counted('a', 1, [])]))).rejects.toThrow('the log is gone');
  });
});
