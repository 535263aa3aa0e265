import { randomBytes } from 'node:crypto';
import { canonicalBytes, type LogRecord } from '@gimbal/contracts';
import { type EventLog, LogFailure, type LogFailureCode, type StoredRecord } from '@gimbal/event-log';
import { expect, onTestFinished } from 'vitest';

export interface ContractLog {
  readonly log: EventLog;
  /** Another client of the same log, as another process would have it. The suite closes it. */
  readonly second?: () => Promise<EventLog>;
  /** Ends the server without warning and returns once it answers again. */
  readonly killAndRestartServer?: () => Promise<void>;
  close(): Promise<void>;
}

export type MakeLog = () => Promise<ContractLog>;

export interface OpenTopic extends ContractLog {
  readonly topic: string;
}

/** A log with one new topic, closed when the test is over. */
export async function openTopic(makeLog: MakeLog, partitions = 1): Promise<OpenTopic> {
  const made = await makeLog();
  onTestFinished(() => made.close());
  const topic = newTopicName();
  await made.log.ensureTopics([{ name: topic, partitions, retentionMs: Infinity }]);
  return { ...made, topic };
}

export function newTopicName(): string {
  return `contract-${randomBytes(6).toString('hex')}`;
}

/** A record whose value is the text. */
export function recordOf(text: string, key = 'k'): LogRecord {
  return { key, headers: [['ce_type', 'test']], value: Buffer.from(text) };
}

export function recordsOf(count: number, prefix = 'r'): LogRecord[] {
  return Array.from({ length: count }, (_, i) => recordOf(`${prefix}${i}`));
}

export function textOf(record: LogRecord): string {
  return Buffer.from(record.value).toString();
}

/** Canonical bytes in hexadecimal: two lists are equal exactly when each key, header and value is. */
export function bytesOf(records: readonly LogRecord[]): string {
  return canonicalBytes(records).toString('hex');
}

/** Every record of a partition from an offset to the head at the time of the call, by as many reads as it takes. */
export async function readAll(log: EventLog, topic: string, partition = 0, from = 0): Promise<StoredRecord[]> {
  const head = await log.head({ topic, partition });
  const records: StoredRecord[] = [];
  let offset = from;
  while (offset < head) {
    const batch = await log.read({ topic, partition, offset }, { waitMs: 5_000 });
    expect(batch.records.length, `records from offset ${offset} with the head at ${head}`).toBeGreaterThan(0);
    records.push(...batch.records);
    offset += batch.records.length;
  }
  return records;
}

export async function expectFailure(promise: Promise<unknown>, code: LogFailureCode): Promise<void> {
  const outcome = await promise.then(
    () => 'resolved',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(LogFailure);
  expect((outcome as LogFailure).code).toBe(code);
}

/** Tries an operation again while the log is away, as a service does. */
export async function untilAvailable<T>(operation: () => Promise<T>, triesMax = 100): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof LogFailure) || error.code !== 'unavailable' || tries >= triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Waits for a condition; the assertion that follows says what was missing when it never came. */
export async function eventually(condition: () => boolean, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
}
