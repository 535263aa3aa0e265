import type { Black76InputColumns, SharedColumns } from '@gimbal/quant';
import {
  attachBlack76Book,
  attachScenarioBook,
  BLOCK_ROWS,
  createBlack76Book,
  createScenarioBook,
} from '@gimbal/quant';
import { drawOptions } from '../drawOptions.ts';
import { gridJob } from '../gridJob.ts';
import type { SharedWork } from '../shareOut.ts';
import { fillScenarios, shocksOf } from './ours.ts';

interface Prepared {
  /** Handed to the workers as it is. */
  readonly shared: unknown;
  /** Options or cells. */
  readonly unitsPerRow: number;
  /** Rows for each of so many workers. */
  splits(workers: number): (readonly [fromRow: number, toRow: number])[];
}

/** Columns in a memory that threads share, filled once. */
export function sharedWorkOf(work: SharedWork, size: number): Prepared {
  const splits = (workers: number): (readonly [number, number])[] => splitRows(size, workers);
  if (work === 'grid') {
    const job = gridJob(size);
    const book = createScenarioBook(size);
    fillScenarios(book, job);
    return { shared: book.share(), unitsPerRow: job.moves.spot.length * job.moves.vol.length, splits };
  }
  const inputs = drawOptions(size);
  const book = createBlack76Book(size);
  for (const name of Object.keys(book.inputs) as (keyof Black76InputColumns)[]) book.inputs[name].set(inputs[name]);
  return { shared: book.share(), unitsPerRow: 1, splits };
}

/** One pass over a worker's rows. */
export function attachSharedWork(work: SharedWork, shared: unknown, fromRow: number, toRow: number): () => void {
  if (work === 'grid') {
    const book = attachScenarioBook(shared as SharedColumns);
    const shocks = shocksOf(gridJob(1));
    return () => book.value(shocks, { fromRow, toRow });
  }
  const book = attachBlack76Book(shared as SharedColumns);
  return () => book.price({ fromRow, toRow });
}

function splitRows(size: number, workers: number): (readonly [number, number])[] {
  const blocks = Math.ceil(size / BLOCK_ROWS);
  const from = (worker: number): number => Math.round((worker * blocks) / workers) * BLOCK_ROWS;
  return Array.from({ length: workers }, (_, worker) => [from(worker), Math.min(size, from(worker + 1))] as const);
}
