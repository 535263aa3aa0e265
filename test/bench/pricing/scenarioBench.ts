import type { Aim } from '../bench.ts';
import { tableLines } from '../measure.ts';
import { type GridJob, OURS_GRID } from './contenders/ours.ts';
import { LIMIT_TEN, NUMPY, QUANTLIB } from './contenders/peerContenders.ts';
import { jobsOf } from './greeksBench.ts';
import { cellsOf, gridJob } from './gridJob.ts';
import { interleave, rateRows } from './interleave.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { ratioAim } from './ratioAim.ts';

const OPTIONS_MAX = 1_000;
/** Of the book's size; QuantLib's normal distribution is good to some 1e-9 in the tails. */
const DIFFERENCE_MAX = 1e-9;

const SPEED_NOTE =
  'Vectors of WebAssembly have 128 bits. Scalar peers, and numpy where its exp and log find AVX-512, gain more from a newer CPU than they do.';

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
    ratioAim(rates, contenders, { aim: `point 4: ${words}`, of: OURS_GRID, to, least, note: SPEED_NOTE });
  return [
    aim('grids at least 6 × QuantLib C++', QUANTLIB, 6),
    aim('grids at least 4 × numpy', NUMPY, 4),
    await agreement(run, job),
  ];
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
