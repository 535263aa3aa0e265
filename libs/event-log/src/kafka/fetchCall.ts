import type { SubscribeFrom } from '../eventLog.js';
import { groupByTopic } from './groupByTopic.js';
import { type KafkajsCall, kafkajsCall } from './kafkajsInternals.js';

export interface FetchOptions {
  /** The broker answers at once when there is a record, else after this. */
  readonly waitMs: number;
  readonly partitionMaxBytes: number;
  readonly responseMaxBytes: number;
}

export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  /** The offset that the next durable record will get. */
  readonly highWatermark: number;
  /** Whole batches, the last perhaps cut. A view of the answer's bytes. */
  readonly bytes: Buffer;
}

export interface FetchAnswer {
  readonly clientSideThrottleTime: number;
  /** Not zero when the whole request was refused. */
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

/** Version 11 of Fetch, for Kafka 2.3 and later, without a fetch session. The answer's batches stay undecoded. */
export function fetchCall(from: readonly SubscribeFrom[], options: FetchOptions): KafkajsCall<FetchAnswer> {
  const fields = {
    replicaId: -1,
    isolationLevel: 0, // no transactions are written, so there is nothing to hold back
    maxWaitTime: options.waitMs,
    minBytes: 1,
    maxBytes: options.responseMaxBytes,
    topics: [...groupByTopic(from)].map(([topic, members]) => ({
      topic,
      partitions: members.map(({ partition, offset }) => {
        return { partition, fetchOffset: String(offset), maxBytes: options.partitionMaxBytes };
      }),
    })),
  };
  const { request } = kafkajsCall<FetchAnswer>('Fetch', 11, fields);
  return {
    request,
    response: { decode: async (bytes) => decodeFetchAnswer(bytes), parse: async (answer) => answer },
  };
}

/** https://kafka.apache.org/protocol#The_Messages_Fetch, version 11. */
export function decodeFetchAnswer(bytes: Buffer): FetchAnswer {
  const clientSideThrottleTime = bytes.readInt32BE(0);
  const errorCode = bytes.readInt16BE(4);
  const partitions: FetchedPartition[] = [];
  let at = 14; // past the session id, at the count of topics beyond it
  for (let topics = bytes.readInt32BE(10); topics > 0; topics--) {
    const nameEnd = at + 2 + bytes.readInt16BE(at);
    const topic = bytes.toString('utf8', at + 2, nameEnd);
    at = nameEnd + 4;
    for (let left = bytes.readInt32BE(nameEnd); left > 0; left--) {
      const start = at;
      // partition 4, error 2, high watermark 8, last stable offset 8, log start offset 8, aborted transactions n x 16
      const aborted = Math.max(0, bytes.readInt32BE(start + 30));
      const lengthAt = start + 34 + aborted * 16 + 4; // past the preferred replica
      const length = Math.max(0, bytes.readInt32BE(lengthAt));
      at = lengthAt + 4 + length;
      partitions.push({
        topic,
        partition: bytes.readInt32BE(start),
        errorCode: bytes.readInt16BE(start + 4),
        highWatermark: Number(bytes.readBigInt64BE(start + 6)),
        bytes: bytes.subarray(lengthAt + 4, at),
      });
    }
  }
  return { clientSideThrottleTime, errorCode, partitions };
}
