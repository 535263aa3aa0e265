import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PARTITION_COUNT, event, HEADER, headerOf, partitionOf, topicNames, toRecord } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { type AppendRequest, type EventLog, LogFailure } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { createMemoryOwnership, createMemoryProjectionStore, loadSealKeys, StageRunner } from '@gimbal/projection';
import { ingestionService } from '@gimbal/ingestion-service';
import { afterEach, describe, expect, it } from 'vitest';
import { croppedRecording } from './system/croppedRecording.ts';
import { until } from './system/until.ts';

const GAS = 'polygon-gas-2023-08-17.minute.csv.gz';
const LAST_STEP = 12;
const undo: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Ingestion alone: what stands downstream of it has nothing to say here, so it doesn't wait for it. */
async function startIngestion(log: EventLog, recording: string) {
  const { stage, replay } = await ingestionService.open({ recording });
  const keys = mkdtempSync(join(tmpdir(), 'gimbal-keys-'));
  const failures: unknown[] = [];
  const runner = new StageRunner({
    stage: { ...stage, downstream: [] },
    log,
    store: createMemoryProjectionStore(),
    ownership: createMemoryOwnership(() => performance.now()),
    partitionCount: DEFAULT_PARTITION_COUNT,
    owner: 'ingestion-0',
    address: () => '127.0.0.1:1',
    stepSource: replay,
    sealSigner: loadSealKeys(keys).signer,
    report: () => {},
    fatal: (error) => failures.push(error),
  });
  undo.push(
    () => rmSync(keys, { recursive: true }),
    () => runner.stop(),
  );
  return { runner, replay, failures };
}

async function memoryLog(): Promise<EventLog> {
  const log = createMemoryLog();
  await log.ensureTopics(
    topicNames.map((name) => ({ name, partitions: DEFAULT_PARTITION_COUNT, retentionMs: Infinity })),
  );
  return log;
}

function recordingWithBadGas(): string {
  const recording = croppedRecording({
    from: '21:40',
    to: '21:50',
    edit: (file, rows) =>
      file === GAS ? rows.flatMap((row, i) => (i === 4 ? [row, row.replace(/,.*/, ',NaN')] : [row])) : rows,
  });
  undo.push(() => rmSync(recording, { recursive: true }));
  return recording;
}

describe('an owner that takes up again', () => {
  it('folds what the log holds of steps that nobody releases again, and serves', async () => {
    const log = await memoryLog();
    const recording = recordingWithBadGas();
    const first = await startIngestion(log, recording);
    first.replay.release?.(LAST_STEP);
    await until(() => first.runner.status.step.number === LAST_STEP || first.failures.length > 0);
    await first.runner.stop();
    // Its store is empty, as if no commit had reached the disk; and whoever releases steps waits until it serves.
    const second = await startIngestion(log, recording);
    await until(() => second.runner.status.step.number === LAST_STEP || second.failures.length > 0);
    expect([second.failures, second.runner.status.state]).toEqual([[], 'serving']);
  });

  it('ends a step of which the log got the quarantined frame and nothing else', async () => {
    const log = await memoryLog();
    const isQuarantine = ({ records }: AppendRequest): boolean =>
      records.some((record) => headerOf(record, HEADER.type) === RecordQuarantined.$type);
    let torn = 0;
    const append = log.append.bind(log);
    log.append = async (requests) => {
      const first = requests.find(isQuarantine);
      if (first === undefined || torn > 0) return append(requests);
      torn++;
      await append([first]);
      throw new LogFailure('unavailable', 'The broker went away between two partitions.');
    };
    const { runner, replay, failures } = await startIngestion(log, recordingWithBadGas());
    replay.release?.(LAST_STEP);
    await until(() => runner.status.step.number === LAST_STEP || failures.length > 0);
    expect([torn, failures, runner.status.state]).toEqual([1, [], 'degraded']);
    const quarantined = await Promise.all(
      Array.from({ length: DEFAULT_PARTITION_COUNT }, async (_, partition) => {
        const { records } = await log.read({ topic: 'market', partition, offset: 0 });
        return records.filter((record) => headerOf(record, HEADER.type) === RecordQuarantined.$type).length;
      }),
    );
    expect(quarantined.reduce((sum, count) => sum + count)).toBe(1);
  });

  it('begins from the first record of a log that holds a malformed record in its own topic', async () => {
    const log = await memoryLog();
    const recording = recordingWithBadGas();
    const first = await startIngestion(log, recording);
    first.replay.release?.(LAST_STEP);
    await until(() => first.runner.status.step.number === LAST_STEP);
    const { epoch } = first.runner.status;
    const sound = toRecord(
      { id: 'by-hand', source: 'gimbal/ingestion', timeUs: 0n, key: 'gas:polygon', causationId: 'control', epoch },
      event(PoolObserved, PoolObserved.fromPartial({})),
    );
    await log.append([
      {
        topic: 'market',
        partition: partitionOf(sound.key, DEFAULT_PARTITION_COUNT),
        records: [{ ...sound, value: Buffer.from([0x0a, 0x7f, 1]) }],
      },
    ]);
    await first.runner.stop();

    const again = await startIngestion(log, recording);
    again.replay.release?.(LAST_STEP + 1);
    await until(() => again.runner.status.step.number === LAST_STEP + 1 || again.failures.length > 0);
    expect([again.failures, again.runner.status.state]).toEqual([[], 'serving']);
  });
});
