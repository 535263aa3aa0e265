import { isEvent } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { admitFrame } from './admitFrame.js';
import { assumedPerpAt } from './assumedPerp.js';
import type { Decoded } from './decoded.js';
import type { FeedCatalogue } from './feedCatalogue.js';
import type { FeedDescription } from './feedDescription.js';
import { admitLiveFrames } from './live/admitLiveFrames.js';
import type { LendingAction } from './paperChain/lendingAction.js';
import type { RawFrame } from './rawFrame.js';
import { type ReadFrame, readFrames } from './readFrames.js';
import type { StepLedger } from './stepLedger.js';

/** An action of a paper account, with the frame that asked for it. */
export interface RequestedAction {
  readonly action: LendingAction;
  readonly feed: string;
  readonly raw: Uint8Array;
}

/**
 * Says what the frames of a step tell that is new, quarantines what can't be used, and gives back what paper accounts
 * want to do: they act after everything was observed.
 */
export function admitFrames(
  ledger: StepLedger,
  catalogue: FeedCatalogue,
  frames: readonly RawFrame[],
): readonly RequestedAction[] {
  const requested: RequestedAction[] = [];
  for (const frame of readFrames(admitLiveFrames(ledger, catalogue, frames), catalogue)) {
    const { feed, raw, decoded, description } = frame;
    if (decoded.kind === 'refused') ledger.quarantine({ feed, raw, reason: decoded.reason });
    else if (decoded.kind === 'carried') ledger.count({ feed, kind: 'carried' });
    else if (decoded.kind === 'lending_action') requested.push({ feed, raw, action: decoded.action });
    else if (description !== undefined) admitObservation(ledger, catalogue, frame, decoded, description);
  }
  return requested;
}

function admitObservation(
  ledger: StepLedger,
  catalogue: FeedCatalogue,
  frame: ReadFrame,
  observation: Extract<Decoded, { kind: 'observation' }>,
  description: FeedDescription,
): void {
  const { feed, raw, previousSequence } = frame;
  const admission = admitFrame(ledger.now, observation, description, ledger.step.timeUs, previousSequence);
  switch (admission.kind) {
    case 'duplicate':
      return ledger.count({ feed, kind: 'duplicate' });
    case 'quarantined':
      return ledger.quarantine({ feed, raw, reason: admission.reason, recordType: observation.event.type });
    case 'admitted': {
      if (admission.gap !== undefined) ledger.say('market', feed, admission.gap);
      ledger.say(observation.topic, observation.key, observation.event);
      const { event } = observation;
      if (!isEvent(event, PoolObserved)) return;
      for (const perp of catalogue.perpsByPool.get(feed) ?? []) {
        ledger.say('market', perp.id, assumedPerpAt(perp, event.value));
      }
    }
  }
}
