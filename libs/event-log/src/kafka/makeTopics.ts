import { Kafka, type KafkaJSError } from 'kafkajs';
import { LogFailure, type TopicSettings } from '../eventLog.js';
import { asLogFailure } from './errorCodes.js';
import { type KafkajsLogSettings } from './kafkajsLog.js';
import { CONNECT_TIMEOUT_MS, REQUEST_TIMEOUT_MS, TOPIC_BATCH_MAX_BYTES } from './limits.js';
import type { KafkaLogOptions } from './settings.js';

/** Makes the topics that are missing, by their names on the broker, and compares the partitions of those that are there. */
export async function makeTopics(
  topics: readonly TopicSettings[],
  options: KafkaLogOptions,
  log: KafkajsLogSettings,
): Promise<void> {
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ssl: options.ssl,
    sasl: options.sasl,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Spelt out, since kafkajs has other defaults when NODE_ENV is "test".
    retry: { initialRetryTime: 50, factor: 0, multiplier: 2, retries: 6, maxRetryTime: 1_000 },
    logLevel: log.level,
    logCreator: log.logCreator,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const present = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !present.has(name));
    if (missing.length > 0) {
      await admin
        .createTopics({ waitForLeaders: true, topics: missing.map((topic) => topicConfig(topic, options)) })
        .catch((error: unknown) => {
          if (!isMadeByAnother(error)) throw error;
        });
    }
    const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
    for (const { name, partitions } of topics) {
      const count = found.find((topic) => topic.name === name)?.partitions.length;
      if (count === partitions) continue;
      throw new LogFailure('partition_count', `Expected ${partitions} partitions of ${name}, was ${count}.`);
    }
  } catch (error) {
    throw asLogFailure(error);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

function topicConfig({ name, partitions, retentionMs }: TopicSettings, options: KafkaLogOptions) {
  const replicationFactor = options.replicationFactor ?? 1;
  const settings: Record<string, string> = {
    'cleanup.policy': 'delete',
    'retention.ms': Number.isFinite(retentionMs) ? String(Math.floor(retentionMs)) : '-1',
    'retention.bytes': '-1',
    'max.message.bytes': String(TOPIC_BATCH_MAX_BYTES),
    'min.insync.replicas': String(options.minInSyncReplicas ?? Math.max(1, replicationFactor - 1)),
  };
  const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
  return { topic: name, numPartitions: partitions, replicationFactor, configEntries };
}

/** Every error of the answer is that the topic is there: another process was faster. */
function isMadeByAnother(error: unknown): boolean {
  const { errors = [error] } = error as { errors?: readonly unknown[] };
  return errors.every((one) => (one as KafkaJSError & { type?: string }).type === 'TOPIC_ALREADY_EXISTS');
}
