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

/**
 * Million units per second of the clock, round by round, for each number of workers. All start together and stop at the
 * same time, and the rates of a round are added.
 */
export async function shareOut(
  work: SharedWork,
  workerCounts: readonly number[],
  size: number,
  rounds: number,
  leastSeconds: number,
): Promise<number[][]> {
  const prepared = sharedWorkOf(work, size);
  const rates: number[][] = workerCounts.map(() => []);
  const teams = workerCounts.map((count) => startTeam(work, prepared.shared, prepared.splits(count)));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [i, team] of teams.entries()) {
        // The first round of each team is for compiling.
        if (round === 0) await runRound(team, leastSeconds);
        rates[i]!.push((await runRound(team, leastSeconds)) * prepared.unitsPerRow);
      }
    }
  } finally {
    await Promise.all(teams.flat().map((worker) => worker.terminate()));
  }
  return rates;
}

function startTeam(work: SharedWork, shared: unknown, splits: readonly (readonly [number, number])[]): Worker[] {
  return splits.map(([fromRow, toRow]) => {
    const workerData: WorkerTask = { work, shared, fromRow, toRow };
    return new Worker(new URL('./growthWorker.ts', import.meta.url), { workerData });
  });
}

/** Million rows per second, of all workers together. */
async function runRound(team: readonly Worker[], seconds: number): Promise<number> {
  const message: WorkerRound = { untilMs: Date.now() + seconds * 1e3 };
  const answers = team.map(
    (worker) =>
      new Promise<number>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
        worker.postMessage(message);
      }),
  );
  const perSecond = await Promise.all(answers);
  return perSecond.reduce((sum, each) => sum + each, 0) / 1e6;
}
