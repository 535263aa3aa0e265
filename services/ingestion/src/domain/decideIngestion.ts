import type { Draft, Step } from '@gimbal/projection';
import { decideChains } from './accounts/decideChains.js';
import { reconcileVenues } from './accounts/venues/reconcileVenues.js';
import { admitFrames } from './admitFrames.js';
import { isBlockFrame } from './chain/followChains.js';
import type { FeedCatalogue } from './feedCatalogue.js';
import type { FrameVerdict } from './frameCounts.js';
import { decideHealth } from './health/decideHealth.js';
import type { IngestionRows } from './ingestionState.js';
import { runPaperChain } from './paperChain/runPaperChain.js';
import { decideOrderFlow } from './orderFlow/decideOrderFlow.js';
import { decideProtocolHealth } from './protocolHealth/decideProtocolHealth.js';
import type { RawFrame } from './rawFrame.js';
import { ageingFeeds, stalenessOf } from './staleness.js';
import { openStepLedger } from './stepLedger.js';

export interface IngestionDecision {
  readonly drafts: readonly Draft[];
  /** What became of the frames that left no observation. */
  readonly verdicts: readonly FrameVerdict[];
}

/**
 * What a step comes to: observations that are new, gaps, quarantined frames, what the paper chain did, feeds that
 * fell silent or spoke again, and what else is to be known of their health. Pure; the state stays as it is.
 */
export function decideIngestion(
  state: IngestionRows,
  catalogue: FeedCatalogue,
  step: Step,
  frames: readonly RawFrame[],
): IngestionDecision {
  const ledger = openStepLedger(state, step);
  const blocks = frames.filter((frame) => isBlockFrame(catalogue, frame));
  decideChains(ledger, catalogue, blocks);
  const others = blocks.length === 0 ? frames : frames.filter((frame) => !isBlockFrame(catalogue, frame));
  const requested = admitFrames(ledger, catalogue, others);
  reconcileVenues(ledger);
  runPaperChain(ledger, requested, catalogue.paperDeployments);
  decideOrderFlow(ledger, catalogue.watched.orderFlow);
  decideProtocolHealth(ledger, catalogue.watched.protocolHealth);
  for (const ageing of ageingFeeds(ledger.now, catalogue)) {
    const change = stalenessOf(ageing, ledger.before, ledger.now, step.timeUs);
    if (change !== undefined) ledger.say('market', ageing.feed, change);
  }
  decideHealth(ledger, catalogue, frames);
  return { drafts: ledger.drafts, verdicts: ledger.verdicts };
}
