import type { ChainLogObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { type AdoptedBlock, blockKey, chainRowOf, type ChainRows, entryKey, type StoredLog } from './chainRows.js';
import { foldLog } from './foldLog.js';
import type { ProtocolFolds } from './protocols/protocolFolds.js';
import { refoldFrom } from './refoldFrom.js';
import { withFinalVersion } from './rowVersions.js';

/** A log of an adopted block. One that comes late is folded where it belongs, and everything after it anew. */
export function withLog(rows: ChainRows, folds: ProtocolFolds, said: ChainLogObserved): void {
  const { chain, adoption, number, logIndex } = said;
  const key = blockKey(chain, number);
  const block = rows.blocks.get(key);
  if (block?.adoption !== adoption || block.logIndexes.includes(logIndex)) return;
  const { address, topics, data, transactionHash, contract } = said;
  const log: StoredLog = { address, topics, data, logIndex, transactionHash, contract };
  const { head, finalized } = chainRowOf(rows, chain);
  if (finalized !== undefined && number <= finalized.number) return withLateFinalLog(rows, folds, chain, block, log);
  rows.logs.set(entryKey(chain, number, logIndex), log);
  const grown: AdoptedBlock = { ...block, logIndexes: [...block.logIndexes, logIndex] };
  rows.blocks.set(key, grown);
  const isNext =
    head?.adoption === adoption &&
    block.reads === 0 &&
    logIndex > (block.logIndexes.at(-1) ?? Number.NEGATIVE_INFINITY);
  if (isNext) foldLog(rows, folds, chain, grown, log);
  else refoldFrom(rows, folds, chain, number);
}

/**
 * The log is part of final state, whose versions below the last final one are gone: it is folded onto that one, and the
 * tail after it.
 */
function withLateFinalLog(
  rows: ChainRows,
  folds: ProtocolFolds,
  chain: string,
  block: AdoptedBlock,
  log: StoredLog,
): void {
  const { finalized } = chainRowOf(rows, chain);
  if (finalized === undefined) return;
  rows.blocks.set(blockKey(chain, block.number), { ...block, logIndexes: [...block.logIndexes, log.logIndex] });
  refoldFrom(rows, folds, chain, finalized.number + 1n, () => {
    foldLog(rows, folds, chain, finalized, log);
    const standing = rows.blocks.get(blockKey(chain, finalized.number));
    if (standing === undefined) return;
    for (const key of standing.touched) withFinalVersion(rows, chain, key, finalized.adoption);
    rows.blocks.set(blockKey(chain, finalized.number), { ...standing, touched: [] });
  });
}
