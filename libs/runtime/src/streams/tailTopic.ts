import type { Envelope, Event } from '@gimbal/contracts';
import { type EventLog, LogFailure, type StoredRecord } from '@gimbal/event-log';
import { TAIL_BATCH_RECORDS, TAIL_LOOK_BACK_RECORDS } from '../limits.js';
import { PartitionReader } from './partitionReader.js';
import { followBatches } from './followBatches.js';

/** The first offset wanted of a partition. */
export interface TailStart {
  readonly partition: number;
  readonly offset: number;
}

export interface TailOptions {
  readonly log: EventLog;
  readonly topic: string;
  readonly partitions: readonly number[];
  /** Partitions that are not named begin where `start` says. */
  readonly from?: readonly TailStart[];
  /** The first record that is kept, or the head at the time of the call. `first` unless said otherwise. */
  readonly start?: 'first' | 'head';
  /** Goes on when the heads are reached; otherwise ends at the heads as they were at the time of the call. */
  readonly follow: boolean;
  /** Records of other tenants are left out; public ones are seen by all. */
  readonly tenant: string | undefined;
  readonly signal: AbortSignal;
}

export interface TailedEvent<T = unknown> {
  readonly position: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly envelope: Envelope;
  readonly event: Event<T>;
  readonly raw: StoredRecord;
}

/**
 * The events of a topic as a projection would fold them: void records and copies left out, each partition in its order.
 * Control records (claims, ends of steps, seals) are among them. To resume, begin at the last position's offset + 1.
 *
 * Without `follow` partitions come one after the other; with it, as their records arrive. Throws LogFailure when the log
 * does, and RpcFailure FAILED_PRECONDITION at a record of a type that this build does not know. Ends when the signal aborts.
 */
export async function* tailTopic(options: TailOptions): AsyncGenerator<TailedEvent, void, undefined> {
  const { log, topic, tenant, signal } = options;
  const starts = await Promise.all(options.partitions.map((partition) => startOf(options, partition)));
  const readers = new Map<number, PartitionReader>();
  for (const { partition, offset } of starts) {
    readers.set(partition, await readerAt(log, { topic, partition, offset }, tenant));
  }
  const from = starts.map(({ partition, offset }) => ({ topic, partition, offset }));
  const batches = options.follow ? followBatches(log, from, signal) : readToHeads(log, from, signal);
  for await (const { partition, records } of batches) {
    const reader = readers.get(partition)!;
    for (const record of records) {
      if (signal.aborted) return;
      const admitted = reader.admit(record);
      if (admitted !== undefined) yield { position: { topic, partition, offset: record.offset }, ...admitted };
    }
  }
}

async function startOf({ log, topic, from, start }: TailOptions, partition: number): Promise<TailStart> {
  const named = from?.find((place) => place.partition === partition);
  if (named !== undefined) return named;
  const offset = await (start === 'head' ? log.head({ topic, partition }) : log.firstOffset({ topic, partition }));
  return { partition, offset };
}

/** A reader that has learnt which epoch and step hold at a place from the records before it, as far as they are kept. */
async function readerAt(log: EventLog, place: Place, tenant: string | undefined): Promise<PartitionReader> {
  const [first, head] = await Promise.all([log.firstOffset(place), log.head(place)]);
  // Refused here, by the number that was asked for: the log would name the place from which this reader looks back.
  if (place.offset > head) {
    const found = `Expected an offset of at most ${head} in ${place.topic} partition ${place.partition}, was ${place.offset}.`;
    throw new LogFailure('offset_beyond_head', found);
  }
  let at = Math.max(first, place.offset - TAIL_LOOK_BACK_RECORDS);
  const reader = new PartitionReader(tenant, at === 0);
  while (at < place.offset) {
    const { records } = await log.read({ ...place, offset: at }, { maxRecords: place.offset - at });
    if (records.length === 0) break;
    reader.learn(records);
    at += records.length;
  }
  reader.learnt();
  return reader;
}

interface Place extends TailStart {
  readonly topic: string;
}

async function* readToHeads(log: EventLog, from: readonly Place[], signal: AbortSignal) {
  const heads = await log.heads(from);
  for (const [i, place] of from.entries()) {
    let at = place.offset;
    const head = heads[i]!;
    do {
      const batch = await log.read(
        { ...place, offset: at },
        { maxRecords: Math.max(1, Math.min(TAIL_BATCH_RECORDS, head - at)) },
      );
      if (batch.records.length === 0 || signal.aborted) break;
      if (at < head) yield batch;
      at += batch.records.length;
    } while (at < head);
  }
}
