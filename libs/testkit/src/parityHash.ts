import { createHash } from 'node:crypto';
import { codecOf, type TopicName, topicNames } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';
import { type InboundEvent, PartitionFilter, stepOf } from '@gimbal/projection';

/** What the hash covers: every exposure, breach, proposal, approval and fill, and what was declined or refused. */
const PARITY_TOPICS: readonly TopicName[] = ['exposure', 'execution', 'governance'];

/** Names whose values differ from run to run of the same business: places in the log, and nothing else. */
const OMITTED = new Set(['positions', 'position', 'keyFrameOffset']);

export interface ParityHash {
  readonly sha256: string;
  readonly events: number;
  /** Events by short type name. */
  readonly counts: ReadonlyMap<string, number>;
  readonly lastStep: number;
  /** One line an event, for finding the first difference between two logs. */
  readonly lines: readonly string[];
}

interface PlacedEvent {
  readonly step: number;
  readonly event: InboundEvent;
}

/**
 * The hash of what the log says about the business, in the order of step, topic, partition and offset. Positions,
 * epochs, trace headers and wall times are outside it, so every log, pace and number of processes gives the same.
 */
export async function parityHash(log: EventLog, partitionCount: number): Promise<ParityHash> {
  const placed: PlacedEvent[] = [];
  let lastStep = 0;
  for (const topic of PARITY_TOPICS) {
    for (let partition = 0; partition < partitionCount; partition++) {
      lastStep = Math.max(lastStep, await collect(log, topic, partition, placed));
    }
  }
  placed.sort(
    (a, b) =>
      a.step - b.step ||
      topicNames.indexOf(a.event.topic) - topicNames.indexOf(b.event.topic) ||
      a.event.partition - b.event.partition ||
      a.event.offset - b.event.offset,
  );
  return hashLines(
    placed.map(({ step, event }) => ({ type: event.type, line: businessLine(step, event) })),
    lastStep,
  );
}

export function hashLines(lines: readonly { type: string; line: string }[], lastStep: number): ParityHash {
  const hash = createHash('sha256');
  const counts = new Map<string, number>();
  for (const { type, line } of lines) {
    hash.update(line).update('\n');
    const name = type.slice(type.lastIndexOf('.') + 1);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return { sha256: hash.digest('hex'), events: lines.length, counts, lastStep, lines: lines.map(({ line }) => line) };
}

/** The business columns of one event as one line. */
export function businessLine(
  step: number,
  event: { readonly type: string; readonly value: unknown; readonly key: string; readonly actor?: string | undefined },
): string {
  const json: unknown = codecOf(event.type)!.toJSON(event.value);
  return JSON.stringify([step, event.type, event.key, event.actor ?? '', strip(json)]);
}

/** Reads one partition; a record belongs to the step whose marker follows it. Returns the last ended step. */
async function collect(log: EventLog, topic: TopicName, partition: number, into: PlacedEvent[]): Promise<number> {
  const filter = new PartitionFilter(topic, partition);
  const head = await log.head({ topic, partition });
  let step = 1;
  while (filter.nextOffset < head) {
    const batch = await log.read({ topic, partition, offset: filter.nextOffset }, { maxRecords: 10_000 });
    for (const record of batch.records) {
      const item = filter.accept(record);
      if (item?.kind === 'marker') step = item.step.number + 1;
      if (item?.kind === 'event') into.push({ step: stepOf(item.event.causationId) ?? step, event: item.event });
    }
  }
  return step - 1;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OMITTED.has(name))
      .map(([name, inner]) => [name, strip(inner)]),
  );
}
