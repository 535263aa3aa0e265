import type { Aim } from '../bench.ts';
import { collectGarbage, figure, median, tableLines } from '../measure.ts';
import { OURS_FAST, OURS_PRECISE, OURS_TWIN } from './contenders/ours.ts';
import { drawOptions, firstRows } from './drawOptions.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { type SharedWork, shareOut } from './shareOut.ts';

const BATCH_TIMES = 10;
const WORKERS = [1, 2] as const;
/** Of twice the speed of one worker; what is missing goes to the memory that both share. */
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

/** On the clock, since that is what a second worker is for; and so it wants a machine with two cores to spare. */
async function printWorkers(run: PricingRun): Promise<Aim[]> {
  const rows = [['M/s on the clock', '1 worker: best', 'median', '2 workers: best', 'median', 'times']];
  const aims: Aim[] = [];
  for (const work of ['greeks', 'grid'] as const satisfies readonly SharedWork[]) {
    const rates = await shareOut(
      work,
      WORKERS,
      work === 'grid' ? Math.min(run.size, GRID_OPTIONS_MAX) : run.size,
      WORKER_ROUNDS,
      run.pace.leastSeconds,
    );
    const words = work === 'greeks' ? 'Greeks near-linear on two workers' : 'point 4: grids near-linear on two workers';
    const aim = `${words} (at least ${NEAR_LINEAR * 2} ×)`;
    const [one, two] = rates as [number[], number[]];
    const times = Math.max(...two) / Math.max(...one);
    const cells = [one, two].flatMap((each) => [figure(Math.max(...each), 2), figure(median(each), 2)]);
    rows.push([work, ...cells, figure(times, 2)]);
    aims.push({
      aim,
      found: `${figure(times, 2)} ×`,
      met: times >= NEAR_LINEAR * 2,
      note: 'On the clock: whatever else runs on the machine takes its part of the second core.',
    });
  }
  for (const line of tableLines(rows)) run.print(line);
  return aims;
}
