import { DEFAULT_PARTITION_COUNT, type TopicName, topicNames } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';
import {
  type InboundEvent,
  refold,
  type Stage,
  type StageState,
  stepOf,
  type StoredProjection,
} from '@gimbal/projection';
import { partitionOf } from '@gimbal/contracts';
import { createExecutionStage, parseExecutionConfig } from '@gimbal/execution-service';
import { governanceWatchService } from '@gimbal/governance-watch-service';
import { riskService } from '@gimbal/risk-service';
import { businessLine, hashLines, type ParityHash } from '@gimbal/testkit';

interface Placed {
  readonly step: number;
  readonly topic: TopicName;
  readonly partition: number;
  /** Commands come first in their step, then decisions in their order. */
  readonly order: number;
  readonly type: string;
  readonly line: string;
}

const PARITY_TOPICS: readonly TopicName[] = ['exposure', 'execution', 'governance'];

/** The stages whose decisions the parity hash covers. */
// eslint-disable-next-line typescript/no-explicit-any
export function decidingStages(): Stage<any>[] {
  return [
    riskService.createStage({}),
    governanceWatchService.createStage(governanceWatchService.configSchema.parse({})),
    createExecutionStage(parseExecutionConfig({})),
  ];
}

/**
 * The parity hash of what a rebuild decides: every deciding stage is folded again from its inputs, from zero or from a
 * snapshot, and asked at each step; what it says, and not what the log recorded, goes into the hash. Only what principals
 * said (approvals and the like) is taken from the log, since no fold decides it. Before a snapshot's step there is nothing
 * to decide again, so recorded lines stand there.
 */
export async function redecidedHash(log: EventLog, snapshotStep?: number): Promise<ParityHash> {
  const placed: Placed[] = [];
  let lastStep = 0;
  for (const stage of decidingStages()) {
    const from = snapshotStep === undefined ? undefined : await snapshotAt(stage, log, snapshotStep);
    if (from !== undefined) await collect(stage, log, placed, { throughStep: snapshotStep!, redecide: false });
    lastStep = await collect(stage, log, placed, { from, redecide: true });
  }
  placed.sort(
    (a, b) =>
      a.step - b.step ||
      topicNames.indexOf(a.topic) - topicNames.indexOf(b.topic) ||
      a.partition - b.partition ||
      a.order - b.order,
  );
  return hashLines(placed, lastStep);
}

interface CollectOptions {
  readonly from?: StoredProjection | undefined;
  readonly throughStep?: number;
  readonly redecide: boolean;
}

async function collect<S extends StageState>(
  stage: Stage<S>,
  log: EventLog,
  into: Placed[],
  options: CollectOptions,
): Promise<number> {
  const add = (
    step: number,
    topic: TopicName,
    partition: number,
    order: number,
    event: Parameters<typeof businessLine>[1],
  ): void => {
    if (PARITY_TOPICS.includes(topic))
      into.push({ step, topic, partition, order, type: event.type, line: businessLine(step, event) });
  };
  const again = await refold({
    stage,
    log,
    partitionCount: DEFAULT_PARTITION_COUNT,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.throughStep === undefined ? {} : { throughStep: options.throughStep }),
    redecide: () => options.redecide,
    onStep: ({ step, recorded, commands, drafts }) => {
      commands.forEach((event) =>
        add(step.number, event.topic, event.partition, event.offset - Number.MAX_SAFE_INTEGER, event),
      );
      if (drafts === undefined)
        recorded.forEach((event, i) => add(step.number, event.topic, event.partition, ordinalOf(event) ?? i, event));
      drafts?.forEach((draft, ordinal) =>
        add(step.number, draft.topic, partitionOf(draft.key, DEFAULT_PARTITION_COUNT), ordinal, {
          ...draft.event,
          key: draft.key,
          actor: draft.actor,
        }),
      );
    },
  });
  return again.checkpoint.step;
}

function ordinalOf(event: InboundEvent): number | undefined {
  return stepOf(event.causationId) === undefined ? undefined : Number(event.id.slice(event.id.lastIndexOf('/') + 1));
}

/** A projection as a snapshot would hold it: folded up to the step and written out as rows. */
async function snapshotAt<S extends StageState>(
  stage: Stage<S>,
  log: EventLog,
  step: number,
): Promise<StoredProjection> {
  const { allRows } = await import('@gimbal/projection');
  const folded = await refold({ stage, log, partitionCount: DEFAULT_PARTITION_COUNT, throughStep: step });
  return { checkpoint: folded.checkpoint, rows: allRows(folded.fold.tables) };
}
