import type { EventLog, SegmentReader } from '@gimbal/event-log';
import { createKafkaLog } from '@gimbal/event-log/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { findTools } from '../../../deploy/kafka/findTools.ts';
import { startBroker } from '../../../deploy/kafka/startBroker.ts';

export type BenchKafka =
  | { readonly kind: 'missing'; readonly missing: string; stop(): Promise<void> }
  | {
      readonly kind: 'running';
      readonly log: EventLog & SegmentReader;
      /** Resolves when kafkajs has handed over so many records of a topic, of all partitions, to a handler that does nothing. */
      consumeWithKafkajs(topic: string, records: number): Promise<void>;
      stop(): Promise<void>;
    };

/** A broker of its own where Java and Maven are, else why there is none. */
export async function openKafka(): Promise<BenchKafka> {
  const tools = findTools();
  if ('missing' in tools) return { kind: 'missing', missing: tools.missing, stop: async () => {} };
  const broker = await startBroker({ heapMb: 512 });
  const brokers = [broker.bootstrap];
  const log = await createKafkaLog({ brokers, clientId: 'bench' });
  let groups = 0;
  return {
    kind: 'running',
    log,
    async consumeWithKafkajs(topic, records) {
      const kafka = new Kafka({ brokers, clientId: 'bench', logLevel: logLevel.NOTHING });
      const consumer = kafka.consumer({ groupId: `bench-${++groups}`, maxBytesPerPartition: 4 * 1024 * 1024 });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      const all = Promise.withResolvers<void>();
      let consumed = 0;
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          consumed += batch.messages.length;
          if (consumed >= records) all.resolve();
        },
      });
      await all.promise;
      await consumer.disconnect();
    },
    async stop() {
      await log.close();
      await broker.stop();
    },
  };
}
