import { parentPort, workerData } from 'node:worker_threads';
import { attachSharedWork } from './contenders/oursShared.ts';
import type { WorkerPace, WorkerRound, WorkerTask } from './shareOut.ts';

const { work, shared, fromRow, toRow } = workerData as WorkerTask;
const pass = attachSharedWork(work, shared, fromRow, toRow);

parentPort!.on('message', ({ untilMs }: WorkerRound) => {
  const started = performance.now();
  const cpu = process.threadCpuUsage();
  let rows = 0;
  do {
    pass();
    rows += toRow - fromRow;
  } while (Date.now() < untilMs);
  const { user, system } = process.threadCpuUsage(cpu);
  const pace: WorkerPace = {
    perCpuSecond: rows / ((user + system) / 1e6),
    perWallSecond: rows / ((performance.now() - started) / 1e3),
  };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  parentPort!.postMessage(pace);
});
