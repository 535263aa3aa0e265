import { LogFailure, type TopicPartition } from '../eventLog.js';
import type { ConnectionLender } from './connectionLender.js';
import { errorCodes } from './errorCodes.js';
import { kafkajsCall } from './kafkajsInternals.js';
import { groupByTopic, partitionName } from './groupByTopic.js';
import { groupByLeader } from './groupByLeader.js';
import type { LeaderDirectory } from './leaderDirectory.js';

interface ListOffsetsAnswer {
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly { partition: number; errorCode: number; offset: string }[];
  }[];
}

/** The times that ask for an end of the log instead of a time (https://kafka.apache.org/protocol#The_Messages_ListOffsets). */
export const ends = { head: -1, first: -2 } as const;

/** One end of each partition, in their order, by one request to each broker that leads some of them. */
export async function listOffsets(
  partitions: readonly TopicPartition[],
  end: keyof typeof ends,
  directory: LeaderDirectory,
  lender: ConnectionLender,
): Promise<number[]> {
  const found = new Map<string, number>();
  const groups = await groupByLeader(partitions, directory);
  await Promise.all(
    groups.map(async ({ leader, members }) => {
      const topics = [...groupByTopic(members)].map(([topic, items]) => {
        return { topic, partitions: items.map(({ partition }) => ({ partition, timestamp: ends[end] })) };
      });
      const call = kafkajsCall<ListOffsetsAnswer>('ListOffsets', 3, {
        replicaId: -1,
        isolationLevel: 0,
        topics,
      });
      const answer = await lender.lend(leader, (connection) => connection.send(call));
      for (const { topic, partitions: answered } of answer.responses) {
        for (const { partition, errorCode, offset } of answered) {
          const name = partitionName({ topic, partition });
          if (errorCode === errorCodes.none) found.set(name, Number(offset));
          else directory.forget(topic);
        }
      }
    }),
  );
  return partitions.map((partition) => {
    const offset = found.get(partitionName(partition));
    if (offset !== undefined) return offset;
    throw new LogFailure(
      'unavailable',
      `Expected the ${end} offset of ${partitionName(partition)}, its leader gave none.`,
    );
  });
}
