import type { TopicPartition } from '../eventLog.js';
import { groupByTopic } from './groupByTopic.js';
import { Encoder, type KafkajsCall } from './kafkajsInternals.js';

export interface EncodedBatch extends TopicPartition {
  readonly bytes: Buffer;
}

export interface ProducedPartition extends TopicPartition {
  readonly errorCode: number;
  /** Where the batch's first record stands; the same when the broker had it already under these sequence numbers. */
  readonly baseOffset: number;
}

export interface ProduceAnswer {
  readonly clientSideThrottleTime: number;
  readonly partitions: readonly ProducedPartition[];
}

const ALL_IN_SYNC_REPLICAS = -1;

/** Version 7 of Produce, for Kafka 2.1 and later (https://kafka.apache.org/protocol#The_Messages_Produce). The answer keeps no order. */
export function produceCall(batches: readonly EncodedBatch[], timeoutMs: number): KafkajsCall<ProduceAnswer> {
  return {
    request: {
      apiKey: 0,
      apiVersion: 7,
      apiName: 'Produce',
      encode: async () => encodeBatches(batches, timeoutMs),
    },
    response: { decode: async (bytes) => decodeProduceAnswer(bytes), parse: async (answer) => answer },
  };
}

function encodeBatches(batches: readonly EncodedBatch[], timeoutMs: number) {
  const size = batches.reduce((sum, { topic, bytes }) => sum + bytes.length + topic.length + 32, 64);
  const request = new Encoder(size).writeString(null).writeInt16(ALL_IN_SYNC_REPLICAS).writeInt32(timeoutMs);
  const topics = groupByTopic(batches);
  request.writeInt32(topics.size);
  for (const [topic, members] of topics) {
    request.writeString(topic).writeInt32(members.length);
    for (const { partition, bytes } of members) request.writeInt32(partition).writeBytes(bytes);
  }
  return request;
}

export function decodeProduceAnswer(bytes: Buffer): ProduceAnswer {
  const partitions: ProducedPartition[] = [];
  let at = 4;
  for (let topics = bytes.readInt32BE(0); topics > 0; topics--) {
    const nameEnd = at + 2 + bytes.readInt16BE(at);
    const topic = bytes.toString('utf8', at + 2, nameEnd);
    at = nameEnd + 4;
    for (let left = bytes.readInt32BE(nameEnd); left > 0; left--) {
      partitions.push({
        topic,
        partition: bytes.readInt32BE(at),
        errorCode: bytes.readInt16BE(at + 4),
        baseOffset: Number(bytes.readBigInt64BE(at + 6)),
      });
      at += 30; // and the append time and log start offset, 8 bytes each
    }
  }
  return { clientSideThrottleTime: bytes.readInt32BE(at), partitions };
}
