import type { LogRecord } from '@gimbal/contracts';

/** A record with its place. Offsets of a partition begin at 0 and have no holes. */
export interface StoredRecord extends LogRecord {
  readonly offset: number;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Records for one partition, appended in order and together. */
export interface AppendRequest extends TopicPartition {
  readonly records: readonly LogRecord[];
}

/** Where a batch came to stand: its first record's offset; the others follow without a hole. */
export interface Appended extends TopicPartition {
  readonly firstOffset: number;
  readonly count: number;
}

/** Consecutive records of one partition, beginning at `firstOffset`. */
export interface Batch extends TopicPartition {
  readonly firstOffset: number;
  readonly records: readonly StoredRecord[];
}

export interface ReadOptions {
  /** Stops after this many records. */
  readonly maxRecords?: number;
  /** Stops after about this many bytes; at least one record is returned when there is one. */
  readonly maxBytes?: number;
  /** Waits this long for a first record before it returns an empty batch; 0 does not wait. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

/** A subscriber is handed one batch at a time for all its partitions and is asked for no more until it has returned. */
export type BatchHandler = (batch: Batch) => Promise<void> | void;

export interface SubscribeFrom extends TopicPartition {
  /** The first offset wanted. */
  readonly offset: number;
}

export interface Subscription {
  /** Resolves when the subscription has stopped; rejects when the handler threw, or the log failed for good. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  /** Infinity keeps for ever. */
  readonly retentionMs: number;
}

/**
 * The log. An adapter stores and returns key, headers and value unchanged, gives every partition one order, and never
 * shows a record before all records of lower offsets.
 */
export interface EventLog {
  /** Creates the topics that are missing. Refuses to change the partitions of one that is there. */
  ensureTopics(topics: readonly TopicSettings[]): Promise<void>;
  /**
   * Appends to each named partition and resolves once every record is durable, with its place. Each partition's records
   * stay together and in order; partitions are not atomic with each other. Rejects with LogFailure when it is unknown
   * or refused; then some partitions may have been written.
   */
  append(requests: readonly AppendRequest[]): Promise<readonly Appended[]>;
  /** Records from `offset` on. An offset at the head gives an empty batch; one below the first kept record gives LogFailure `offset_expired`. */
  read(from: SubscribeFrom, options?: ReadOptions): Promise<Batch>;
  /** Pushes batches from each place on, until stopped. Many subscribers are independent of each other. */
  subscribe(from: readonly SubscribeFrom[], handler: BatchHandler): Subscription;
  /** The offset that the next record will get. */
  head(partition: TopicPartition): Promise<number>;
  /** The heads of many partitions in one question. */
  heads(partitions: readonly TopicPartition[]): Promise<readonly number[]>;
  /** The oldest offset still kept. */
  firstOffset(partition: TopicPartition): Promise<number>;
  close(): Promise<void>;
}

export type LogFailureCode =
  | 'unavailable'
  | 'unknown_topic'
  | 'offset_expired'
  | 'offset_beyond_head'
  | 'closed'
  | 'too_large'
  | 'partition_count';

/** What went wrong at the port, as data. `unavailable` may be tried again. */
export class LogFailure extends Error {
  constructor(
    readonly code: LogFailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LogFailure';
  }
}
