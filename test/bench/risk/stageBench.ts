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
  const decided: StepTimes = { processMs: [], threadMs: [] };
  const folded: StepTimes = { processMs: [], threadMs: [] };
  let opened = before;
  for (let number = 1; number <= STEPS; number++) {
    const decide = step(number);
    const isWarm = number > WARM_UP_STEPS;
    const drafts = await timeStep(decide, isWarm ? decided : undefined);
    if (drafts.length !== portfolios) throw new Error(`Expected ${portfolios} exposures, was ${drafts.length}.`);
    const foldAll = (): void => drafts.forEach(({ topic, key, event }) => fold(topic, key, event, number));
    await timeStep(foldAll, isWarm ? folded : undefined);
    if (number === 1) {
      collectGarbage();
      opened = process.memoryUsage();
    }
  }
  collectGarbage();
  const after = process.memoryUsage();
  const kib = (of: NodeJS.MemoryUsage, less: NodeJS.MemoryUsage): number =>
    (of.heapUsed + of.arrayBuffers - less.heapUsed - less.arrayBuffers) / 1024 / portfolios;
  const name = `${portfolios.toLocaleString('en')} portfolios of ${POSITIONS} positions`;
  const rows = [
    [`a step of ${name}`, 'ms of CPU: best', 'p50', 'of its own thread: best', 'p50', 'µs a portfolio (best)'],
    row('marks folded, every official exposure decided', decided, portfolios),
    row('the exposures folded, P&L taken through the step', folded, portfolios),
  ];
  for (const line of tableLines(rows)) print(line);
  const state = kib(opened, before);
  print(
    `memory a portfolio: ${figure(state, 1)} KiB of rows and columns after the first step, ${figure(kib(after, opened) / (STEPS - 1), 2)} KiB more for each exposure since (its place for queries as of then, and recent ones to explain)`,
  );
  return [
    {
      aim: `every official exposure of ${PORTFOLIOS.toLocaleString('en')} portfolios of ${POSITIONS} decided in ${DECIDE_MS} ms`,
      found: `${figure(Math.min(...decided.processMs) / scale, 1)} ms`,
      met: Math.min(...decided.processMs) <= DECIDE_MS * scale,
      note: `Of its own thread ${figure(Math.min(...decided.threadMs) / scale, 1)} ms; the rest is the collector's threads, which sweep after the collection that is forced before each timing.`,
    },
    {
      aim: `rows of a portfolio of ${POSITIONS} positions in ${STATE_KIB_PER_PORTFOLIO} KiB`,
      found: `${figure(state, 1)} KiB`,
      met: state <= STATE_KIB_PER_PORTFOLIO,
    },
  ];
}

/**
 * Of the whole process, as the aims are: the threads of the garbage collector are in it, which sweep after the collection
 * that is forced before each timing. And of the thread that the stage runs on.
 */
interface StepTimes {
  readonly processMs: number[];
  readonly threadMs: number[];
}

async function timeStep<R>(work: () => R, into: StepTimes | undefined): Promise<R> {
  const { result, cpuSeconds } = await timed(() => {
    const before = process.threadCpuUsage();
    const made = work();
    const { user, system } = process.threadCpuUsage(before);
    into?.threadMs.push((user + system) / 1e3);
    return made;
  });
  into?.processMs.push(cpuSeconds * 1e3);
  return result;
}

function row(name: string, { processMs, threadMs }: StepTimes, portfolios: number): string[] {
  const best = Math.min(...processMs);
  const times = [best, median(processMs), Math.min(...threadMs), median(threadMs)];
  return [name, ...times.map((ms) => figure(ms, 1)), figure((best * 1e3) / portfolios, 1)];
}
