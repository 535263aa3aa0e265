import { checkRecords } from '../checkRecords.js';
import {
  type Appended,
  type AppendRequest,
  type Batch,
  type BatchHandler,
  type EventLog,
  LogFailure,
  type ReadOptions,
  type SubscribeFrom,
  type Subscription,
  type TopicPartition,
  type TopicSettings,
} from '../eventLog.js';
import { READ_MAX_BYTES, READ_MAX_RECORDS } from '../limits.js';
import type { Segment, SegmentReader } from '../segmentReader.js';
import { runSubscription } from '../subscription.js';
import { MemoryPartition } from './memoryPartition.js';

export type MemoryLog = EventLog & SegmentReader;

/** A log for unit tests and the simulator. Keeps everything, whatever the retention, until nobody holds it. */
export function createMemoryLog(): MemoryLog {
  return new LogInMemory();
}

class LogInMemory implements MemoryLog {
  private readonly topics = new Map<string, readonly MemoryPartition[]>();
  private readonly waiting = new Set<() => void>();
  private readonly subscriptions = new Set<Subscription>();
  private closed = false;

  async ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    this.refuseWhenClosed();
    for (const { name, partitions } of topics) {
      const found = this.topics.get(name);
      if (found && found.length !== partitions) {
        throw new LogFailure(
          'partition_count',
          `Expected topic ${name} to have ${partitions} partitions, has ${found.length}.`,
        );
      }
      if (!found)
        this.topics.set(
          name,
          Array.from({ length: partitions }, () => new MemoryPartition()),
        );
    }
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly Appended[]> {
    this.refuseWhenClosed();
    const places = requests.map((request) => this.partitionOf(request));
    for (const { records } of requests) checkRecords(records);
    const appended = requests.map(({ topic, partition, records }, i) => {
      const firstOffset = places[i]!.append(records);
      return { topic, partition, firstOffset, count: records.length };
    });
    this.wake();
    return appended;
  }

  async read(from: SubscribeFrom, options: ReadOptions = {}): Promise<Batch> {
    this.refuseWhenClosed();
    const { waitMs = 0, signal } = options;
    if (waitMs > 0 && this.readNow(from, { maxRecords: 1 }).records.length === 0) {
      const givenUp = AbortSignal.any([AbortSignal.timeout(waitMs), ...(signal ? [signal] : [])]);
      while (!givenUp.aborted && this.partitionOf(from).head === from.offset) await this.nextChange(givenUp);
    }
    return this.readNow(from, options);
  }

  subscribe(from: readonly SubscribeFrom[], handler: BatchHandler): Subscription {
    const subscription = runSubscription(from, (places, signal) => this.nextBatches(places, signal), handler);
    this.subscriptions.add(subscription);
    const forget = () => this.subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  async head(partition: TopicPartition): Promise<number> {
    this.refuseWhenClosed();
    return this.partitionOf(partition).head;
  }

  async heads(partitions: readonly TopicPartition[]): Promise<readonly number[]> {
    this.refuseWhenClosed();
    return partitions.map((partition) => this.partitionOf(partition).head);
  }

  async firstOffset(partition: TopicPartition): Promise<number> {
    this.refuseWhenClosed();
    this.partitionOf(partition);
    return 0;
  }

  async *streamSegments(topic: string, partition: number, from: number): AsyncGenerator<Segment> {
    this.refuseWhenClosed();
    this.readNow({ topic, partition, offset: from }, { maxRecords: 1 });
    yield* this.partitionOf({ topic, partition }).segments(from);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
  }

  private readNow({ topic, partition, offset }: SubscribeFrom, options: ReadOptions): Batch {
    this.refuseWhenClosed();
    const { maxRecords = READ_MAX_RECORDS, maxBytes = READ_MAX_BYTES } = options;
    const stored = this.partitionOf({ topic, partition });
    if (offset > stored.head) {
      const place = `${topic} partition ${partition}`;
      throw new LogFailure(
        'offset_beyond_head',
        `Expected an offset of at most ${stored.head} in ${place}, was ${offset}.`,
      );
    }
    return { topic, partition, firstOffset: offset, records: stored.read(offset, maxRecords, maxBytes) };
  }

  private async nextBatches(places: readonly SubscribeFrom[], signal: AbortSignal): Promise<Batch[]> {
    this.refuseWhenClosed();
    for (;;) {
      const batches = places.map((place) => this.readNow(place, {})).filter((batch) => batch.records.length > 0);
      // One batch at a time: what waits stays in the log, not in copies.
      if (batches.length > 0) return batches.slice(0, 1);
      await this.nextChange(signal);
      if (signal.aborted || this.closed) return [];
    }
  }

  private nextChange(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const changed = () => {
        this.waiting.delete(changed);
        signal.removeEventListener('abort', changed);
        resolve();
      };
      this.waiting.add(changed);
      signal.addEventListener('abort', changed);
    });
  }

  private wake(): void {
    for (const changed of this.waiting) changed();
  }

  private partitionOf({ topic, partition }: TopicPartition): MemoryPartition {
    const found = this.topics.get(topic)?.[partition];
    if (!found)
      throw new LogFailure('unknown_topic', `Expected a topic of the log, was ${topic} partition ${partition}.`);
    return found;
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new LogFailure('closed', 'Expected an open log, it has been closed.');
  }
}
