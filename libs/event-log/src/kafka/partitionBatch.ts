import type { LogRecord } from '@gimbal/contracts';
import type { LogFailure } from '../eventLog.js';
import { encodeRecordBatch } from './encodeRecordBatch.js';
import { GROUP_MAX_BYTES } from './limits.js';
import type { PendingAppend } from './pendingAppend.js';
import { type ProducerIdentity, sequenceAfter } from './producerIdentity.js';

interface Part {
  readonly append: PendingAppend;
  /** Which of its requests. */
  readonly index: number;
  /** Where its records begin in the batch. */
  readonly start: number;
}

/** The records that several callers append to one partition, sent as one batch of Kafka. */
export class PartitionBatch {
  bytes: Buffer = Buffer.alloc(0);
  /** How often it was sent under its present identity; from the second time on a try before may have been written. */
  sends = 0;
  private readonly records: LogRecord[] = [];
  private readonly parts: Part[] = [];
  private bytesMax = 0;
  private identity: ProducerIdentity | undefined;
  private firstSequence = 0;

  constructor(
    readonly name: string,
    /** As the broker names it. */
    readonly topic: string,
    readonly partition: number,
  ) {}

  /** A first request always fits; more join while the batch stays below the size that every topic takes. */
  fits(bytes: number): boolean {
    return this.parts.length === 0 || this.bytesMax + bytes <= GROUP_MAX_BYTES;
  }

  add(append: PendingAppend, index: number): void {
    const { request, bytesMax } = append.requests[index]!;
    this.parts.push({ append, index, start: this.records.length });
    for (const record of request.records) this.records.push(record);
    this.bytesMax += bytesMax;
  }

  /** Takes the identity's next numbers. They are used up only by `place`. */
  encode(identity: ProducerIdentity): void {
    this.identity = identity;
    this.sends = 0;
    this.firstSequence = identity.nextSequence.get(this.name) ?? 0;
    const { firstSequence } = this;
    this.bytes = encodeRecordBatch(this.records, { ...identity, firstSequence, timestampMs: Date.now() });
  }

  place(baseOffset: number): void {
    this.identity?.nextSequence.set(this.name, sequenceAfter(this.firstSequence, this.records.length));
    for (const { append, index, start } of this.parts) append.place(index, baseOffset + start);
  }

  fail(failure: LogFailure): void {
    for (const { append } of this.parts) append.fail(failure);
  }
}
