import type { Aim } from '../bench.ts';
import { openBooks } from '../loop/kernelBench.ts';
import { collectGarbage, figure, median, tableLines, timed } from '../measure.ts';
import { PORTFOLIOS, POSITIONS } from './revaluationBench.ts';

const STEPS = 15;
const WARM_UP_STEPS = 4;
const DECIDE_MS = 60;
/** The rows of a book: an exact decimal, its newest facts and its trades, for each position. */
const STATE_KIB_PER_PORTFOLIO = 100;

/** A step of risk's own stage: a whole official exposure for every portfolio, and its fold; and what the rows take. */
export async function stageBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const scale = Math.min(1, size / 1_000_000);
  const portfolios = Math.ceil(PORTFOLIOS * scale);
  collectGarbage();
  const before = process.memoryUsage();
  const { fold, step } = openBooks(portfolios);
  const decideMs: number[] = [];
  const foldMs: number[] = [];
  let opened = before;
  for (let number = 1; number <= STEPS; number++) {
    const decide = step(number);
    const decided = await timed(decide);
    if (decided.result.length !== portfolios)
      throw new Error(`Expected ${portfolios} exposures, was ${decided.result.length}.`);
    const folded = await timed(() => {
      for (const { topic, key, event } of decided.result) fold(topic, key, event, number);
    });
    if (number === 1) {
      collectGarbage();
      opened = process.memoryUsage();
    }
    if (number <= WARM_UP_STEPS) continue;
    decideMs.push(decided.cpuSeconds * 1e3);
    foldMs.push(folded.cpuSeconds * 1e3);
  }
  collectGarbage();
  const after = process.memoryUsage();
  const kib = (of: NodeJS.MemoryUsage, less: NodeJS.MemoryUsage): number =>
    (of.heapUsed + of.arrayBuffers - less.heapUsed - less.arrayBuffers) / 1024 / portfolios;
  const name = `${portfolios.toLocaleString('en')} portfolios of ${POSITIONS} positions`;
  const rows = [
    [`a step of ${name}`, 'ms of CPU: best', 'p50', 'µs a portfolio (best)'],
    row('marks folded, every official exposure decided', decideMs, portfolios),
    row('the exposures folded', foldMs, portfolios),
  ];
  for (const line of tableLines(rows)) print(line);
  const state = kib(opened, before);
  print(
    `memory a portfolio: ${figure(state, 1)} KiB of rows and columns after the first step, ${figure(kib(after, opened) / (STEPS - 1), 2)} KiB more for each exposure since (its place for queries as of then, and recent ones to explain)`,
  );
  return [
    {
      aim: `every official exposure of ${PORTFOLIOS.toLocaleString('en')} portfolios of ${POSITIONS} decided in ${DECIDE_MS} ms`,
      found: `${figure(Math.min(...decideMs) / scale, 1)} ms`,
      met: Math.min(...decideMs) <= DECIDE_MS * scale,
      note: 'The stage walks every leg for what is said of each (tenors, whom it rests on), makes a whole message, and looks rows up by text; it does not use the sparse matrix yet.',
    },
    {
      aim: `rows of a portfolio of ${POSITIONS} positions in ${STATE_KIB_PER_PORTFOLIO} KiB`,
      found: `${figure(state, 1)} KiB`,
      met: state <= STATE_KIB_PER_PORTFOLIO,
    },
  ];
}

function row(name: string, ms: readonly number[], portfolios: number): string[] {
  const best = Math.min(...ms);
  return [name, figure(best, 1), figure(median(ms), 1), figure((best * 1e3) / portfolios, 1)];
}
