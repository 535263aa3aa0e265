import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { freshener } from './freshener.js';

it('asks one question at a time, and one more after the last change', async () => {
  let [changes, seen, running, most, asked] = [0, 0, 0, 0, 0];
  const ask = freshener(
    async () => {
      asked++;
      most = Math.max(most, ++running);
      const now = changes;
      await sleep(3);
      seen = now;
      running--;
    },
    () => undefined,
    1,
  );
  for (let i = 0; i < 50; i++) {
    changes++;
    ask();
    if (i % 10 === 0) await sleep(1);
  }
  await expect.poll(() => seen).toBe(50);
  expect(most).toBe(1);
  expect(asked).toBeLessThan(50);
});

it('goes on after a question that failed', async () => {
  const failures: unknown[] = [];
  let asked = 0;
  const ask = freshener(
    () => (++asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve()),
    (error) => failures.push(error),
    0,
  );
  ask();
  await expect.poll(() => failures.length).toBe(1);
  ask();
  await expect.poll(() => asked).toBe(2);
});
