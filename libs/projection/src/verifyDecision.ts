import { createHash } from 'node:crypto';
import { codecOf } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';
import type { StoredProjection } from './projectionStore.js';
import { refold } from './refold.js';
import type { InboundEvent, Stage, StageState } from './stage.js';

export interface DecisionVerdict {
  readonly verdict: 'identical' | 'different' | 'unsupported_version' | 'not_found';
  readonly recordedSha256: string;
  readonly refoldedSha256: string;
  /** Where the first differing byte stands, in words; empty when there is none. */
  readonly firstDifference: string;
  /** Events folded to reach the cut. */
  readonly events: number;
}

export interface VerifyDecisionOptions<S extends StageState> {
  readonly stage: Stage<S>;
  readonly log: EventLog;
  readonly partitionCount: number;
  readonly from?: StoredProjection | undefined;
  /** Where the decision stands in the log. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The step of its cut, and the fold version that made it. */
  readonly step: number;
  readonly foldVersion: string;
}

/** Folds the log again up to the cut of one decision, decides again, and compares every bit with what was recorded. */
export async function verifyDecision<S extends StageState>(
  options: VerifyDecisionOptions<S>,
): Promise<DecisionVerdict> {
  const { stage, log, topic, partition, offset, step } = options;
  const batch = await log.read({ topic, partition, offset }, { maxRecords: 1 });
  const record = batch.records[0];
  const nothing = { recordedSha256: '', refoldedSha256: '', firstDifference: '', events: 0 };
  if (record === undefined || record.offset !== offset) return { verdict: 'not_found', ...nothing };
  const recordedSha256 = sha256(record.value);
  if (options.foldVersion !== stage.foldVersion) return { verdict: 'unsupported_version', ...nothing, recordedSha256 };

  let again: Uint8Array | undefined;
  const isIt = (event: InboundEvent): boolean =>
    event.topic === topic && event.partition === partition && event.offset === offset;
  const { events } = await refold({
    stage,
    log,
    partitionCount: options.partitionCount,
    from: options.from,
    throughStep: step,
    redecide: (number) => number === step,
    onStep: ({ step: folded, recorded, drafts }) => {
      if (folded.number !== step || drafts === undefined) return;
      const ordinal = ordinalOf(recorded.find(isIt));
      const draft = ordinal === undefined ? undefined : drafts[ordinal];
      if (draft !== undefined) again = codecOf(draft.event.type)?.encode(draft.event.value).finish();
    },
  });
  if (again === undefined)
    return {
      verdict: 'different',
      ...nothing,
      recordedSha256,
      firstDifference: 'Deciding again gave no such decision.',
      events,
    };
  const same = Buffer.compare(again, record.value) === 0;
  return {
    verdict: same ? 'identical' : 'different',
    recordedSha256,
    refoldedSha256: sha256(again),
    firstDifference: same ? '' : firstDifference(record.value, again),
    events,
  };
}

/** The place of a decision among the drafts of its step stands at the end of its id. */
function ordinalOf(event: InboundEvent | undefined): number | undefined {
  return event === undefined ? undefined : Number(event.id.slice(event.id.lastIndexOf('/') + 1));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function firstDifference(recorded: Uint8Array, again: Uint8Array): string {
  const length = Math.min(recorded.length, again.length);
  let at = 0;
  while (at < length && recorded[at] === again[at]) at++;
  const show = (bytes: Uint8Array): string =>
    at < bytes.length ? `0x${bytes[at]!.toString(16).padStart(2, '0')}` : 'the end';
  return `Expected byte ${at} of ${recorded.length} to be ${show(recorded)}, was ${show(again)}.`;
}
