import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { topicNames, topics } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';
import type { SASLOptions } from 'kafkajs';
import type { ProcessConfig } from '../config.js';

export type LogChoice =
  | { readonly kind: 'memory' }
  | { readonly kind: 'postgres'; readonly connectionString: string }
  | Extract<ProcessConfig['log'], { kind: 'kafka' }>;

const DAY_MS = 86_400_000;
/** Small segments are merged, and expired ones of the market plane removed, this often. */
const MERGE_EVERY_MS = 10_000;

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
      return createPostgresLog({ connectionString: choice.connectionString, mergeEveryMs: MERGE_EVERY_MS });
    }
    case 'kafka': {
      const { createKafkaLog } = await import('@gimbal/event-log/kafka');
      const { brokers, topicPrefix, replicationFactor, tls, sasl } = choice;
      return createKafkaLog({
        brokers,
        clientId: 'gimbal',
        topicPrefix,
        replicationFactor,
        ...(tls === undefined ? {} : { ssl: tlsOptions(tls) }),
        // kafkajs types one shape a mechanism; the schema has checked that the mechanism is one of them.
        ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
      });
    }
  }
}

/** With no file at all, the system's authorities and no certificate of our own. */
function tlsOptions({
  caFile,
  certificateFile,
  keyFile,
}: NonNullable<Extract<LogChoice, { kind: 'kafka' }>['tls']>): ConnectionOptions {
  return {
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    ...(certificateFile === undefined ? {} : { cert: readFileSync(certificateFile) }),
    ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
  };
}
