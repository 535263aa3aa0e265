import { Worker } from 'node:worker_threads';
import { sharedWorkOf } from './contenders/oursShared.ts';

/** Work that several workers do on columns that they share, each on rows of its own. */
export type SharedWork = 'greeks' | 'grid';

export interface WorkerTask {
  readonly work: SharedWork;
  /** What `sharedWorkOf` hands to another thread. */
  readonly shared: unknown;
  readonly fromRow: number;
  readonly toRow: number;
}

/** One message to a worker: run until the clock says so. */
export interface WorkerRound {
  readonly untilMs: number;
}

/** Rows per second of one worker, or million units of a team. */
export interface WorkerPace {
  /** Of each worker's own processor time, added over the workers: what they do when each has a core. */
  readonly perCpuSecond: number;
  readonly perWallSecond: number;
}

/**
 * The paces of teams of so many workers, round by round, the teams in turn. All workers of a team start together and stop
 * at the same time.
 */
export async function shareOut(
  work: SharedWork,
  workerCounts: readonly number[],
  size: number,
  rounds: number,
  leastSeconds: number,
): Promise<WorkerPace[][]> {
  const { shared, splits, unitsPerRow } = sharedWorkOf(work, size);
  const paces: WorkerPace[][] = workerCounts.map(() => []);
  const teams = workerCounts.map((count) => startTeam(work, shared, splits(count)));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [i, team] of teams.entries()) {
        // The first round of each team is for compiling.
        if (round === 0) await runRound(team, leastSeconds);
        const workers = await runRound(team, leastSeconds);
        const sum = (pick: (pace: WorkerPace) => number): number =>
          (workers.reduce((total, worker) => total + pick(worker), 0) * unitsPerRow) / 1e6;
        paces[i]!.push({
          perCpuSecond: sum((pace) => pace.perCpuSecond),
          perWallSecond: sum((pace) => pace.perWallSecond),
        });
      }
    }
  } finally {
    await Promise.all(teams.flat().map((worker) => worker.terminate()));
  }
  return paces;
}

function startTeam(work: SharedWork, shared: unknown, splits: readonly (readonly [number, number])[]): Worker[] {
  return splits.map(([fromRow, toRow]) => {
    const workerData: WorkerTask = { work, shared, fromRow, toRow };
    return new Worker(new URL('./growthWorker.ts', import.meta.url), { workerData });
  });
}

async function runRound(team: readonly Worker[], seconds: number): Promise<WorkerPace[]> {
  const message: WorkerRound = { untilMs: Date.now() + seconds * 1e3 };
  return Promise.all(
    team.map(
      (worker) =>
        new Promise<WorkerPace>((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
          worker.postMessage(message);
        }),
    ),
  );
}
