import type { TopicPartition } from '../eventLog.js';
import type { LeaderDirectory } from './leaderDirectory.js';
import { addressText, type BrokerAddress } from './settings.js';

export interface LeaderGroup<T> {
  readonly leader: BrokerAddress;
  readonly members: T[];
}

/** What goes to which broker. Rejects as `leaderOf` does. */
export async function groupByLeader<T extends TopicPartition>(
  items: readonly T[],
  directory: LeaderDirectory,
): Promise<LeaderGroup<T>[]> {
  const groups = new Map<string, LeaderGroup<T>>();
  for (const item of items) {
    const leader = await directory.leaderOf(item);
    const name = addressText(leader);
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { leader, members: [] }));
    group.members.push(item);
  }
  return [...groups.values()];
}
