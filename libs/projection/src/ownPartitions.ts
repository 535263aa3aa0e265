import { type ServiceName, type TopicName, topicsOwnedBy } from '@gimbal/contracts';
import type { Appended, AppendRequest, EventLog, StoredRecord } from '@gimbal/event-log';
import type { LogRecord } from '@gimbal/contracts';
import { OWN_READ_MAX_RECORDS } from './limits.js';
import { type FilterStanding, type InputItem, PartitionFilter, stepOf } from './partitionFilter.js';
import { FencedError } from './projectionStore.js';
import type { InboundEvent } from './stage.js';
import { partitionName } from './stageFold.js';
import type { StreamStanding } from './stageHost.js';

interface Own {
  readonly filter: PartitionFilter;
  /** Read from the log at start, and not yet folded. */
  readonly pending: InputItem[];
  /** The next offset after the last fact or marker folded: what a cut names. */
  factNext: number;
}

/** What the log already holds of a step: command facts before it, outputs, and whether each partition has its marker. */
export interface RecordedStep {
  readonly commands: readonly InboundEvent[];
  readonly outputs: readonly InboundEvent[];
  /** Partitions that have the step's marker. */
  readonly ended: ReadonlySet<string>;
}

/** Called with every record that enters the owner's knowledge, in order, so that it can be sealed. */
export type OwnRecordsListener = (topic: TopicName, partition: number, records: readonly StoredRecord[]) => void;

/** The partitions that a service writes: what it finds in them at start, and what it appends. */
export class OwnPartitions {
  private readonly own = new Map<string, Own>();

  constructor(
    private readonly log: EventLog,
    service: ServiceName,
    private readonly partitionCount: number,
    standings: readonly FilterStanding[],
    private readonly onRecords: OwnRecordsListener,
  ) {
    const byName = new Map(standings.map((s) => [partitionName(s.topic, s.partition), s]));
    for (const topic of topicsOwnedBy(service)) {
      for (let partition = 0; partition < partitionCount; partition++) {
        const name = partitionName(topic, partition);
        const filter = new PartitionFilter(topic, partition, byName.get(name));
        this.own.set(name, { filter, pending: [], factNext: filter.nextOffset });
      }
    }
  }

  *partitions(): IterableIterator<{ topic: TopicName; partition: number }> {
    for (const { filter } of this.own.values()) yield { topic: filter.topic, partition: filter.partition };
  }

  standings(): FilterStanding[] {
    return [...this.own.values()].map(({ filter }) => filter.standing());
  }

  places(): StreamStanding[] {
    return this.standings().map(({ topic, partition, next }) => ({
      topic,
      partition,
      nextOffset: next,
      readOffset: next,
    }));
  }

  positions(): Map<string, number> {
    return new Map([...this.own].map(([name, { factNext }]) => [name, factNext]));
  }

  /** Reads every own partition to its head, so that the outputs of an earlier life are known. */
  async readToHeads(epoch: bigint): Promise<void> {
    for (const own of this.own.values()) await this.readOn(own, epoch);
  }

  /** The highest epoch that any own partition was claimed with, as far as they have been read. */
  highestEpoch(): bigint {
    let highest = 0n;
    for (const { filter } of this.own.values()) if (filter.highestEpoch > highest) highest = filter.highestEpoch;
    return highest;
  }

  /** Whether the log holds outputs or markers that have not been folded. */
  holdsUnfoldedSteps(): boolean {
    for (const { pending } of this.own.values()) {
      for (const item of pending) {
        if (item.kind === 'marker' || (item.kind === 'event' && stepOf(item.event.causationId) !== undefined))
          return true;
      }
    }
    return false;
  }

  /** Takes what the log holds of step n out of the pending records. */
  takeRecorded(step: number): RecordedStep {
    const commands: InboundEvent[] = [];
    const outputs: InboundEvent[] = [];
    const ended = new Set<string>();
    for (const [name, own] of this.own) {
      while (own.pending.length > 0) {
        const item = own.pending[0]!;
        if (item.kind === 'malformed') {
          // Nobody who owned the partition wrote it: whoever reads the topic puts it in quarantine, and its owner starts.
          own.pending.shift();
          continue;
        }
        if (item.kind === 'event' && (stepOf(item.event.causationId) ?? step) > step) break;
        own.pending.shift();
        if (item.kind === 'marker') {
          if (item.step.number !== step)
            throw new Error(`Expected the marker of step ${step} in ${name}, was ${item.step.number}.`);
          ended.add(name);
          own.factNext = item.offset + 1;
          break;
        }
        (stepOf(item.event.causationId) === undefined ? commands : outputs).push(item.event);
        if (stepOf(item.event.causationId) === undefined) own.factNext = item.event.offset + 1;
      }
    }
    return { commands, outputs, ended };
  }

  /** Takes the command facts that follow the last step. */
  takeCommands(): InboundEvent[] {
    return [...this.takeRecorded(Number.MAX_SAFE_INTEGER).commands];
  }

  /**
   * Appends, and returns the events as they now stand in the log. A record of ours that follows a hole in what we know
   * is read back together with what stands before it: when that is a higher claim, ours is void, and we are fenced.
   */
  async append(epoch: bigint, requests: readonly OwnAppend[]): Promise<InboundEvent[]> {
    if (requests.length === 0) return [];
    const appended = await this.log.append(requests as readonly AppendRequest[]);
    const events: InboundEvent[] = [];
    for (const place of appended) {
      const own = this.own.get(partitionName(place.topic, place.partition))!;
      const request = requests.find((r) => r.topic === place.topic && r.partition === place.partition)!;
      if (place.firstOffset > own.filter.nextOffset) await this.readGap(own, place, epoch);
      this.acceptOwn(own, place.firstOffset, request.records, events);
    }
    return events;
  }

  private acceptOwn(own: Own, firstOffset: number, records: readonly LogRecord[], events: InboundEvent[]): void {
    const stored = records.map((record, i) => ({ ...record, offset: firstOffset + i }));
    this.onRecords(own.filter.topic, own.filter.partition, stored);
    for (const record of stored) {
      const item = own.filter.accept(record);
      if (item === undefined) continue;
      if (item.kind === 'malformed') throw new Error(`Expected to read our own record: ${item.record.reason}`);
      if (item.kind === 'marker') own.factNext = item.offset + 1;
      else {
        if (stepOf(item.event.causationId) === undefined) own.factNext = item.event.offset + 1;
        events.push(item.event);
      }
    }
  }

  private async readGap(own: Own, place: Appended, epoch: bigint): Promise<void> {
    while (own.filter.nextOffset < place.firstOffset) {
      const { topic, partition } = own.filter;
      const offset = own.filter.nextOffset;
      const batch = await this.log.read({ topic, partition, offset }, { maxRecords: place.firstOffset - offset });
      this.onRecords(topic, partition, batch.records);
      for (const record of batch.records) own.filter.accept(record);
      this.refuseIfFenced(own, epoch);
    }
  }

  private async readOn(own: Own, epoch: bigint): Promise<void> {
    const { topic, partition } = own.filter;
    const head = await this.log.head({ topic, partition });
    while (own.filter.nextOffset < head) {
      const batch = await this.log.read(
        { topic, partition, offset: own.filter.nextOffset },
        { maxRecords: OWN_READ_MAX_RECORDS },
      );
      this.onRecords(topic, partition, batch.records);
      for (const record of batch.records) {
        const item = own.filter.accept(record);
        if (item !== undefined) own.pending.push(item);
      }
    }
    this.refuseIfFenced(own, epoch);
  }

  private refuseIfFenced(own: Own, epoch: bigint): void {
    const highest = own.filter.highestEpoch;
    if (highest > epoch) {
      const { topic, partition } = own.filter;
      throw new FencedError(
        `Expected to own ${topic}/${partition} with epoch ${epoch}, epoch ${highest} has claimed it.`,
        highest,
      );
    }
  }
}

/** Records for one own partition. */
export interface OwnAppend {
  readonly topic: TopicName;
  readonly partition: number;
  readonly records: readonly LogRecord[];
}
