import { parentPort, workerData } from 'node:worker_threads';
import { attachSharedWork } from './contenders/oursShared.ts';
import type { WorkerRound, WorkerTask } from './shareOut.ts';

const { work, shared, fromRow, toRow } = workerData as WorkerTask;
const pass = attachSharedWork(work, shared, fromRow, toRow);

// Rows per second of the clock, from the first pass to the last that began in time.
parentPort!.on('message', ({ untilMs }: WorkerRound) => {
  const started = performance.now();
  let rows = 0;
  do {
    pass();
    rows += toRow - fromRow;
  } while (Date.now() < untilMs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  parentPort!.postMessage(rows / ((performance.now() - started) / 1e3));
});
