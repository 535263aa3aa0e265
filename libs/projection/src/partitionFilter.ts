import { HEADER, headerOf, readRecord, type TopicName } from '@gimbal/contracts';
import { StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import type { StoredRecord } from '@gimbal/event-log';
import type { InboundEvent, Step } from './stage.js';

/** A record whose bytes could not be read; it is quarantined, and the partition goes on. */
export interface MalformedRecord {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly type: string;
  readonly id: string;
  /** Whose it is, as far as its headers say. */
  readonly tenant: string | undefined;
  readonly value: Uint8Array;
}

/** What travels with a step for telemetry alone: its trace, and the wall time at which its first tick was appended. */
export interface StepTrace {
  readonly traceparent: string | undefined;
  /** Microseconds since the Unix epoch, as text. */
  readonly origin: string | undefined;
}

export type InputItem =
  | { readonly kind: 'event'; readonly event: InboundEvent }
  | { readonly kind: 'marker'; readonly step: Step; readonly offset: number; readonly trace: StepTrace }
  | { readonly kind: 'malformed'; readonly record: MalformedRecord };

/** Where a reader of one partition stands, so that it can go on after a restart with the same verdicts. */
export interface FilterStanding {
  readonly topic: TopicName;
  readonly partition: number;
  /** The first offset not yet filtered. */
  readonly next: number;
  /** The highest epoch claimed so far. */
  readonly claimedEpoch: bigint;
  /** The last step whose marker was read; ids of that step and earlier ones are closed. */
  readonly endedStep: number;
  /** Ids seen since that marker. */
  readonly openIds: readonly string[];
}

/** A record of a type that this build does not know: whoever skipped it would show wrong numbers. */
export class UnknownTypeError extends Error {
  constructor(
    readonly topic: TopicName,
    readonly partition: number,
    readonly offset: number,
    readonly type: string,
  ) {
    super(`Expected a known event type at ${topic}/${partition}@${offset}, was "${type}". The partition is halted.`);
    this.name = 'UnknownTypeError';
  }
}

const CONTROL_SKIPPED = new Set(['gimbal.log.v1.Sealed', 'gimbal.log.v1.RecordQuarantined']);

/**
 * Turns the stored records of one partition into what a stage folds. Voids records below the highest claim before
 * them, before it looks for duplicates; drops a record whose id was seen since the last marker, or whose step has ended.
 */
export class PartitionFilter {
  private next: number;
  private claimedEpoch: bigint;
  private endedStep: number;
  private readonly openIds: Set<string>;

  constructor(
    readonly topic: TopicName,
    readonly partition: number,
    standing?: FilterStanding,
  ) {
    this.next = standing?.next ?? 0;
    this.claimedEpoch = standing?.claimedEpoch ?? 0n;
    this.endedStep = standing?.endedStep ?? 0;
    this.openIds = new Set(standing?.openIds);
  }

  get nextOffset(): number {
    return this.next;
  }

  get highestEpoch(): bigint {
    return this.claimedEpoch;
  }

  standing(): FilterStanding {
    const { topic, partition, next, claimedEpoch, endedStep } = this;
    return { topic, partition, next, claimedEpoch, endedStep, openIds: [...this.openIds] };
  }

  /** What the record says to a stage, or undefined when it is void, a duplicate, or of no concern. */
  accept(record: StoredRecord): InputItem | undefined {
    if (record.offset < this.next) return undefined;
    if (record.offset > this.next) {
      throw new Error(`Expected offset ${this.next} of ${this.topic}/${this.partition}, was ${record.offset}.`);
    }
    const type = headerOf(record, HEADER.type) ?? '';
    const epoch = epochOf(record);
    const isClaim = type === WriterClaimed.$type;
    if (epoch === undefined) return this.malformed(record, 'Expected the header gimbal_epoch with a whole number.');
    if (epoch < this.claimedEpoch || (!isClaim && epoch > this.claimedEpoch)) return this.advance();
    if (isClaim) {
      this.claimedEpoch = epoch;
      return this.advance();
    }
    if (CONTROL_SKIPPED.has(type)) return this.advance();
    const read = readRecord(record);
    if (read.kind !== 'event') {
      if (read.kind === 'malformed') return this.malformed(record, read.reason);
      throw new UnknownTypeError(this.topic, this.partition, record.offset, type);
    }
    if (type === StepEnded.$type) {
      const trace = { traceparent: read.envelope.traceparent, origin: headerOf(record, HEADER.origin) };
      return this.marker(read.event.value as StepEnded, record.offset, trace);
    }
    if (this.isDuplicate(read.envelope.id, read.envelope.causationId)) return this.advance();
    this.next++;
    const { envelope } = read;
    return {
      kind: 'event',
      event: {
        ...read.event,
        topic: this.topic,
        partition: this.partition,
        offset: record.offset,
        key: record.key,
        id: envelope.id,
        timeUs: envelope.timeUs,
        tenant: envelope.tenant,
        actor: envelope.actor,
        causationId: envelope.causationId,
        requestHash: envelope.requestHash,
      },
    };
  }

  private marker(ended: StepEnded, offset: number, trace: StepTrace): InputItem | undefined {
    this.next++;
    const number = Number(ended.step);
    if (number <= this.endedStep) return undefined;
    this.endedStep = number;
    this.openIds.clear();
    return { kind: 'marker', step: { number, timeUs: ended.timeUs }, offset, trace };
  }

  private isDuplicate(id: string, causationId: string): boolean {
    if (this.openIds.has(id)) return true;
    const step = stepOf(causationId);
    if (step !== undefined && step <= this.endedStep) return true;
    this.openIds.add(id);
    return false;
  }

  private malformed(record: StoredRecord, reason: string): InputItem {
    this.next++;
    return {
      kind: 'malformed',
      record: {
        topic: this.topic,
        partition: this.partition,
        offset: record.offset,
        reason,
        type: headerOf(record, HEADER.type) ?? '',
        id: headerOf(record, HEADER.id) ?? '',
        tenant: headerOf(record, HEADER.tenant),
        value: record.value,
      },
    };
  }

  private advance(): undefined {
    this.next++;
    return undefined;
  }
}

function epochOf(record: StoredRecord): bigint | undefined {
  const text = headerOf(record, HEADER.epoch);
  return text !== undefined && /^\d{1,18}$/.test(text) ? BigInt(text) : undefined;
}

/** The step of a `step/N` causation, or undefined. */
export function stepOf(causationId: string): number | undefined {
  return causationId.startsWith('step/') ? Number(causationId.slice(5)) : undefined;
}
