import {
  type Event,
  event,
  type LogRecord,
  partitionOf,
  type ServiceName,
  type TopicName,
  topics,
  topicsOwnedBy,
  toRecord,
} from '@gimbal/contracts';
import { RecordQuarantined, StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import type { OwnAppend } from './ownPartitions.js';
import type { MalformedRecord, StepTrace } from './partitionFilter.js';
import type { Draft, Step } from './stage.js';
import { parsePartitionName, partitionName } from './stageFold.js';

/** What the runner gives to a draft. */
export interface Stamp {
  readonly id: string;
  readonly causationId: string;
  readonly timeUs: bigint;
  readonly epoch: bigint;
  readonly requestHash?: string;
  readonly traceparent?: string | undefined;
}

/** Makes the records of one service: its drafts in their envelopes, and its control records. */
export class RecordWriter {
  constructor(
    private readonly service: ServiceName,
    private readonly partitionCount: number,
  ) {}

  /** Adds the draft's record to the partition that its key decides. */
  place(byPlace: Map<string, LogRecord[]>, draft: Draft, stamp: Stamp): void {
    if (topics[draft.topic].owner !== this.service) {
      throw new Error(`Expected ${this.service} to write its own topics, was ${draft.topic}.`);
    }
    const partition = partitionOf(draft.key, this.partitionCount);
    const envelope = {
      ...definedOnly(stamp),
      source: `gimbal/${this.service}`,
      key: draft.key,
      ...definedOnly({ subject: draft.subject, tenant: draft.tenant, actor: draft.actor }),
    };
    recordsOf(byPlace, partitionName(draft.topic, partition)).push(
      toRecord(envelope as Stamp & typeof envelope, draft.event),
    );
  }

  quarantine(record: MalformedRecord): Draft {
    const quarantined: RecordQuarantined = {
      position: { topic: record.topic, partition: record.partition, offset: BigInt(record.offset) },
      reason: record.reason,
      recordType: record.type,
      recordId: record.id,
      rawValue: Buffer.from(record.value),
      source: '',
    };
    const topic = topicsOwnedBy(this.service).find((name) => topics[name].plane === 'facts')!;
    const key = partitionName(record.topic, record.partition);
    return { topic, key, tenant: record.tenant, event: event(RecordQuarantined, quarantined) };
  }

  marker(epoch: bigint, step: Step, topic: TopicName, partition: number, trace: StepTrace): LogRecord {
    const value: StepEnded = { step: BigInt(step.number), timeUs: step.timeUs };
    const id = `step/${step.number}/end/${topic}/${partition}`;
    return this.control(id, event(StepEnded, value), { epoch, timeUs: step.timeUs, trace });
  }

  claim(by: { epoch: bigint; owner: string; timeUs: bigint }, topic: TopicName, partition: number): LogRecord {
    const value: WriterClaimed = { epoch: by.epoch, service: this.service, owner: by.owner };
    return this.control(`claim/${by.epoch}/${topic}/${partition}`, event(WriterClaimed, value), {
      ...by,
      trace: { traceparent: undefined, origin: undefined },
    });
  }

  private control(id: string, control: Event, by: { epoch: bigint; timeUs: bigint; trace: StepTrace }): LogRecord {
    const envelope = {
      id: `${this.service}/${id}`,
      source: `gimbal/${this.service}`,
      timeUs: by.timeUs,
      key: 'control',
      causationId: 'control',
      epoch: by.epoch,
    };
    return toRecord({ ...envelope, ...definedOnly(by.trace) }, control);
  }
}

export function recordsOf(byPlace: Map<string, LogRecord[]>, name: string): LogRecord[] {
  let records = byPlace.get(name);
  if (records === undefined) byPlace.set(name, (records = []));
  return records;
}

export function appendsOf(byPlace: ReadonlyMap<string, LogRecord[]>): OwnAppend[] {
  return [...byPlace].map(([name, records]) => ({
    ...(parsePartitionName(name) as { topic: TopicName; partition: number }),
    records,
  }));
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
