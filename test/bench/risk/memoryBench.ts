import type { Aim } from '../bench.ts';
import { collectGarbage, figure, tableLines } from '../measure.ts';
import { drawBook } from './drawBook.ts';
import { naiveBooks } from './naiveBooks.ts';
import { INSTRUMENTS, PORTFOLIOS, POSITIONS } from './revaluationBench.ts';

const TIMES_NAIVE = 3;

/** Bytes of a portfolio's positions and sums, as sparse columns and as objects. */
export async function memoryBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const portfolios = Math.ceil(PORTFOLIOS * Math.min(1, size / 1_000_000));
  const before = bytesUsed();
  const drawn = drawBook(portfolios, POSITIONS, 1, INSTRUMENTS);
  // The kernel's memory is shared memory, which the process doesn't count among its buffers.
  const { quantities } = drawn.book.matrix;
  const sparse = bytesUsed() - before + quantities.buffer.byteLength;
  const counted = bytesUsed();
  const naive = naiveBooks(drawn);
  const objects = bytesUsed() - counted;
  if (naive.portfolios.size !== portfolios || drawn.book.totals.length === 0)
    throw new Error('Expected every portfolio.');
  const rows = [
    [`a portfolio of ${POSITIONS} positions`, 'bytes'],
    ['sparse columns, with the sums of groups and totals', figure(sparse / portfolios, 0)],
    ['an object a position, without sums', figure(objects / portfolios, 0)],
  ];
  for (const line of tableLines(rows)) print(line);
  return [
    {
      aim: `sparse columns in at most 1/${TIMES_NAIVE} of the bytes of objects`,
      found: `1/${figure(objects / sparse, 1)}`,
      met: objects >= TIMES_NAIVE * sparse,
    },
  ];
}

function bytesUsed(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
