import type { Black76InputColumns, SharedBlack76Book } from '@gimbal/quant';
import { attachBlack76Book, BLACK76_BLOCK_ROWS, createBlack76Book } from '@gimbal/quant';
import { drawOptions } from '../drawOptions.ts';
import type { SharedWork } from '../shareOut.ts';

interface Prepared {
  /** Handed to the workers as it is. */
  readonly shared: unknown;
  /** Options or cells. */
  readonly unitsPerRow: number;
  /** Rows for each of so many workers. */
  splits(workers: number): (readonly [fromRow: number, toRow: number])[];
}

/** Columns in a memory that threads share, filled once. */
export function sharedWorkOf(work: SharedWork, size: number): Prepared | undefined {
  if (work === 'grid') return undefined;
  const inputs = drawOptions(size);
  const book = createBlack76Book(size);
  for (const name of Object.keys(book.inputs) as (keyof Black76InputColumns)[]) book.inputs[name].set(inputs[name]);
  return { shared: book.share(), unitsPerRow: 1, splits: (workers) => splitRows(size, workers) };
}

/** One pass over a worker's rows. */
export function attachSharedWork(_work: SharedWork, shared: unknown, fromRow: number, toRow: number): () => void {
  const book = attachBlack76Book(shared as SharedBlack76Book);
  return () => book.price({ fromRow, toRow });
}

function splitRows(size: number, workers: number): (readonly [number, number])[] {
  const blocks = Math.ceil(size / BLACK76_BLOCK_ROWS);
  const from = (worker: number): number => Math.round((worker * blocks) / workers) * BLACK76_BLOCK_ROWS;
  return Array.from({ length: workers }, (_, worker) => [from(worker), Math.min(size, from(worker + 1))] as const);
}
