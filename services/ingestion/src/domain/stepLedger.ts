import { type Event, event } from '@gimbal/contracts';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import type { Draft, Step } from '@gimbal/projection';
import { FRAME_BYTES_MAX } from '../limits.js';
import { evolveIngestion } from './evolveIngestion.js';
import type { FrameVerdict } from './frameCounts.js';
import { type IngestionRows, overlayOf } from './ingestionState.js';

/** The work of one step: what was said so far, and the state as it is after that. */
export interface StepLedger {
  readonly step: Step;
  /** The state at the beginning of the step. */
  readonly before: IngestionRows;
  /** The state with everything that this step said; `before` stays as it is. */
  readonly now: IngestionRows;
  readonly drafts: readonly Draft[];
  readonly verdicts: readonly FrameVerdict[];
  /** Adds an event, and folds it so that what comes next in the step sees it. */
  say(topic: Draft['topic'], key: string, said: Event): void;
  /** Keeps input that can't be used, with its bytes and the reason. */
  quarantine(rejected: Rejected): void;
  count(verdict: FrameVerdict): void;
}

export interface Rejected {
  readonly feed: string;
  readonly reason: string;
  readonly raw: Uint8Array;
  /** The event type that it would have become, when that is known. */
  readonly recordType?: string | undefined;
  readonly recordId?: string | undefined;
}

export function openStepLedger(before: IngestionRows, step: Step): StepLedger {
  const now = overlayOf(before);
  const drafts: Draft[] = [];
  const verdicts: FrameVerdict[] = [];
  const { timeUs } = step;
  const causationId = `step/${step.number}`;
  const say: StepLedger['say'] = (topic, key, said) => {
    drafts.push({ topic, key, event: said });
    evolveIngestion(now, { type: said.type, value: said.value, key, timeUs, causationId });
  };
  return {
    step,
    before,
    now,
    drafts,
    verdicts,
    say,
    count: (verdict) => verdicts.push(verdict),
    quarantine: (rejected) => {
      verdicts.push({ feed: rejected.feed, kind: 'quarantined' });
      say('market', rejected.feed, recordQuarantined(rejected));
    },
  };
}

function recordQuarantined(rejected: Rejected): Event<RecordQuarantined> {
  return event(RecordQuarantined, {
    position: undefined,
    reason: rejected.reason,
    recordType: rejected.recordType ?? '',
    recordId: rejected.recordId ?? '',
    rawValue: Buffer.from(rejected.raw.subarray(0, FRAME_BYTES_MAX)),
    source: rejected.feed,
  });
}
