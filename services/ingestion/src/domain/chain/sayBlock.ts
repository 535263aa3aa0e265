import { event } from '@gimbal/contracts';
import {
  BlockAdopted,
  BlockFinalized,
  BlockReverted,
  ChainLogObserved,
  ChainReadObserved,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { CHAIN_DATA_BYTES_MAX } from '../../limits.js';
import type { FeedOf } from '../feedDescription.js';
import type { StepLedger } from '../stepLedger.js';
import type { ChainChange } from './chainChange.js';
import type { WatchedContract } from './chainFact.js';
import type { ChainFrame, FrameLog, FrameRead } from './chainFrame.js';
import { type AdoptedBlock, blockKey, type BlockStanding, chainRowOf, rowKey, watchOf } from './chainRows.js';
import { finalBlock } from './finalBlock.js';
import { protocolFolds } from './protocols/protocolFolds.js';
import { watchIndexOf } from './watchIndex.js';
import { watchJson } from './watchJson.js';

type ChainFeed = FeedOf<'evm-block-json'>;

/** Says a block that joins the chain with its logs and answers, and before it what it pushes out. */
export function sayBlock(
  ledger: StepLedger,
  feed: ChainFeed,
  change: ChainChange,
  frame: ChainFrame,
  undone: readonly AdoptedBlock[],
): void {
  for (const block of undone) sayReverted(ledger, feed, change, block, undone.length);
  const { chain, number, hash, parentHash, timeUs } = frame;
  const said = watchJson(feed);
  const block: BlockStanding = {
    adoption: chainRowOf(ledger.now.chain, chain).adoptions + 1n,
    number,
    blockHash: hash,
    blockTimeUs: timeUs,
  };
  const isNewWatch = said !== watchJson(watchOf(ledger.now.chain, chain));
  const logs = frame.logs.length;
  ledger.say(
    'protocol',
    chain,
    event(BlockAdopted, { chain, ...block, parentHash, logs, watchJson: isNewWatch ? said : '' }),
  );
  for (const log of frame.logs) sayLog(ledger, feed, block, log);
  for (const read of frame.reads) sayRead(ledger, feed, block, read);
  for (const key of ledger.now.chain.blocks.get(blockKey(chain, number))?.touched ?? []) change.touched.add(key);
  if (frame.baseFeePerGas !== undefined) change.baseFee = { perGas: frame.baseFeePerGas, atUs: timeUs };
}

/** Says which block a block that was just adopted makes final, if it does. */
export function sayFinalized(ledger: StepLedger, feed: ChainFeed, frame: ChainFrame): void {
  const block = finalBlock(ledger.now.chain, frame, feed.finality);
  if (block === undefined) return;
  const { adoption, number, blockHash } = block;
  ledger.say('protocol', feed.chain, event(BlockFinalized, { chain: feed.chain, adoption, number, blockHash }));
}

function sayReverted(
  ledger: StepLedger,
  { chain }: ChainFeed,
  change: ChainChange,
  block: AdoptedBlock,
  depth: number,
): void {
  for (const key of block.touched) change.touched.add(key);
  change.undone.push(block);
  const { adoption, number, blockHash } = block;
  ledger.say('protocol', chain, event(BlockReverted, { chain, adoption, number, blockHash, depth }));
}

/** Says logs of a block that is adopted already: the node had left them out, or their contract was not watched then. */
export function sayLateLogs(
  ledger: StepLedger,
  feed: ChainFeed,
  change: ChainChange,
  block: AdoptedBlock,
  late: readonly FrameLog[],
): void {
  touchAll(ledger, change);
  for (const log of late) sayLog(ledger, feed, block, log);
  touchAll(ledger, change);
  change.late += late.length;
}

/** The tail was folded anew from there on: any row may differ. Late facts are rare. */
function touchAll(ledger: StepLedger, { feed, touched }: ChainChange): void {
  const prefix = rowKey(feed.chain, '');
  for (const [key] of ledger.now.chain.heads.entries()) {
    if (key.startsWith(prefix)) touched.add(key.slice(prefix.length));
  }
}

function sayLog(ledger: StepLedger, feed: ChainFeed, block: BlockStanding, log: FrameLog): void {
  const contract = watchedAt(ledger, feed, log.address, log);
  if (contract === undefined) return;
  const { topics, data, logIndex, transactionHash, address } = log;
  const { chain } = feed;
  if (isTooLong(data)) return refuse(ledger, feed, ChainLogObserved.$type, tooLong('log', address, data), log);
  ledger.say(
    'protocol',
    chain,
    event(ChainLogObserved, {
      chain,
      ...block,
      transactionHash,
      logIndex,
      address,
      topics: [...topics],
      data: Buffer.from(data),
      contract: contract.name,
    }),
  );
  const decoded = protocolFolds[contract.protocol]?.decodeLog(contract, log);
  if (decoded?.kind === 'refused') refuse(ledger, feed, ChainLogObserved.$type, decoded.reason, log);
}

function sayRead(ledger: StepLedger, feed: ChainFeed, block: BlockStanding, read: FrameRead): void {
  const contract = watchedAt(ledger, feed, read.address, read);
  if (contract === undefined) return;
  const { address, callData, returnData, reverted, accountId } = read;
  const { chain } = feed;
  if (isTooLong(returnData)) {
    return refuse(ledger, feed, ChainReadObserved.$type, tooLong('answer', address, returnData), read);
  }
  ledger.say(
    'protocol',
    chain,
    event(ChainReadObserved, {
      chain,
      ...block,
      address,
      function: read.function,
      callData: Buffer.from(callData),
      returnData: Buffer.from(returnData),
      reverted,
      contract: contract.name,
      accountId: accountId ?? '',
    }),
  );
  const decoded = protocolFolds[contract.protocol]?.decodeRead(contract, read);
  if (decoded?.kind === 'refused') refuse(ledger, feed, ChainReadObserved.$type, decoded.reason, read);
}

/** Whether it is more than a record of the log may hold. */
export function isTooLong(data: Uint8Array): boolean {
  return data.length > CHAIN_DATA_BYTES_MAX;
}

function tooLong(what: string, address: string, data: Uint8Array): string {
  return `Expected at most ${CHAIN_DATA_BYTES_MAX} bytes of the ${what} of ${address}, were ${data.length}.`;
}

/** The contract as it is watched from this block on. What speaks of others is kept out, and said. */
function watchedAt(
  ledger: StepLedger,
  feed: ChainFeed,
  address: string,
  found: FrameLog | FrameRead,
): WatchedContract | undefined {
  const contract = watchIndexOf(feed.chain, watchOf(ledger.now.chain, feed.chain)).contractAt(address);
  if (contract === undefined) {
    refuse(ledger, feed, '', `Expected a watched contract of ${feed.chain}, was ${address}.`, found);
  }
  return contract;
}

function refuse(
  ledger: StepLedger,
  feed: ChainFeed,
  recordType: string,
  reason: string,
  found: FrameLog | FrameRead,
): void {
  const raw = Buffer.from('returnData' in found ? found.returnData : found.data);
  ledger.quarantine({ feed: feed.id, raw, reason, recordType });
}
