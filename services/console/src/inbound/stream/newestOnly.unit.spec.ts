import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { newestOnly } from './newestOnly.js';

it('delivers the first and the newest, and drops what came between', async () => {
  const delivered: number[] = [];
  const offer = newestOnly<number>(
    async (value) => {
      delivered.push(value);
      await sleep(5);
    },
    5,
    new AbortController().signal,
  );
  for (let value = 1; value <= 100; value++) offer(value);
  await expect.poll(() => delivered).toEqual([1, 100]);
});

it('delivers nothing more when it is told to stop', async () => {
  const stop = new AbortController();
  const delivered: number[] = [];
  const offer = newestOnly<number>((value) => Promise.resolve(void delivered.push(value)), 5, stop.signal);
  offer(1);
  offer(2);
  stop.abort();
  await sleep(20);
  expect(delivered).toEqual([1]);
});
