import type { ChainReadObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { blockKey, type ChainRows, entryKey, type StoredRead } from './chainRows.js';
import { foldRead } from './foldRead.js';
import type { ProtocolFolds } from './protocols/protocolFolds.js';

/** What a call answered at the head. */
export function withRead(rows: ChainRows, folds: ProtocolFolds, said: ChainReadObserved): void {
  const { chain, adoption, number } = said;
  const block = rows.blocks.get(blockKey(chain, number));
  if (block?.adoption !== adoption || rows.chains.get(chain)?.head?.adoption !== adoption) return;
  const { address, callData, returnData, reverted, contract } = said;
  const accountId = said.accountId === '' ? undefined : said.accountId;
  const read: StoredRead = { address, function: said.function, callData, returnData, reverted, accountId, contract };
  rows.reads.set(entryKey(chain, number, block.reads), read);
  rows.blocks.set(blockKey(chain, number), { ...block, reads: block.reads + 1 });
  foldRead(rows, folds, chain, block, read);
}
