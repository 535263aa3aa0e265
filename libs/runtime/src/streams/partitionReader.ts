import { type Envelope, type Event, HEADER, headerOf, readRecord } from '@gimbal/contracts';
import { RecordQuarantined, Sealed, StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import type { StoredRecord } from '@gimbal/event-log';
import { RpcFailure } from '../grpc/rpcFailure.js';

export interface AdmittedRecord {
  readonly envelope: Envelope;
  readonly event: Event;
  readonly raw: StoredRecord;
}

/** Control records that say nothing twice: they are not looked up among the ids. */
const WITHOUT_COPIES: ReadonlySet<string> = new Set([WriterClaimed.$type, Sealed.$type, RecordQuarantined.$type]);

const STEP_CAUSE = /^step\/(\d+)$/;

/**
 * What of one partition a reader may believe, record by record and in order: by the rules of the projections, void records
 * (written by an owner that had been replaced) and second copies are dropped; and so is what is another tenant's.
 */
export class PartitionReader {
  private claimedEpoch = 0n;
  private endedStep = 0n;
  /** Ids since the last end of a step: a copy that comes later is known by the step of its cause. */
  private openIds = new Set<string>();

  /**
   * @param knowsClaims whether every claim of the partition will pass by. A reader that begins in the middle must take the
   * highest epoch that it meets for claimed, until it has learnt better.
   */
  constructor(
    private readonly tenant: string | undefined,
    private knowsClaims: boolean,
  ) {}

  /** Learns epoch, step and ids from the records before the place where the tail begins. */
  learn(records: readonly StoredRecord[]): void {
    for (const record of records) this.admit(record);
  }

  /** To be called when the records before the beginning have been learnt: an owner writes in every step, so they suffice. */
  learnt(): void {
    this.knowsClaims ||= this.claimedEpoch > 0n;
  }

  /** The record decoded; undefined when it is void, a copy, unreadable, or another tenant's. Throws for an unknown type. */
  admit(record: StoredRecord): AdmittedRecord | undefined {
    const type = headerOf(record, HEADER.type) ?? '';
    if (this.isVoid(record, type === WriterClaimed.$type)) return undefined;
    const read = readRecord(record);
    if (read.kind === 'event') return this.admitRead(read, type, record);
    // Whoever skipped a type that it does not know would show wrong numbers; malformed bytes are put in quarantine by the
    // projection of their owner, which is an event of its own.
    if (read.kind === 'unknown_type') throw new RpcFailure('FAILED_PRECONDITION', read.reason);
    return undefined;
  }

  private admitRead(
    read: { envelope: Envelope; event: Event },
    type: string,
    raw: StoredRecord,
  ): AdmittedRecord | undefined {
    const { envelope, event } = read;
    if (type === StepEnded.$type) {
      const { step } = event.value as StepEnded;
      if (step <= this.endedStep) return undefined;
      this.endedStep = step;
      this.openIds = new Set();
    } else if (!WITHOUT_COPIES.has(type) && this.isCopy(envelope)) {
      return undefined;
    }
    if (envelope.tenant !== undefined && envelope.tenant !== this.tenant) return undefined;
    return { envelope, event, raw };
  }

  private isVoid(record: StoredRecord, isClaim: boolean): boolean {
    const text = headerOf(record, HEADER.epoch);
    if (text === undefined || !/^\d{1,18}$/.test(text)) return true;
    const epoch = BigInt(text);
    if (epoch < this.claimedEpoch) return true;
    if (epoch > this.claimedEpoch && !isClaim && this.knowsClaims) return true;
    this.claimedEpoch = epoch;
    this.knowsClaims ||= isClaim;
    return false;
  }

  private isCopy(envelope: Envelope): boolean {
    const cause = STEP_CAUSE.exec(envelope.causationId);
    if (cause !== null && BigInt(cause[1]!) <= this.endedStep) return true;
    if (this.openIds.has(envelope.id)) return true;
    this.openIds.add(envelope.id);
    return false;
  }
}
