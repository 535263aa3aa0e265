import { type AdoptedBlock, type ChainRows, entryKey } from './chainRows.js';

/** Removes the logs and answers of a block: it is undone, or so final that nothing will fold it again. */
export function forgetEntries(rows: ChainRows, chain: string, { number, logIndexes, reads }: AdoptedBlock): void {
  for (const index of logIndexes) rows.logs.delete(entryKey(chain, number, index));
  for (let i = 0; i < reads; i++) rows.reads.delete(entryKey(chain, number, i));
}
