import type { Aim } from '../bench.ts';
import { tableLines } from '../measure.ts';
import type { Moves } from './columnsFiles.ts';
import type { Job } from './contenders/contender.ts';
import { OURS_GRID } from './contenders/ours.ts';
import { LIMIT_TEN, NUMPY, QUANTLIB } from './contenders/peerContenders.ts';
import { drawOptions } from './drawOptions.ts';
import { jobsOf } from './greeksBench.ts';
import { interleave, rateRows } from './interleave.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { ratioAim } from './ratioAim.ts';

const OPTIONS_MAX = 1_000;
const SPOT_MOVES = 21;
const SPOT_STEP = 0.03;
const VOL_MOVES = 11;
const VOL_STEP = 0.08;
/** Of the sum of all magnitudes in a cell: what two ways to sum and an erf of 1e-9 can differ by. */
const DIFFERENCE_MAX = 1e-7;

/** Cells per second of a book of options revalued under moves of spot and of vol. */
export async function scenarioBench(run: PricingRun): Promise<Aim[]> {
  const { print, contenders } = run;
  const job = gridJob(Math.min(OPTIONS_MAX, run.size));
  const taking = contendersOf(run, 'grid');
  const rates = await interleave(
    taking,
    jobsOf(() => job, job.inputs.forward.length),
    cellsOf,
    run.pace,
  );
  for (const line of tableLines(rateRows(rates, 'options', [QUANTLIB, NUMPY, LIMIT_TEN]))) print(line);
  const aim = (words: string, to: string, least: number): Aim =>
    ratioAim(rates, contenders, { aim: `point 4: ${words}`, of: OURS_GRID, to, least });
  return [
    aim('grids at least 6 × QuantLib C++', QUANTLIB, 6),
    aim('grids at least 4 × numpy', NUMPY, 4),
    await agreement(run, job),
  ];
}

export type GridJob = Extract<Job, { task: 'grid' }>;

export function gridJob(options: number): GridJob {
  const moves: Moves = {
    spot: Float64Array.from({ length: SPOT_MOVES }, (_, s) => 1 + (s - (SPOT_MOVES - 1) / 2) * SPOT_STEP),
    vol: Float64Array.from({ length: VOL_MOVES }, (_, v) => 1 + (v - (VOL_MOVES - 1) / 2) * VOL_STEP),
  };
  const quantity = Float64Array.from({ length: options }, (_, row) => (row % 7) - 3);
  return { task: 'grid', inputs: drawOptions(options), quantity, moves };
}

export function cellsOf(job: Job): number {
  return job.task === 'grid' ? job.inputs.forward.length * job.moves.spot.length * job.moves.vol.length : 0;
}

/** A fast grid of the wrong book is worth nothing: every cell beside QuantLib's. */
async function agreement(run: PricingRun, job: GridJob): Promise<Aim> {
  const cells = async (name: string): Promise<Float64Array | undefined> => {
    const contender = contendersOf(run, 'grid').find((each) => each.name === name);
    const prepared = await contender?.prepare(job);
    const answers = await prepared?.answers();
    prepared?.close();
    return answers?.value;
  };
  const [ours, theirs] = [await cells(OURS_GRID), await cells(QUANTLIB)];
  const aim = `point 4: every cell within ${DIFFERENCE_MAX} of the book's size beside QuantLib C++`;
  if (ours === undefined || theirs === undefined) {
    return { aim, found: `${ours === undefined ? OURS_GRID : QUANTLIB} is missing`, met: false };
  }
  const size = job.inputs.forward.reduce((sum, forward, row) => sum + forward * Math.abs(job.quantity[row]!), 0);
  const worst = ours.reduce((most, cell, i) => Math.max(most, Math.abs(cell - theirs[i]!) / size), 0);
  return { aim, found: worst.toExponential(1), met: worst <= DIFFERENCE_MAX };
}
