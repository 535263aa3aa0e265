import { canonicalLength, type LogRecord } from '@gimbal/contracts';
import { type Appended, type AppendRequest, LogFailure } from '../eventLog.js';
import { RECORD_MAX_BYTES } from '../limits.js';
import { partitionName } from './groupByTopic.js';
import { APPEND_MAX_BYTES, PARTITION_APPEND_MAX_BYTES } from './limits.js';

/** One request of a caller and its size; what is sent of it has at most so many bytes. */
export interface SizedRequest {
  readonly request: AppendRequest;
  readonly bytesMax: number;
}

/** A call of append() on its way. */
export class PendingAppend {
  readonly requests: readonly SizedRequest[];
  readonly bytesMax: number;
  readonly settled: Promise<readonly Appended[]>;
  private readonly places: Appended[] = [];
  private readonly settle = Promise.withResolvers<readonly Appended[]>();
  private unsettled: number;

  /** Throws LogFailure `too_large`. */
  constructor(requests: readonly AppendRequest[]) {
    this.requests = requests.map((request) => ({ request, bytesMax: sizeOf(request) }));
    this.bytesMax = this.requests.reduce((sum, { bytesMax }) => sum + bytesMax, 0);
    this.checkTotals();
    this.unsettled = requests.length;
    this.settled = this.settle.promise;
    if (requests.length === 0) this.settle.resolve([]);
  }

  place(index: number, firstOffset: number): void {
    const { topic, partition, records } = this.requests[index]!.request;
    this.places[index] = { topic, partition, firstOffset, count: records.length };
    if (--this.unsettled === 0) this.settle.resolve(this.places);
  }

  /** The first failure is the caller's answer; its other partitions may have been written. */
  fail(failure: LogFailure): void {
    this.settle.reject(failure);
  }

  private checkTotals(): void {
    if (this.bytesMax <= PARTITION_APPEND_MAX_BYTES) return;
    const totals = new Map<string, number>();
    for (const { request, bytesMax } of this.requests) {
      const name = partitionName(request);
      totals.set(name, (totals.get(name) ?? 0) + bytesMax);
    }
    for (const [name, total] of totals) checkSize(`an append to ${name}`, total, PARTITION_APPEND_MAX_BYTES);
    checkSize('an append', this.bytesMax, APPEND_MAX_BYTES);
  }
}

function checkSize(what: string, bytes: number, bytesMax: number): void {
  if (bytes > bytesMax)
    throw new LogFailure('too_large', `Expected ${what} of at most ${bytesMax} bytes, was ${bytes}.`);
}

function sizeOf({ records }: AppendRequest): number {
  let total = 0;
  for (const record of records) {
    let bytes = canonicalLengthMax(record);
    if (bytes > RECORD_MAX_BYTES) bytes = canonicalLength(record);
    checkSize('a record', bytes, RECORD_MAX_BYTES);
    total += bytes;
  }
  if (total > PARTITION_APPEND_MAX_BYTES) total = records.reduce((sum, record) => sum + canonicalLength(record), 0);
  return total;
}

/** Not less than the canonical length, without walking the texts: UTF-8 has at most three bytes for a UTF-16 unit. */
function canonicalLengthMax(record: LogRecord): number {
  let units = record.key.length;
  for (const [name, value] of record.headers) units += name.length + value.length;
  return 14 + 4 * record.headers.length + 3 * units + record.value.length;
}
