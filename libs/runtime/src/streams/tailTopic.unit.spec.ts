import { event, toRecord } from '@gimbal/contracts';
import { StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import { PortfolioOpened } from '@gimbal/contracts/risk/v1/portfolio_events';
import { type EventLog, LogFailure } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { type TailOptions, type TailedEvent, tailTopic } from './tailTopic.js';

const topic = 'portfolio';
let log: EventLog;

beforeEach(async () => {
  log = createMemoryLog();
  await log.ensureTopics([{ name: topic, partitions: 2, retentionMs: Infinity }]);
});

interface Written {
  readonly epoch?: bigint;
  readonly cause?: string;
  readonly tenant?: string;
  readonly partition?: number;
}

async function append(id: string, e: ReturnType<typeof event>, w: Written): Promise<void> {
  const { epoch = 1n, cause = 'control', tenant, partition = 0 } = w;
  const envelope = {
    id,
    source: 'risk',
    timeUs: 0n,
    key: 'k',
    causationId: cause,
    epoch,
    ...(tenant ? { tenant } : {}),
  };
  await log.append([{ topic, partition, records: [toRecord(envelope, e)] }]);
}

const claim = (epoch: bigint, w: Written = {}) =>
  append(`claim-${epoch}`, event(WriterClaimed, { epoch, service: 'risk', owner: 'o' }), { ...w, epoch });
const fact = (id: string, cause: string, w: Written = {}) =>
  append(id, event(PortfolioOpened, PortfolioOpened.fromPartial({ portfolioId: id })), { ...w, cause });
const ended = (step: bigint, w: Written = {}) =>
  append(`ended-${step}`, event(StepEnded, { step, timeUs: 0n }), { ...w, cause: `step/${step}` });

function options(more: Partial<TailOptions> = {}): TailOptions {
  return {
    log,
    topic,
    partitions: [0, 1],
    follow: false,
    tenant: 'desk-a',
    signal: new AbortController().signal,
    ...more,
  };
}

async function idsOf(more: Partial<TailOptions> = {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const { envelope } of tailTopic(options(more))) ids.push(envelope.id);
  return ids;
}

describe('tailTopic', () => {
  it('voids what a replaced owner wrote after the claim of the next, before it looks for copies', async () => {
    await claim(1n);
    await fact('a', 'step/1');
    await claim(2n);
    await fact('b', 'step/1', { epoch: 1n });
    await fact('b', 'step/1', { epoch: 2n });
    expect(await idsOf()).toEqual(['claim-1', 'a', 'claim-2', 'b']);
  });

  it('drops second copies within a step, and copies of ended steps', async () => {
    await claim(1n);
    await fact('a', 'step/1');
    await fact('a', 'step/1');
    await ended(1n);
    await fact('a', 'step/1');
    await ended(1n);
    await fact('c', 'command/desk-a/r1');
    await fact('b', 'step/2');
    expect(await idsOf()).toEqual(['claim-1', 'a', 'ended-1', 'c', 'b']);
  });

  it('shows a tenant its own records and the public ones', async () => {
    await claim(1n);
    await fact('own', 'step/1', { tenant: 'desk-a' });
    await fact('foreign', 'step/1', { tenant: 'desk-b' });
    await fact('public', 'step/1');
    expect(await idsOf()).toEqual(['claim-1', 'own', 'public']);
    expect(await idsOf({ tenant: undefined })).toEqual(['claim-1', 'public']);
  });

  it('gives from every position on exactly what follows it in the whole', async () => {
    await claim(1n);
    await fact('a', 'step/1');
    await ended(1n);
    await claim(3n, {});
    await fact('a', 'step/1', { epoch: 3n });
    await fact('b', 'step/2', { epoch: 3n });
    await fact('z', 'step/2', { epoch: 1n });
    await fact('b', 'step/2', { epoch: 3n });
    await ended(2n, { epoch: 3n });
    const whole: TailedEvent[] = [];
    for await (const item of tailTopic(options({ partitions: [0] }))) whole.push(item);
    for (let offset = 0; offset <= 9; offset++) {
      const expected = whole.filter(({ position }) => position.offset >= offset).map(({ envelope }) => envelope.id);
      expect(await idsOf({ partitions: [0], from: [{ partition: 0, offset }] }), `from ${offset}`).toEqual(expected);
    }
  });

  it('learns the epoch from the records before a far position', async () => {
    await claim(1n);
    await claim(2n);
    for (let i = 0; i < 600; i++) await fact(`f${i}`, 'command/desk-a/r', { epoch: 2n });
    await fact('zombie', 'step/1', { epoch: 1n });
    await fact('last', 'step/1', { epoch: 2n });
    expect(await idsOf({ partitions: [0], from: [{ partition: 0, offset: 602 }] })).toEqual(['last']);
  });

  it('begins at the head when told to, and refuses a place beyond it', async () => {
    await claim(1n);
    expect(await idsOf({ start: 'head' })).toEqual([]);
    await expect(idsOf({ partitions: [0], from: [{ partition: 0, offset: 5 }] })).rejects.toThrow(LogFailure);
  });

  it('names the offset that was asked for when it refuses one, not the place from which it looks back', async () => {
    await claim(1n);
    const far = idsOf({ partitions: [0], from: [{ partition: 0, offset: 99_999_999 }] });
    await expect(far).rejects.toThrow('Expected an offset of at most 1 in portfolio partition 0, was 99999999.');
  });

  it('follows what is appended later in every partition, and ends when told', async () => {
    await claim(1n);
    await claim(1n, { partition: 1 });
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { envelope, position } of tailTopic(options({ follow: true, signal: stop.signal }))) {
        seen.push(`${position.partition}:${envelope.id}`);
        if (seen.length === 4) stop.abort();
      }
    })();
    await fact('a', 'step/1', { partition: 1 });
    await fact('b', 'step/1');
    await reading;
    expect(seen.filter((s) => s.startsWith('0'))).toEqual(['0:claim-1', '0:b']);
    expect(seen.filter((s) => s.startsWith('1'))).toEqual(['1:claim-1', '1:a']);
  });

  it('ends at once when it waits for records that never come', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    expect(await idsOf({ follow: true, signal: stop.signal })).toEqual([]);
  });

  it('stops at a type that this build does not know, and passes over malformed bytes', async () => {
    await claim(1n);
    const good = toRecord(
      { id: 'x', source: 'risk', timeUs: 0n, key: 'k', causationId: 'step/1', epoch: 1n },
      event(StepEnded, { step: 1n, timeUs: 0n }),
    );
    await log.append([{ topic, partition: 0, records: [{ ...good, value: Buffer.from([0x0a, 0x7f]) }] }]);
    await fact('after', 'step/2');
    expect(await idsOf({ partitions: [0] })).toEqual(['claim-1', 'after']);
    const headers = good.headers.map(
      ([name, value]) => [name, name === 'ce_type' ? 'gimbal.risk.v9.Unheard' : value] as const,
    );
    await log.append([{ topic, partition: 0, records: [{ ...good, headers }] }]);
    await expect(idsOf({ partitions: [0] })).rejects.toThrow('gimbal.risk.v9.Unheard');
  });
});
