import type { Aim } from '../bench.ts';
import { collectGarbage, figure, tableLines } from '../measure.ts';
import { drawBook } from './drawBook.ts';
import { naiveBooks } from './naiveBooks.ts';
import { INSTRUMENTS, PORTFOLIOS, POSITIONS } from './revaluationBench.ts';

const TIMES_NAIVE = 3;

/** Bytes of a portfolio's positions and sums, as sparse columns and as objects. */
export async function memoryBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const portfolios = Math.ceil(PORTFOLIOS * Math.min(1, size / 1_000_000));
  const drawn = drawBook(portfolios, POSITIONS, 1, INSTRUMENTS);
  const { book } = drawn;
  // Of the columns themselves: the kernel's memory is shared memory, which the process doesn't count.
  const columns = [book.portfolioStarts, book.isDollar, book.portfolioOf, book.totals];
  const groups = [...book.underlyings.values()].map((of) => of.groups);
  const held = [...columns, ...groups].reduce((bytes, { byteLength }) => bytes + byteLength, 0);
  const sparse = held + book.matrix.quantities.buffer.byteLength;
  const before = heapBytes();
  const naive = naiveBooks(drawn);
  const objects = heapBytes() - before;
  if (naive.portfolios.size !== portfolios) throw new Error('Expected every portfolio.');
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

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
