import { type Event, isEvent } from '@gimbal/contracts';
import {
  BlockAdopted,
  BlockFinalized,
  BlockReverted,
  ChainLogObserved,
  ChainReadObserved,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { isChainFeed } from './chainFeed.js';
import { type ChainRows, faultKey } from './chainRows.js';
import { type ProtocolFolds, protocolFolds } from './protocols/protocolFolds.js';
import { withAdopted } from './withAdopted.js';
import { withFinalized } from './withFinalized.js';
import { withLog } from './withLog.js';
import { withRead } from './withRead.js';
import { withReverted } from './withReverted.js';

/** Folds what was said of chains. Total: whatever doesn't fit the rows changes nothing. */
export function evolveChain(rows: ChainRows, said: Event, folds: ProtocolFolds = protocolFolds): void {
  // Nearly all of them are logs.
  if (isEvent(said, ChainLogObserved)) withLog(rows, folds, said.value);
  else if (isEvent(said, BlockAdopted)) withAdopted(rows, said.value);
  else if (isEvent(said, BlockReverted)) withReverted(rows, said.value);
  else if (isEvent(said, BlockFinalized)) withFinalized(rows, said.value);
  else if (isEvent(said, ChainReadObserved)) withRead(rows, folds, said.value);
  else if (isEvent(said, FeedGapDetected) && isChainFeed(said.value.feed)) {
    rows.gaps.set(said.value.feed, said.value.expected);
  } else if (isEvent(said, FeedDegraded) && isChainFeed(said.value.feed)) {
    rows.faults.set(faultKey(said.value.feed, said.value.reason), said.value.detail);
  } else if (isEvent(said, FeedRestored)) rows.faults.delete(faultKey(said.value.feed, said.value.reason));
}
