import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codecOf, topics } from '@gimbal/contracts';
import { type EventLog, LogFailure } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import {
  createMemoryOwnership,
  createMemoryProjectionStore,
  createSealSigner,
  PartitionFilter,
  type ProjectionStore,
  type Stage,
  StageRunner,
  type StageState,
  type StepSource,
} from '@gimbal/projection';
import { afterEach, describe, expect, it } from 'vitest';
import { ingestionStage } from '../../domain/ingestionStage.js';
import { parseManifest } from '../recording/manifest.js';
import { createReplay } from '../replay/replay.js';
import type { Connector } from './connector.js';
import { ConnectorHost } from './connectorHost.js';
import {
  countingConnector,
  COUNTING_FEED,
  type CountingConnector,
  countingProtocolOf,
} from './countingVenue.scenario.js';
import { openJournalRecording } from './journal/openJournalRecording.js';
import { readJournal } from './journal/readJournal.js';
import { type Live, openLive } from './openLive.js';
import { systemIo } from './systemIo.js';

const PARTITIONS = 2;
const folders: string[] = [];
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'));
  folders.push(folder);
  return folder;
}

function live(journal: string, connector: CountingConnector): Promise<Live> {
  return openLive(
    { journal, tickMs: 10, connectors: [] as never },
    { connectors: [connector], io: systemIo, report: () => {}, protocolOf: countingProtocolOf },
  );
}

/** Risk and execution as far as ingestion sees them: they end each step. */
function silent(service: 'risk' | 'execution', upstream: Stage<StageState>['upstream']): Stage<StageState> {
  return {
    service,
    foldVersion: 'silent-1',
    ruleset: 'none',
    upstream,
    downstream: [],
    createState: () => ({ tables: [] }),
    evolve: () => undefined,
    decide: () => [],
  };
}

async function newLog(): Promise<EventLog> {
  const log = createMemoryLog();
  await log.ensureTopics(
    Object.values(topics).map(({ name }) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })),
  );
  for (const stage of [silent('risk', ['market']), silent('execution', ['portfolio'])]) {
    const runner = run(log, stage, createMemoryProjectionStore());
    endings.push(() => runner.stop());
  }
  return log;
}

function run<S extends StageState>(
  log: EventLog,
  stage: Stage<S>,
  store: ProjectionStore,
  stepSource?: StepSource,
): StageRunner<S> {
  return new StageRunner({
    stage,
    log,
    store,
    ownership: createMemoryOwnership(() => performance.now()),
    partitionCount: PARTITIONS,
    owner: 'one',
    address: () => '',
    sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
    report: () => {},
    fatal: (error) => {
      throw error;
    },
    ...(stepSource && { stepSource }),
  });
}

/** What ingestion said, partition by partition: identity, time and content, and nothing of who wrote it when. */
async function factsOf(log: EventLog): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const topic of ['market', 'protocol', 'account'] as const) {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const filter = new PartitionFilter(topic, partition, undefined);
      const { records } = await log.read({ topic, partition, offset: 0 });
      for (const record of records) {
        const item = filter.accept(record);
        if (item?.kind === 'marker')
          lines.push(`${topic}/${partition} step ${item.step.number} at ${item.step.timeUs}`);
        if (item?.kind !== 'event') continue;
        const { id, timeUs, event } = { ...item.event, event: item.event };
        lines.push(
          `${topic}/${partition} ${id} ${timeUs} ${event.type} ${JSON.stringify(codecOf(event.type)?.toJSON(event.value))}`,
        );
      }
    }
  }
  return lines;
}

/** A log that dies in the n-th append that has more than one partition: the first partition is written, and no answer ever comes. */
function dyingLog(log: EventLog, appends: number): { readonly log: EventLog; readonly died: Promise<void> } {
  const died = Promise.withResolvers<void>();
  let left = appends;
  const append: EventLog['append'] = async (requests) => {
    if (left <= 0) return new Promise(() => {});
    if (requests.length > 1) left--;
    if (left > 0) return log.append(requests);
    await log.append(requests.slice(0, 1));
    died.resolve();
    return new Promise(() => {});
  };
  const dying = new Proxy(log, {
    get: (target, name) => (name === 'append' ? append : Reflect.get(target, name).bind(target)),
  });
  return { log: dying, died: died.promise };
}

/** The step of a line of `factsOf`. */
function stepOf(line: string): number {
  return Number(/(?:ingestion\/step\/|step )(\d+)/.exec(line)?.[1]);
}

async function replayOf(journal: string): Promise<{ readonly log: EventLog; readonly steps: number }> {
  const manifest = parseManifest(await readFile(join(journal, 'recording.json'), 'utf8'), journal);
  const replay = createReplay(await openJournalRecording(journal, manifest, countingProtocolOf));
  const log = await newLog();
  const runner = run(log, ingestionStage(replay.recording.catalogue), createMemoryProjectionStore(), replay);
  endings.push(
    () => replay.close(),
    () => runner.stop(),
  );
  replay.release(replay.lastStep);
  while (runner.status.step.number < replay.lastStep) await pause();
  return { log, steps: replay.lastStep };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a live source', () => {
  it.each([
    { when: 'the store survives', keepStore: true },
    { when: 'the projection is lost', keepStore: false },
  ])(
    'gives the same facts over crashes between journal and log, when $when',
    async ({ keepStore }) => {
      const journal = await newFolder();
      const log = await newLog();
      let store = createMemoryProjectionStore();
      let from = 1;
      for (const appends of [3, 7, 2]) {
        const connector = countingConnector(from, 5_000, systemIo.nowUs);
        const dying = dyingLog(log, appends);
        const source = await live(journal, connector);
        const runner = run(dying.log, ingestionStage(source.recording.catalogue), store, source);
        await dying.died;
        // The process is gone: nothing of it is closed or awaited. What it has not journalled is lost with its connection.
        endings.push(
          async () => void runner.stop(),
          () => source.close(),
        );
        from = 1 + (await lastNumber(journal));
        if (!keepStore) store = createMemoryProjectionStore();
      }
      const connector = countingConnector(from, 5_000, systemIo.nowUs);
      const source = await live(journal, connector);
      const runner = run(log, ingestionStage(source.recording.catalogue), store, source);
      await connector.done;
      // It was taken; the step that took it may be on its way into the journal.
      const last = source.lastStep + 1;
      while (runner.status.step.number < last) await pause();
      await runner.stop();
      await source.close();

      const facts = await factsOf(log);
      expect(facts.filter((line) => line.includes('PerpObserved'))).toHaveLength(5_000 - 5);
      expect(connector.replies.length).toBeGreaterThan(0);
      const replayed = await replayOf(journal);
      expect(replayed.steps).toBeGreaterThanOrEqual(last);
      const replayedFacts = (await factsOf(replayed.log)).filter((line) => stepOf(line) <= runner.status.step.number);
      expect(replayedFacts).toEqual(facts);
    },
    60_000,
  );

  it('goes on by itself when the log is away for a while', async () => {
    const journal = await newFolder();
    const log = await newLog();
    let appends = 0;
    const append: EventLog['append'] = async (requests) => {
      if (++appends % 7 !== 0) return log.append(requests);
      // Some of it was written, and nobody knows what.
      await log.append(requests.slice(0, 2));
      throw new LogFailure('unavailable', 'The log is away.');
    };
    const failing = new Proxy(log, {
      get: (target, name) => (name === 'append' ? append : Reflect.get(target, name).bind(target)),
    });
    const connector = countingConnector(1, 1_000, systemIo.nowUs);
    const source = await live(journal, connector);
    const runner = run(failing, ingestionStage(source.recording.catalogue), createMemoryProjectionStore(), source);
    endings.push(
      () => source.close(),
      () => runner.stop(),
    );
    await connector.done;
    const last = source.lastStep + 1;
    while (runner.status.step.number < last) await pause();
    await runner.stop();
    const through = runner.status.step.number;
    const facts = (await factsOf(log)).filter((line) => stepOf(line) <= through);
    expect(facts.filter((line) => line.includes('PerpObserved'))).toHaveLength(1_000 - 1);
    await source.close();
    const replayed = await replayOf(journal);
    expect((await factsOf(replayed.log)).filter((line) => stepOf(line) <= through)).toEqual(facts);
  }, 60_000);

  it('keeps no more than its queues may while a stage is slow, and says what it pushed out', async () => {
    const bounds = { queueFramesMax: 2_000, queueBytesMax: 1_000_000 };
    const flood: Connector = {
      id: 'counting',
      feeds: [COUNTING_FEED],
      run: async (sink, signal) => {
        for (let number = 1; number <= 50_000; number++) {
          void sink.deliver({
            feed: COUNTING_FEED.id,
            raw: Buffer.from(String(number)),
            receivedAtUs: systemIo.nowUs(),
          });
        }
        await aborted(signal);
      },
    };
    const host = new ConnectorHost({ connectors: [flood], io: systemIo, report: () => {}, ...bounds });
    endings.push(() => host.stop());
    host.start();
    await pause();
    // And one for what is to be said of those that are gone.
    expect(host.waiting).toBe(2_001);
    const frames = host.take(5_000, 1_000_000);
    expect(frames[0]!.control).toMatchObject({ kind: 'degraded', reason: 'overflow' });
    expect(JSON.stringify(frames[0]!.control)).toContain('48000 messages');
    expect(frames.slice(1).map(({ raw }) => Number(Buffer.from(raw).toString()))).toEqual(
      Array.from({ length: 2_000 }, (_, index) => 48_001 + index),
    );
  });

  it('starts a crashed connector again, and lets the others be', async () => {
    let starts = 0;
    const crashing: Connector = {
      id: 'crashing',
      feeds: [],
      run: async (_sink, signal) => {
        if (++starts < 3) throw new Error('wss://venue.example/?key=secret');
        await aborted(signal);
      },
    };
    const steady = countingConnector(1, 10, systemIo.nowUs);
    const io = { ...systemIo, random: () => 0 };
    const reports: string[] = [];
    const report = (_level: string, message: string): void => void reports.push(message);
    const host = new ConnectorHost({ connectors: [crashing, steady], io, report });
    endings.push(() => host.stop());
    host.start();
    while (starts < 3) await pause();
    expect(host.waiting).toBe(11);
    expect(reports).toEqual(Array(2).fill('crashing ended: Error. It is started again in 0 ms.'));
  });

  it('never lets the domain clock go back', async () => {
    const journal = await newFolder();
    let wallUs = 1_000n;
    const connector = countingConnector(1, 10, () => wallUs);
    const source = await openLive(
      { journal, tickMs: 10, connectors: [] as never },
      {
        connectors: [connector],
        io: { ...systemIo, nowUs: () => wallUs },
        report: () => {},
        protocolOf: countingProtocolOf,
      },
    );
    endings.push(() => source.close());
    const times: bigint[] = [];
    for (const [index, us] of [5_000n, 2_000n, 2_000n].entries()) {
      wallUs = us;
      times.push((await source.waitFor(index + 1, new AbortController().signal)).timeUs);
    }
    expect(times).toEqual([5_000n, 5_001n, 5_002n]);
  });

  it('refuses the journal of another log, and a step whose frames are lost', async () => {
    const journal = await newFolder();
    const source = await live(journal, countingConnector(1, 10, systemIo.nowUs));
    endings.push(() => source.close());
    const { signal } = new AbortController();
    source.letOutBefore?.(7);
    await expect(source.waitFor(7, signal)).rejects.toThrow("it isn't the journal of this log");
    await source.waitFor(8, signal);
    await expect(source.waitFor(12, signal)).rejects.toThrow('which ends at 8');
  });
});

describe('a torn journal', () => {
  it('loses the step that was being written and nothing else, wherever it broke off', async () => {
    const journal = await newFolder();
    const first = await live(journal, countingConnector(1, 300, systemIo.nowUs));
    const { signal } = new AbortController();
    await first.waitFor(1, signal);
    await first.waitFor(2, signal);
    const whole = await segmentBytes(journal);
    await first.waitFor(3, signal);
    const longer = await segmentBytes(journal);
    expect(longer.length).toBeGreaterThan(whole.length);
    const expected = await stepsOf(journal);
    for (let bytes = whole.length; bytes < longer.length; bytes += Math.ceil((longer.length - whole.length) / 40)) {
      await truncate(join(journal, SEGMENT), bytes);
      expect(await stepsOf(journal)).toEqual(expected.slice(0, 2));
    }
    const notices: string[] = [];
    const second = await openLive(
      { journal, tickMs: 10, connectors: [] as never },
      {
        connectors: [countingConnector(1, 1, systemIo.nowUs)],
        io: systemIo,
        report: (_level, message) => notices.push(message),
        protocolOf: countingProtocolOf,
      },
    );
    await second.waitFor(1, signal);
    const { external } = await second.waitFor(3, signal);
    expect((external as { readonly control?: unknown }[])[0]!.control).toMatchObject({
      kind: 'disconnected',
      reason: 'process ended',
    });
    expect(notices[0]).toMatch(/^Cut \d+ bytes off /);
    await second.close();
    expect((await stepsOf(journal)).slice(0, 2)).toEqual(expected.slice(0, 2));
    expect(await stepsOf(journal)).toHaveLength(3);
  });
});

const SEGMENT = '00000001.ndjson';
const segmentBytes = (journal: string): Promise<Buffer> => readFile(join(journal, SEGMENT));

async function stepsOf(journal: string): Promise<readonly string[]> {
  const manifest = parseManifest(await readFile(join(journal, 'recording.json'), 'utf8'), journal);
  const recording = await openJournalRecording(journal, manifest, countingProtocolOf);
  const steps: string[] = [];
  for await (const { number, timeUs, frames } of readJournal(journal, 1, recording.catalogue, countingProtocolOf)) {
    steps.push(`${number} ${timeUs} ${(frames ?? []).map(({ raw }) => Buffer.from(raw).toString('hex')).join()}`);
  }
  return steps;
}

async function lastNumber(journal: string): Promise<number> {
  let last = 0;
  const manifest = parseManifest(await readFile(join(journal, 'recording.json'), 'utf8'), journal);
  const { catalogue } = await openJournalRecording(journal, manifest, countingProtocolOf);
  for await (const { frames } of readJournal(journal, 1, catalogue, countingProtocolOf)) {
    for (const { raw, control } of frames ?? []) {
      if (control === undefined) last = raw[0] === 0xff ? last + 1 : Number(Buffer.from(raw).toString());
    }
  }
  return last;
}
