import type pg from 'pg';
import type { SubscribeFrom, TopicPartition } from '../eventLog.js';
import { placeKey } from '../subscription.js';
import { channelOf } from './appender.js';
import type { Database } from './database.js';
import type { Fetcher } from './fetcher.js';
import { POLL_MS, RETRY_MS } from './limits.js';
import type { TopicCatalog } from './topicCatalog.js';

interface Waiter {
  readonly places: readonly SubscribeFrom[];
  readonly wake: () => void;
}

/**
 * Knows how far the partitions have come, and wakes who waits for more. It learns that from this log's own appends, from
 * notifications, and, as those are but hints, from a poll of the partitions that someone waits for.
 */
export class HeadWatch {
  private readonly heads = new Map<string, number>();
  private readonly waiters = new Set<Waiter>();
  private listener: pg.Client | undefined;
  private poll: NodeJS.Timeout | undefined;
  private polling = false;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly catalog: TopicCatalog,
    private readonly fetcher: Fetcher,
  ) {}

  async open(): Promise<void> {
    await this.listen();
    this.poll = setInterval(() => void this.pollHeads(), POLL_MS);
    this.poll.unref();
  }

  /** True unless the place is known to be at its head. */
  mayHaveMore({ topic, partition, offset }: SubscribeFrom): boolean {
    const head = this.heads.get(placeKey(topic, partition));
    return head === undefined || head > offset;
  }

  /** Notes that a partition has come to a head, or further. */
  advance({ topic, partition }: TopicPartition, head: number): void {
    const key = placeKey(topic, partition);
    if ((this.heads.get(key) ?? -1) >= head) return;
    this.heads.set(key, head);
    for (const waiter of this.waiters) if (waiter.places.some((place) => this.mayHaveMore(place))) waiter.wake();
  }

  /** Resolves when any place may have more, when the time is over, or when the signal is aborted or the log closed. */
  wait(places: readonly SubscribeFrom[], signal: AbortSignal, waitMs?: number): Promise<void> {
    if (this.closed || signal.aborted || places.some((place) => this.mayHaveMore(place))) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiters.delete(waiter);
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiter: Waiter = { places, wake };
      const timer = waitMs === undefined ? undefined : setTimeout(wake, waitMs);
      signal.addEventListener('abort', wake);
      this.waiters.add(waiter);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.poll);
    for (const waiter of this.waiters) waiter.wake();
    await this.listener?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = await this.database.connect();
    try {
      client.on('notification', ({ payload }) => this.takeHint(payload ?? ''));
      await client.query(`LISTEN "${channelOf(this.database.schema)}"`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.closed) return client.end();
    client.once('end', () => void this.listenAgain());
    this.listener = client;
  }

  private async listenAgain(): Promise<void> {
    this.listener = undefined;
    while (!this.closed && !this.listener) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      if (!this.closed) await this.listen().catch(() => undefined); // Still away: the next try follows.
    }
  }

  /** `topicId:partition:head` for each segment, or nothing when the list would have been too long. */
  private takeHint(payload: string): void {
    if (payload === '') void this.pollHeads();
    for (const part of payload.trimEnd().split(' ')) {
      const [id, partition, head] = part.split(':').map(Number);
      const topic = this.catalog.nameOf(id ?? -1);
      if (topic !== undefined && partition !== undefined && head !== undefined)
        this.advance({ topic, partition }, head);
    }
  }

  private async pollHeads(): Promise<void> {
    if (this.polling || this.waiters.size === 0) return;
    this.polling = true;
    try {
      const waitedFor = [...this.waiters].flatMap((waiter) => waiter.places);
      const places = [...new Map(waitedFor.map((place) => [placeKey(place.topic, place.partition), place])).values()];
      const bounds = await this.fetcher.bounds(places);
      places.forEach((place, i) => this.advance(place, bounds[i]!.head));
    } catch {
      // The server is away; the next poll asks again, and a reader that needs to know asks itself.
    } finally {
      this.polling = false;
    }
  }
}
