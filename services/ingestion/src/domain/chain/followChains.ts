import { event, isoMicros } from '@gimbal/contracts';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { CHAIN_CLOCK_AHEAD_US_MAX } from '../../limits.js';
import type { FeedCatalogue } from '../feedCatalogue.js';
import type { FeedOf } from '../feedDescription.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { type ChainFrame, type FrameLog, parseChainFrame } from './chainFrame.js';
import { faultKey, watchOf } from './chainRows.js';
import { type FrameJudgement, judgeFrame } from './judgeFrame.js';
import { reconcileReads } from '../accounts/reconcileReads.js';
import { isTooLong, sayBlock, sayFinalized, sayLateLogs } from './sayBlock.js';
import { type ChainChange, openChange } from './chainChange.js';
import { watchIndexOf } from './watchIndex.js';

type ChainFeed = FeedOf<'evm-block-json'>;

/** A frame of a chain's feed, in distinction from what its connector says of itself. */
export function isBlockFrame(catalogue: FeedCatalogue, frame: RawFrame): boolean {
  return frame.control === undefined && catalogue.feeds.get(frame.feed)?.decoder === 'evm-block-json';
}

/**
 * Says what the blocks of a step are: adopted, undone, final, with their logs and answers. Gives back what each chain's rows
 * lost and won, so that what follows from them is said once for the step.
 */
export function followChains(
  ledger: StepLedger,
  catalogue: FeedCatalogue,
  frames: readonly RawFrame[],
): readonly ChainChange[] {
  const changes = new Map<string, ChainChange>();
  for (const raw of frames) {
    const feed = catalogue.feeds.get(raw.feed);
    if (feed?.decoder !== 'evm-block-json') continue;
    const change = changes.get(feed.chain) ?? openChange(feed);
    changes.set(feed.chain, change);
    followFrame(ledger, feed, change, raw);
  }
  return [...changes.values()];
}

function followFrame(ledger: StepLedger, feed: ChainFeed, change: ChainChange, raw: RawFrame): void {
  const frame = parseChainFrame(raw.raw);
  if (!frame.ok) return ledger.quarantine({ feed: feed.id, raw: raw.raw, reason: frame.reason });
  if (frame.value.chain !== feed.chain) {
    const reason = `Expected a block of ${feed.chain}, was one of ${frame.value.chain}.`;
    return ledger.quarantine({ feed: feed.id, raw: raw.raw, reason });
  }
  const judgement = judgeFrame(ledger.now.chain, frame.value);
  take(ledger, feed, change, raw, frame.value, judgement);
}

function take(
  ledger: StepLedger,
  feed: ChainFeed,
  change: ChainChange,
  raw: RawFrame,
  frame: ChainFrame,
  judgement: FrameJudgement,
): void {
  switch (judgement.kind) {
    case 'adopted':
      sayBlock(ledger, feed, change, frame, judgement.undone);
      // Before finality, which leaves no answers of final blocks.
      reconcileReads(ledger, frame.chain);
      sayFinalized(ledger, feed, frame);
      restore(ledger, feed);
      return watchClock(ledger, feed, frame);
    case 'known': {
      const watch = watchIndexOf(feed.chain, watchOf(ledger.now.chain, feed.chain));
      const isWatched = ({ address }: FrameLog): boolean => watch.contractAt(address) !== undefined;
      const late = judgement.late.filter((log) => isWatched(log) && !isTooLong(log.data));
      if (late.length === 0) return ledger.count({ feed: feed.id, kind: 'duplicate' });
      return sayLateLogs(ledger, feed, change, judgement.block, late);
    }
    case 'earlier':
      return ledger.count({ feed: feed.id, kind: 'unconnected' });
    case 'gap':
      return announceGap(ledger, feed, judgement.expected, frame.number);
    case 'below_final':
      return degrade(ledger, feed, raw, 'reorg', judgement.reason);
    case 'overflow':
      return degrade(ledger, feed, raw, 'overflow', judgement.reason);
    case 'refused':
      return ledger.quarantine({ feed: feed.id, raw: raw.raw, reason: judgement.reason });
  }
}

/** The same hole is announced once, whatever comes from beyond it. */
function announceGap(ledger: StepLedger, feed: ChainFeed, from: bigint, number: bigint): void {
  ledger.count({ feed: feed.id, kind: 'unconnected' });
  const expected = from.toString();
  if (ledger.now.chain.gaps.get(feed.id) === expected) return;
  ledger.say('market', feed.id, event(FeedGapDetected, { feed: feed.id, expected, found: number.toString() }));
}

/** Keeps the first block of its kind; those that follow are counted, since a node goes on saying the same. */
function degrade(ledger: StepLedger, feed: ChainFeed, raw: RawFrame, reason: string, detail: string): void {
  if (ledger.now.chain.faults.get(faultKey(feed.id, reason)) !== undefined) {
    return ledger.count({ feed: feed.id, kind: 'quarantined' });
  }
  ledger.quarantine({ feed: feed.id, raw: raw.raw, reason: detail });
  ledger.say('market', feed.id, event(FeedDegraded, { instrumentId: '', feed: feed.id, reason, detail }));
}

/** The chain goes on from what is final: whatever said otherwise is over. */
function restore(ledger: StepLedger, feed: ChainFeed): void {
  for (const reason of ['reorg', 'overflow']) {
    if (ledger.now.chain.faults.get(faultKey(feed.id, reason)) === undefined) continue;
    ledger.say('market', feed.id, event(FeedRestored, { instrumentId: '', feed: feed.id, reason }));
  }
}

/** A block that is ahead of our clock is part of the chain all the same: it is the clock, ours or theirs, that is wrong. */
function watchClock(ledger: StepLedger, feed: ChainFeed, { number, timeUs }: ChainFrame): void {
  const isAhead = timeUs > ledger.step.timeUs + CHAIN_CLOCK_AHEAD_US_MAX;
  const isSaid = ledger.now.chain.faults.get(faultKey(feed.id, 'clock')) !== undefined;
  if (isAhead && !isSaid) {
    const detail = `Expected block ${number} not after ${isoMicros(ledger.step.timeUs)}, was ${isoMicros(timeUs)}.`;
    ledger.say('market', feed.id, event(FeedDegraded, { instrumentId: '', feed: feed.id, reason: 'clock', detail }));
  } else if (!isAhead && isSaid) {
    ledger.say('market', feed.id, event(FeedRestored, { instrumentId: '', feed: feed.id, reason: 'clock' }));
  }
}
