import { setTimeout as sleep } from 'node:timers/promises';
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
import { Appender } from './appender.js';
import { Database } from './database.js';
import { expireSegments } from './expireSegments.js';
import { isUnavailable } from './failure.js';
import { Fetcher } from './fetcher.js';
import { HeadWatch } from './headWatch.js';
import { FETCH_MIN_BYTES, POOL_SIZE, RETRY_MS } from './limits.js';
import { mergeSegments } from './mergeSegments.js';
import { migrate } from './migrate.js';
import { streamSegments } from './streamSegments.js';
import { TopicCatalog } from './topicCatalog.js';

export interface PostgresLogOptions {
  readonly connectionString: string;
  /** `gimbal_log` unless said; made when it is not there. Lower case letters, digits and underscores. */
  readonly schema?: string;
  readonly poolSize?: number;
  /** How often to merge small segments and to expire old ones; never unless said. One process of a log is enough. */
  readonly mergeEveryMs?: number;
}

export interface PostgresLog extends EventLog, SegmentReader {
  /** Merges small closed segments; returns how many there are fewer. Offsets and bytes stay. */
  mergeSegments(): Promise<number>;
  /** Removes segments that are older, at this wall time, than their topic keeps; returns how many. */
  expire(nowMs: number): Promise<number>;
}

/**
 * Opens the log in a PostgreSQL, and makes its tables. Rejects with LogFailure `unavailable` when the server is
 * away.
 */
export async function createPostgresLog(options: PostgresLogOptions): Promise<PostgresLog> {
  const { connectionString, schema = 'gimbal_log', poolSize = POOL_SIZE, mergeEveryMs } = options;
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema))
    throw new RangeError(`Expected a schema like gimbal_log, was ${schema}.`);
  const database = new Database(connectionString, schema, poolSize);
  const log = new LogInPostgres(database);
  try {
    await log.open(mergeEveryMs);
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}

class LogInPostgres implements PostgresLog {
  private readonly catalog: TopicCatalog;
  private readonly fetcher: Fetcher;
  private readonly watch: HeadWatch;
  private readonly appender: Appender;
  private readonly subscriptions = new Set<Subscription>();
  private tidying: NodeJS.Timeout | undefined;
  private tidied: Promise<void> | undefined;
  private closing: Promise<void> | undefined;

  constructor(private readonly database: Database) {
    this.catalog = new TopicCatalog(database);
    this.fetcher = new Fetcher(database, this.catalog);
    this.watch = new HeadWatch(database, this.catalog, this.fetcher);
    this.appender = new Appender(database, this.catalog, (appended) => {
      for (const place of appended) this.watch.advance(place, place.firstOffset + place.count);
    });
  }

  async open(mergeEveryMs: number | undefined): Promise<void> {
    const client = await this.database.connect();
    try {
      await migrate(client, this.database.schema);
    } finally {
      await client.end();
    }
    await this.watch.open();
    if (mergeEveryMs === undefined) return;
    this.tidying = setInterval(() => void (this.tidied ??= this.tidy()), mergeEveryMs);
    this.tidying.unref();
  }

  async ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    this.refuseWhenClosed();
    await this.catalog.ensure(topics);
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly Appended[]> {
    this.refuseWhenClosed();
    return this.appender.append(requests);
  }

  async read(from: SubscribeFrom, options: ReadOptions = {}): Promise<Batch> {
    const { maxRecords = READ_MAX_RECORDS, maxBytes = READ_MAX_BYTES, waitMs = 0, signal = NEVER } = options;
    const deadline = performance.now() + waitMs;
    for (;;) {
      this.refuseWhenClosed();
      const [fetched] = await this.fetcher.fetch([from], { maxRecords, maxBytes });
      const { batch, head } = fetched!;
      const leftMs = deadline - performance.now();
      if (batch.records.length > 0 || leftMs <= 0 || signal.aborted) return batch;
      this.watch.advance(from, head);
      await this.watch.wait([from], signal, leftMs);
    }
  }

  subscribe(from: readonly SubscribeFrom[], handler: BatchHandler): Subscription {
    const subscription = runSubscription(from, (places, signal) => this.nextBatches(places, signal), handler);
    this.subscriptions.add(subscription);
    const forget = () => this.subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  async head(partition: TopicPartition): Promise<number> {
    const [head] = await this.heads([partition]);
    return head!;
  }

  async heads(partitions: readonly TopicPartition[]): Promise<readonly number[]> {
    this.refuseWhenClosed();
    return (await this.fetcher.bounds(partitions)).map((bounds) => bounds.head);
  }

  async firstOffset(partition: TopicPartition): Promise<number> {
    this.refuseWhenClosed();
    const [bounds] = await this.fetcher.bounds([partition]);
    return bounds!.firstOffset;
  }

  async *streamSegments(topic: string, partition: number, from: number): AsyncGenerator<Segment> {
    this.refuseWhenClosed();
    const { database, catalog, fetcher } = this;
    yield* streamSegments({ database, catalog, fetcher }, topic, partition, from);
  }

  async mergeSegments(): Promise<number> {
    this.refuseWhenClosed();
    return mergeSegments(this.database);
  }

  async expire(nowMs: number): Promise<number> {
    this.refuseWhenClosed();
    return expireSegments(this.database, nowMs);
  }

  close(): Promise<void> {
    this.closing ??= this.closeOnce();
    return this.closing;
  }

  private async closeOnce(): Promise<void> {
    clearInterval(this.tidying);
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.appender.idle();
    await this.tidied;
    await this.watch.close();
    await this.database.close();
  }

  /** Asks for all places that may have more in one question, and waits where there are none. Outlives the server. */
  private async nextBatches(places: readonly SubscribeFrom[], signal: AbortSignal): Promise<Batch[]> {
    while (!signal.aborted) {
      const asked = places.filter((place) => this.watch.mayHaveMore(place));
      try {
        if (asked.length === 0) await this.watch.wait(places, signal);
        else {
          const batches = await this.fetchBatches(asked);
          if (batches.length > 0) return batches;
        }
      } catch (error) {
        if (signal.aborted) break;
        if (!isUnavailable(error)) throw error;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return [];
  }

  private async fetchBatches(places: readonly SubscribeFrom[]): Promise<Batch[]> {
    this.refuseWhenClosed();
    const maxBytes = Math.max(FETCH_MIN_BYTES, Math.floor(READ_MAX_BYTES / places.length));
    const fetched = await this.fetcher.fetch(places, { maxRecords: READ_MAX_RECORDS, maxBytes });
    for (const { batch, head } of fetched) this.watch.advance(batch, head);
    return fetched.map(({ batch }) => batch).filter((batch) => batch.records.length > 0);
  }

  private async tidy(): Promise<void> {
    try {
      await mergeSegments(this.database);
      await expireSegments(this.database, Date.now());
    } catch (error) {
      // Nothing depends on it, and the next turn does what this one left. A fault that stays would show in reads first.
      if (!isUnavailable(error)) process.emitWarning(error instanceof Error ? error : String(error));
    } finally {
      this.tidied = undefined;
    }
  }

  private refuseWhenClosed(): void {
    if (this.closing) throw new LogFailure('closed', 'Expected an open log, it has been closed.');
  }
}

const NEVER = new AbortController().signal;
