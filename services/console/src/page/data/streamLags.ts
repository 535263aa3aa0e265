import type { ServiceName } from '../wire/serviceNames.js';
import type { Status } from './pageState.js';

/** One topic: where it ends, and how far behind each reader stands, over all partitions. */
export interface TopicLag {
  readonly topic: string;
  readonly headOffset: number;
  /** Undefined for a service that doesn't read the topic. */
  readonly lagRecords: Readonly<Partial<Record<ServiceName, number>>>;
  readonly nextOffset: Readonly<Partial<Record<ServiceName, number>>>;
}

/** The standing of every stream, by topic. The head is the furthest that any service has seen. */
export function topicLags(statuses: ReadonlyMap<ServiceName, Status>): TopicLag[] {
  const topics = new Map<
    string,
    {
      heads: Map<number, number>;
      lag: Partial<Record<ServiceName, number>>;
      next: Partial<Record<ServiceName, number>>;
    }
  >();
  for (const [service, { streams }] of statuses) {
    for (const { topic, partition, nextOffset, headOffset } of streams) {
      const entry = topics.get(topic) ?? { heads: new Map<number, number>(), lag: {}, next: {} };
      topics.set(topic, entry);
      const [next, head] = [Number(nextOffset), Number(headOffset)];
      const at = partition ?? 0;
      entry.heads.set(at, Math.max(entry.heads.get(at) ?? 0, head));
      entry.lag[service] = (entry.lag[service] ?? 0) + head - next;
      entry.next[service] = (entry.next[service] ?? 0) + next;
    }
  }
  return [...topics]
    .map(([topic, { heads, lag, next }]) => ({
      topic,
      headOffset: [...heads.values()].reduce((sum, head) => sum + head, 0),
      lagRecords: lag,
      nextOffset: next,
    }))
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
}

/** Records that a service has not folded yet. */
export function lagRecordsOf({ streams }: Status): number {
  return streams.reduce((sum, { nextOffset, headOffset }) => sum + Number(headOffset) - Number(nextOffset), 0);
}
