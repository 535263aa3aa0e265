import { event, type LogRecord, type TopicName, toRecord } from '@gimbal/contracts';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import type { EventLog } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputBuffer } from './inputBuffer.js';

const stamp = { source: 'test', timeUs: 1n, key: 'k', causationId: 'control' };
const claim = (epoch: bigint): LogRecord =>
  toRecord({ ...stamp, id: `claim/${epoch}`, epoch }, event(WriterClaimed, { epoch, service: 'risk', owner: 'o' }));
const fact = (id: string, epoch: bigint): LogRecord =>
  toRecord(
    { ...stamp, id, epoch, causationId: 'command/desk/1' },
    event(GasPriceObserved, GasPriceObserved.fromPartial({ feed: id })),
  );
const marker = (step: bigint, epoch: bigint): LogRecord =>
  toRecord({ ...stamp, id: `end/${step}`, epoch }, event(StepEnded, { step, timeUs: step * 10n }));

const UP: TopicName = 'market';
const DOWN: TopicName = 'portfolio';

let log: EventLog;
let inputs: InputBuffer;

beforeEach(async () => {
  log = createMemoryLog();
  await log.ensureTopics([UP, DOWN].map((name) => ({ name, partitions: 1, retentionMs: Infinity })));
  inputs = new InputBuffer(log, [UP], [DOWN], 1, []);
});

afterEach(async () => {
  await inputs.stop();
  await log.close();
});

async function append(topic: TopicName, ...records: readonly LogRecord[]): Promise<void> {
  await log.append([{ topic, partition: 0, records: [...records] }]);
  const head = await log.head({ topic, partition: 0 });
  await vi.waitUntil(() => placeOf(topic).readOffset === head, { interval: 1 });
}

const placeOf = (topic: TopicName) => inputs.places().find((place) => place.topic === topic)!;

describe('the place of an input', () => {
  it('is its head when all that is left downstream is the marker of the last step, and what later owners claimed', async () => {
    await append(UP, claim(1n), marker(1n, 1n));
    await append(DOWN, claim(1n), marker(1n, 1n));
    await inputs.takeStep(1, AbortSignal.timeout(5_000));
    expect([placeOf(UP).nextOffset, placeOf(DOWN).nextOffset]).toEqual([2, 2]);
    await append(DOWN, claim(2n), claim(3n));
    expect(placeOf(DOWN).nextOffset).toBe(4);
  });

  it('is before a fact that waits for the next step', async () => {
    await append(UP, claim(1n), marker(1n, 1n));
    await append(DOWN, claim(1n), fact('a', 1n), marker(1n, 1n), claim(2n));
    await inputs.takeStep(1, AbortSignal.timeout(5_000));
    expect(placeOf(DOWN).nextOffset).toBe(0);
  });

  it('is before an upstream marker whose step is not taken, or a reader would see its writes too early', async () => {
    await append(UP, claim(1n), marker(1n, 1n));
    expect(placeOf(UP).nextOffset).toBe(0);
  });
});
