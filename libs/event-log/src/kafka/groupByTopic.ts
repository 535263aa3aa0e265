import type { TopicPartition } from '../eventLog.js';

/** The items of each topic, since a request of Kafka names each topic once. */
export function groupByTopic<T extends TopicPartition>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.topic);
    if (group) group.push(item);
    else groups.set(item.topic, [item]);
  }
  return groups;
}

export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
