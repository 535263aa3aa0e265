import { revalue, ROW_SIZE } from '@gimbal/risk-service';
import type { Aim } from '../bench.ts';
import { collectGarbage, figure, median, tableLines } from '../measure.ts';
import { drawBook, drawFrame } from './drawBook.ts';
import { INSTRUMENTS, PORTFOLIOS, POSITIONS, timeTicks } from './revaluationBench.ts';

const TICKS = 30;
/** Per position at a hundred times the size, beside the first size: columns that leave the caches cost something. */
const GROWTH_MAX = 3;

/** How the time and the bytes of a position grow with the number of portfolios, and with that of instruments. */
export async function growthBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const base = Math.ceil(PORTFOLIOS * Math.min(1, size / 1_000_000));
  const cases = [
    { name: '1 ×', portfolios: base, positions: POSITIONS, instruments: INSTRUMENTS },
    { name: '10 × the portfolios', portfolios: base * 10, positions: POSITIONS, instruments: INSTRUMENTS },
    { name: '100 × the portfolios', portfolios: base * 100, positions: POSITIONS, instruments: INSTRUMENTS },
    { name: '10 × the instruments', portfolios: base, positions: POSITIONS, instruments: INSTRUMENTS * 10 },
    { name: '10 × the positions of each', portfolios: base, positions: POSITIONS * 10, instruments: INSTRUMENTS },
    { name: '100 × the positions of each', portfolios: base, positions: POSITIONS * 100, instruments: INSTRUMENTS },
  ];
  const measured = cases.map((each) => ({ ...each, ...measure(each) }));
  const first = measured[0]!.nsPerPosition;
  print('one tick, every instrument of one underlying moved');
  const rows = measured.map(({ name, portfolios, positions, cpuMs, nsPerPosition, bytesPerPortfolio }) => [
    name,
    `${portfolios.toLocaleString('en')} × ${positions.toLocaleString('en')}`,
    figure(median(cpuMs)),
    figure(nsPerPosition),
    `${figure(nsPerPosition / first)} ×`,
    figure(bytesPerPortfolio, 0),
  ]);
  const head = ['', 'size', 'p50 ms of CPU', 'ns a position (best)', 'beside 1 ×', 'bytes a portfolio'];
  for (const line of tableLines([head, ...rows])) print(line);
  const hundredfold = measured.filter(({ name }) => name.startsWith('100 ×'));
  const worst = Math.max(...hundredfold.map(({ nsPerPosition }) => nsPerPosition / first));
  return [
    {
      aim: `a position at 100 × the size costs at most ${GROWTH_MAX} × what it costs at 1 ×`,
      found: `${figure(worst)} × at worst`,
      met: worst <= GROWTH_MAX,
    },
  ];
}

function measure({
  portfolios,
  positions,
  instruments,
}: {
  portfolios: number;
  positions: number;
  instruments: number;
}): { readonly cpuMs: readonly number[]; readonly nsPerPosition: number; readonly bytesPerPortfolio: number } {
  collectGarbage();
  const drawn = drawBook(portfolios, positions, 1, instruments);
  const { book } = drawn;
  const { cpuMs } = timeTicks(
    (tick) => drawFrame(drawn, 'U0', tick),
    (frame) => revalue(book, [frame]),
    TICKS,
  );
  const { quantities, indexes, starts, sums } = book.matrix;
  const columns = [
    quantities,
    indexes,
    starts,
    sums,
    book.portfolioStarts,
    book.portfolioOf,
    book.isDollar,
    book.totals,
  ];
  const bytes = columns.reduce((all, { byteLength }) => all + byteLength, 0);
  if (book.totals.length !== portfolios * ROW_SIZE) throw new Error('Expected a total for every portfolio.');
  return {
    cpuMs,
    nsPerPosition: (Math.min(...cpuMs) * 1e6) / (portfolios * positions),
    bytesPerPortfolio: bytes / portfolios,
  };
}
