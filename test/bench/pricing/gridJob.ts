import type { Moves } from './columnsFiles.ts';
import type { Job } from './contenders/contender.ts';
import type { GridJob } from './contenders/ours.ts';
import { drawOptions } from './drawOptions.ts';

const SPOT_MOVES = 21;
const SPOT_STEP = 0.03;
const VOL_MOVES = 11;
const VOL_STEP = 0.08;

/** A book of options long and short, under moves of 3 % of spot by moves of 8 % of vol. */
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
