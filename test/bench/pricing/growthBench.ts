import type { Aim } from '../bench.ts';
import { collectGarbage, figure, median, tableLines } from '../measure.ts';
import { OURS_FAST, OURS_PRECISE, OURS_TWIN } from './contenders/ours.ts';
import { drawOptions, firstRows } from './drawOptions.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { type SharedWork, shareOut, type WorkerPace } from './shareOut.ts';

const BATCH_TIMES = 10;
const WORKERS = [1, 2] as const;
/** Of twice the speed of one worker; the rest goes to the caches and the memory that both share. */
const NEAR_LINEAR = 0.9;
const WORKER_ROUNDS = 5;
const GRID_OPTIONS_MAX = 2_048;

/** How the speed changes with the size of a batch, and with a second worker on the same columns. */
export async function growthBench(run: PricingRun): Promise<Aim[]> {
  await printBatches(run);
  run.print('');
  return printWorkers(run);
}

async function printBatches(run: PricingRun): Promise<void> {
  const sizes: number[] = [];
  for (let size = 1; size <= run.size * BATCH_TIMES; size *= BATCH_TIMES) sizes.push(size);
  const inputs = drawOptions(sizes.at(-1)!);
  const rows = [['options in a call', ...sizes.map((size) => size.toLocaleString('en'))]];
  const names = [OURS_FAST, OURS_PRECISE, OURS_TWIN];
  for (const contender of contendersOf(run, 'greeks').filter(({ name }) => names.includes(name))) {
    const cells: string[] = [];
    for (const size of sizes) {
      const prepared = await contender.prepare({ task: 'greeks', inputs: firstRows(inputs, size) });
      collectGarbage();
      const rates: number[] = [];
      for (let round = 0; round < run.pace.rounds; round++) {
        const { passes, cpuSeconds } = await prepared.measure(run.pace.leastSeconds / 2);
        rates.push((size * passes) / cpuSeconds / 1e6);
      }
      prepared.close();
      cells.push(figure(Math.max(...rates), 2));
    }
    rows.push([`${contender.name}, M/s`, ...cells]);
  }
  for (const line of tableLines(rows)) run.print(line);
}

/**
 * What two workers do on shared columns against one. Held to the aim by the processor time of each, like all rates here: it
 * tells whether they get in each other's way, in memory or in locks, whatever else runs on the machine meanwhile.
 */
async function printWorkers(run: PricingRun): Promise<Aim[]> {
  const header = [
    'M/s',
    '1 worker, CPU: best',
    'median',
    '2 workers, CPU: best',
    'median',
    'times',
    'on the clock: 1',
    '2',
    'times',
  ];
  const rows = [header];
  const aims: Aim[] = [];
  for (const work of ['greeks', 'grid'] as const satisfies readonly SharedWork[]) {
    const size = work === 'grid' ? Math.min(run.size, GRID_OPTIONS_MAX) : run.size;
    const paces = await shareOut(work, WORKERS, size, WORKER_ROUNDS, run.pace.leastSeconds);
    const [one, two] = [paces[0]!, paces[1]!];
    const cpu = (paces: Paces): number[] => paces.map(({ perCpuSecond }) => perCpuSecond);
    const clock = (paces: Paces): number => Math.max(...paces.map(({ perWallSecond }) => perWallSecond));
    const times = Math.max(...cpu(two)) / Math.max(...cpu(one));
    const clockTimes = clock(two) / clock(one);
    const cells = [one, two].flatMap((each) => [Math.max(...cpu(each)), median(cpu(each))]);
    rows.push([work, ...[...cells, times, clock(one), clock(two), clockTimes].map((cell) => figure(cell, 2))]);
    aims.push({
      aim: `${work === 'grid' ? 'point 4: grids' : 'Greeks'} near-linear on two workers (at least ${NEAR_LINEAR * 2} ×)`,
      found: `${figure(times, 2)} × by processor time, ${figure(clockTimes, 2)} × on the clock`,
      met: times >= NEAR_LINEAR * 2,
    });
  }
  for (const line of tableLines(rows)) run.print(line);
  return aims;
}

type Paces = readonly WorkerPace[];
