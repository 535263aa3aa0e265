import { topicNames, topics } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';

export type LogChoice =
  | { readonly kind: 'memory' }
  | { readonly kind: 'postgres'; readonly connectionString: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[]; readonly topicPrefix: string; readonly replicationFactor: number };

const DAY_MS = 86_400_000;

/** Opens the log, creates the topics that are missing, and refuses a log with another number of partitions. */
export async function openLog(choice: LogChoice, partitionCount: number): Promise<EventLog> {
  const log = await connect(choice);
  await log.ensureTopics(
    topicNames.map((name) => ({ name, partitions: partitionCount, retentionMs: topics[name].retentionDays * DAY_MS })),
  );
  return log;
}

/** Adapters are loaded when they are chosen, so that a start without Kafka pays nothing for it. */
async function connect(choice: LogChoice): Promise<EventLog> {
  switch (choice.kind) {
    case 'memory': {
      const { createMemoryLog } = await import('@gimbal/event-log/memory');
      return createMemoryLog();
    }
    case 'postgres': {
      const { createPostgresLog } = await import('@gimbal/event-log/postgres');
      return createPostgresLog({ connectionString: choice.connectionString });
    }
    case 'kafka': {
      const { createKafkaLog } = await import('@gimbal/event-log/kafka');
      const { brokers, topicPrefix, replicationFactor } = choice;
      return createKafkaLog({ brokers: [...brokers], clientId: 'gimbal', topicPrefix, replicationFactor });
    }
  }
}
