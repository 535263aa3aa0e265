import { event, isEvent, topicNames } from '@gimbal/contracts';
import { ModeSet, ProposalDeclined } from '@gimbal/contracts/execution/v1/execution_events';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { InstrumentListed } from '@gimbal/contracts/pricing/v1/mark_events';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { type EventLog, LogFailure, type StoredRecord } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createMemoryOwnership,
  createMemoryProjectionStore,
  createSealSigner,
  pinnedKeys,
  refold,
  rowsSha256,
  allRows,
  type Stage,
  type StageHost,
  StageRunner,
  type StageState,
  Table,
  verifySeals,
} from './index.js';

const PARTITIONS = 2;
const STEPS = 40;

interface CounterState extends StageState {
  readonly sums: Table<{ sum: number; events: number }>;
  readonly tables: readonly Table<unknown>[];
}

function counterState(): CounterState {
  const sums = new Table<{ sum: number; events: number }>('sums');
  return { sums, tables: [sums as Table<unknown>] };
}

function add(state: CounterState, key: string, amount: number): void {
  const row = state.sums.get(key) ?? { sum: 0, events: 0 };
  state.sums.set(key, { sum: row.sum + amount, events: row.events + 1 });
}

const total = (state: CounterState): number => [...state.sums.values()].reduce((sum, row) => sum + row.sum, 0);

/** Four toy stages with the topology of the real ones: each decision depends on everything folded before it. */
const ingestion: Stage<CounterState> = {
  service: 'ingestion',
  foldVersion: 'toy/1',
  ruleset: 'toy',
  upstream: [],
  downstream: ['execution'],
  createState: counterState,
  evolve: (state, e) => {
    if (isEvent(e, ProposalDeclined)) add(state, e.key, Number(e.value.reason));
  },
  decide: (state, { step, external }) =>
    ['a', 'b', 'c'].map((key) => ({
      topic: 'market' as const,
      key,
      event: event(
        GasPriceObserved,
        GasPriceObserved.fromPartial({
          feed: key,
          gasPriceGwei: String((external as number) + total(state)),
          observedAtUs: step.timeUs,
        }),
      ),
    })),
};

const pricing: Stage<CounterState> = {
  ...ingestion,
  service: 'pricing',
  upstream: ['market'],
  downstream: [],
  evolve: (state, e) => {
    if (isEvent(e, GasPriceObserved)) add(state, e.key, Number(e.value.gasPriceGwei) % 1000);
  },
  decide: (state) => [
    {
      topic: 'marks.kept',
      key: 'ETH',
      event: event(InstrumentListed, { instrumentId: 'x', underlying: 'ETH', index: total(state) % 65536 }),
    },
  ],
};

const risk: Stage<CounterState> = {
  ...ingestion,
  service: 'risk',
  upstream: ['marks.kept'],
  downstream: ['execution'],
  evolve: (state, e) => {
    if (isEvent(e, InstrumentListed)) add(state, 'marks', e.value.index);
    if (isEvent(e, ProposalDeclined)) add(state, e.key, 7);
  },
  decide: (state, { cut }) => [
    {
      topic: 'exposure',
      key: 'desk/main',
      tenant: 'desk',
      event: event(
        ExposureCalculated,
        ExposureCalculated.fromPartial({
          portfolioId: 'main',
          sequence: cut.step,
          cut,
          referencePriceUsd: total(state),
        }),
      ),
    },
  ],
};

const execution: Stage<CounterState> = {
  ...ingestion,
  service: 'execution',
  upstream: ['exposure'],
  downstream: [],
  evolve: (state, e) => {
    if (isEvent(e, ExposureCalculated)) add(state, e.key, e.value.referencePriceUsd % 1013);
    if (isEvent(e, ModeSet)) add(state, 'mode', e.value.mode);
  },
  decide: (state, { step, cut }) =>
    step.number % 3 === 0
      ? [
          {
            topic: 'execution',
            key: 'desk/main',
            event: event(ProposalDeclined, {
              portfolioId: 'main',
              breachId: '',
              code: 'toy',
              reason: String(total(state) % 97),
              cut,
            }),
          },
        ]
      : [],
};

const stages = [ingestion, pricing, risk, execution];

/** A small deterministic generator (mulberry32). */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Fails one append in six: before it, after a part of it, or after all of it but before the acknowledgement. */
function flaky(log: EventLog, random: () => number): EventLog {
  return {
    ensureTopics: (wanted) => log.ensureTopics(wanted),
    read: (from, options) => log.read(from, options),
    subscribe: (from, handler) => log.subscribe(from, handler),
    head: (place) => log.head(place),
    heads: (places) => log.heads(places),
    firstOffset: (place) => log.firstOffset(place),
    close: () => log.close(),
    append: async (requests) => {
      const dice = random();
      if (dice < 0.05) throw new LogFailure('unavailable', 'lost before the append');
      if (dice < 0.12) {
        await log.append(requests.slice(0, Math.floor(random() * requests.length)));
        throw new LogFailure('unavailable', 'lost within the append');
      }
      const appended = await log.append(requests);
      if (dice < 0.18) throw new LogFailure('unavailable', 'lost before the acknowledgement');
      return appended;
    },
  };
}

interface Run {
  readonly log: EventLog;
  readonly sums: string;
  readonly rows: ReadonlyMap<string, string>;
}

const keys = generateKeyPairSync('ed25519');

async function run(seed: number | undefined): Promise<Run> {
  const log = createMemoryLog();
  const random = seeded(seed ?? 0);
  await log.ensureTopics(topicNames.map((name) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })));
  let released = 0;
  let wake = (): void => {};
  const hosts: StageRunner<CounterState>[] = stages.map(
    (stage) =>
      new StageRunner({
        stage,
        log: seed === undefined ? log : flaky(log, random),
        store: createMemoryProjectionStore(),
        ownership: createMemoryOwnership(() => performance.now()),
        partitionCount: PARTITIONS,
        owner: `${stage.service}-0`,
        address: () => '',
        sealSigner: createSealSigner(keys.privateKey),
        sealEveryMs: 10,
        restartBackoffMs: 1,
        report: () => {},
        fatal: (error) => {
          throw error;
        },
        ...(stage.service === 'ingestion'
          ? {
              stepSource: {
                waitFor: async (step: number, signal: AbortSignal) => {
                  while (step > released) {
                    signal.throwIfAborted();
                    await new Promise<void>((resolve) => {
                      wake = resolve;
                      signal.addEventListener('abort', () => resolve(), { once: true });
                    });
                  }
                  return { timeUs: BigInt(step) * 1_000_000n, external: step * 31 };
                },
              },
            }
          : {}),
      }),
  );
  const executionHost = hosts[3]!;
  for (let step = 1; step <= STEPS; step++) {
    if (step % 5 === 0) await setMode(executionHost, step);
    released = step;
    wake();
    while (executionHost.status.step.number < step) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  // A host that lost its acknowledgement still has to complete its last step.
  while (hosts.some((host) => host.status.step.number < STEPS)) await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all(hosts.map((host) => host.stop()));
  const rows = new Map<string, string>();
  for (const [i, stage] of stages.entries()) {
    const again = await refold({ stage, log, partitionCount: PARTITIONS });
    rows.set(stage.service, rowsSha256(allRows(again.fold.tables)));
    expect(again.checkpoint.step).toBe(STEPS);
    // What was folded live, through every crash, is what the log folds to.
    expect(new Map(hosts[i]!.state.sums.entries())).toEqual(new Map(again.fold.state.sums.entries()));
  }
  return { log, sums: JSON.stringify([...executionHost.state.sums.entries()]), rows };
}

/** A client that tries again with the same request id until it is answered. */
async function setMode(host: StageHost<CounterState>, step: number): Promise<void> {
  for (;;) {
    const outcome = await host
      .execute({
        principal: { subject: 'ann', tenant: 'desk', roles: [] },
        requestId: `mode-${step}`,
        requestHash: `hash-${step}`,
        decide: () => ({
          kind: 'accepted',
          drafts: [
            {
              topic: 'execution',
              key: 'desk/main',
              event: event(ModeSet, { portfolioId: 'main', mode: 1 + (step % 3), setBy: 'ann' }),
            },
          ],
        }),
      })
      .catch(() => undefined);
    if (outcome?.kind === 'accepted') return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a stage runner whose log fails at random', () => {
  it('gives the same business in every seed as without a failure', async () => {
    const calm = await run(undefined);
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const stormy = await run(seed);
      expect(stormy.sums, `seed ${seed}`).toBe(calm.sums);
    }
  });

  it('leaves a chain of seals that holds, and one that breaks when a byte is flipped', async () => {
    const { log } = await run(9);
    for (const topic of ['market', 'exposure', 'execution']) {
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const { records } = await log.read({ topic, partition, offset: 0 }, { maxRecords: 100_000, maxBytes: 1e9 });
        const check = { topic, partition, firstOffset: 0, expiryAllowed: false, keys: pinnedKeys([keys.publicKey]) };
        const verdict = await verifySeals(check, [records]);
        expect(verdict.faults).toEqual([]);
        expect(verdict.seals).toBeGreaterThan(0);
        // The last record that a seal vouches for; behind it is the unsealed tail.
        const lastSealed = verdict.sealedRecords - 1;
        const flipped = records.map((record) => (record.offset === lastSealed ? flip(record) : record));
        expect((await verifySeals(check, [flipped])).faults.length).toBeGreaterThan(0);
      }
    }
  });
});

function flip(record: StoredRecord): StoredRecord {
  return { ...record, key: `${record.key}x` };
}
