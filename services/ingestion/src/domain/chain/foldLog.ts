import { applyChanges, rowReader } from './applyChanges.js';
import type { AdoptedBlock, ChainRows, StoredLog } from './chainRows.js';
import { watchOf } from './chainRows.js';
import type { ChainPlace } from './chainFact.js';
import type { FactContext } from './protocols/protocolFold.js';
import type { ProtocolFolds } from './protocols/protocolFolds.js';
import { decodeLogOnce } from './decodeLogOnce.js';
import { watchIndexOf } from './watchIndex.js';

/** Folds a log of a block into the rows at the head. A log that can't be read changes nothing: the record names it. */
export function foldLog(rows: ChainRows, folds: ProtocolFolds, chain: string, block: Place, log: StoredLog): void {
  const watch = watchIndexOf(chain, watchOf(rows, chain));
  const contract = watch.contractNamed(log.contract);
  const fold = contract === undefined ? undefined : folds[contract.protocol];
  if (contract === undefined || fold === undefined) return;
  const decoded = decodeLogOnce(fold, contract, log);
  if (decoded.kind === 'refused') return;
  const place = placeIn(chain, block, `${log.transactionHash}/${log.logIndex}`);
  const context: FactContext = { contract, place, watch };
  for (const fact of decoded.facts) {
    applyChanges(rows, folds, fold.apply(rowReader(rows, chain), fact, context), place, watch);
  }
}

type Place = Pick<AdoptedBlock, 'adoption' | 'number' | 'blockHash' | 'blockTimeUs'>;

export function placeIn(chain: string, block: Place, cause: string): ChainPlace {
  const { adoption, number, blockHash, blockTimeUs } = block;
  return { chain, adoption, number, blockHash, blockTimeUs, cause };
}
