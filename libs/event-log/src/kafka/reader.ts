import { type Batch, LogFailure, type ReadOptions, type StoredRecord, type SubscribeFrom } from '../eventLog.js';
import { READ_MAX_BYTES, READ_MAX_RECORDS } from '../limits.js';
import type { ConnectionLender } from './connectionLender.js';
import { errorCodes } from './errorCodes.js';
import { fetchCall, type FetchedPartition } from './fetchCall.js';
import type { LeaderDirectory } from './leaderDirectory.js';
import { LONG_POLL_MS, SMALL_READ_BYTES } from './limits.js';
import { outOfRange } from './outOfRange.js';
import { RecordCursor } from './recordCursor.js';
import { persist } from './retryPauses.js';

/** A record of ours has a few hundred bytes; twice a large one, so that one fetch mostly does. */
const RECORD_BYTES_GUESS = 2048;

/** Reads from a place, without a subscription. */
export class Reader {
  constructor(
    private readonly directory: LeaderDirectory,
    private readonly lender: ConnectionLender,
    private readonly wireTopic: (topic: string) => string,
    private readonly patienceMs: number,
  ) {}

  async read(from: SubscribeFrom, options: ReadOptions = {}): Promise<Batch> {
    const { maxRecords = READ_MAX_RECORDS, maxBytes = READ_MAX_BYTES, waitMs = 0, signal } = options;
    const waitsUntil = performance.now() + waitMs;
    const records: StoredRecord[] = [];
    const place = { topic: this.wireTopic(from.topic), partition: from.partition, offset: from.offset };
    let bytes = 0;
    let highWatermark = Infinity;
    while (records.length < maxRecords && bytes < maxBytes && place.offset < highWatermark) {
      const leftMs = records.length > 0 ? 0 : Math.max(0, Math.ceil(waitsUntil - performance.now()));
      const wantedBytes = Math.min(
        maxBytes - bytes,
        Math.max(SMALL_READ_BYTES, (maxRecords - records.length) * RECORD_BYTES_GUESS),
      );
      const fetched = await unlessAborted(signal, () => this.fetch(place, Math.min(leftMs, LONG_POLL_MS), wantedBytes));
      if (!fetched) break;
      const cursor = new RecordCursor(fetched.bytes, place.offset);
      const next = cursor.take(maxRecords - records.length, maxBytes - bytes);
      for (const record of next) records.push(record);
      bytes += cursor.takenBytes;
      if (next.length > 0) place.offset = next.at(-1)!.offset + 1;
      else if (records.length > 0 || performance.now() >= waitsUntil) break;
      ({ highWatermark } = fetched);
      if (records.length === 0) highWatermark = Infinity;
    }
    return { topic: from.topic, partition: from.partition, firstOffset: from.offset, records };
  }

  /** Whole batches from a place on, its topic as the broker names it. Waits for the first at most `waitMs`. */
  fetch(place: SubscribeFrom, waitMs: number, maxBytes: number): Promise<FetchedPartition> {
    const limits = {
      partitionMaxBytes: Math.min(maxBytes, READ_MAX_BYTES),
      responseMaxBytes: READ_MAX_BYTES,
    };
    return persist(this.patienceMs, async () => {
      const leader = await this.directory.leaderOf(place);
      const call = fetchCall([place], { waitMs, ...limits });
      try {
        const answer = await this.lender.lend(leader, (connection) => connection.send(call, waitMs));
        const [fetched] = answer.partitions;
        const code = answer.errorCode || (fetched?.errorCode ?? errorCodes.unknownTopicOrPartition);
        if (fetched && code === errorCodes.none) return fetched;
        if (code === errorCodes.offsetOutOfRange) throw await outOfRange(place, this.directory, this.lender);
        throw new LogFailure(
          'unavailable',
          `Expected ${place.topic}/${place.partition} to be read, the broker answered with error ${code}.`,
        );
      } catch (error) {
        this.directory.forget(place.topic);
        throw error;
      }
    });
  }
}

/** Undefined once the signal is aborted; what is under way then ends unheard. */
async function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T | undefined> {
  if (!signal) return work();
  if (signal.aborted) return undefined;
  let onAbort = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort);
  });
  try {
    const working = work();
    working.catch(() => {});
    return await Promise.race([working, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
