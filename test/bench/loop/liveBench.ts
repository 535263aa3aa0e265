import { randomBytes } from 'node:crypto';
import { canonicalLength, type LogRecord } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { createPostgresLog } from '@gimbal/event-log/postgres';
import { startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import { createMemoryOwnership, createMemoryProjectionStore, createPostgresProjection } from '@gimbal/projection';
import type { Aim } from '../bench.ts';
import { figure, quantile, tableLines } from '../measure.ts';
import { type LoopStores, PARTITIONS, places, startLoopStages, type Tick } from './loopStages.ts';

const TICKS_MAX = 400;
const TICKS_MIN = 20;
const EVENTS_PER_TICK = 2_500;
/** The first ticks run code that isn't compiled yet, and open the book. */
const WARM_UP_TICKS = 30;
/** From the tick to the exposure: ingestion writes and pricing reads, pricing writes and risk reads, risk writes and a subscriber reads. */
const ROUND_TRIPS_ON_PATH = 3;
const ROUND_TRIP_TOPIC = 'bench.round-trip';
const SLACK = 1.5;
const DAY_MS = 86_400_000;

interface LiveFigures {
  readonly log: string;
  readonly ticks: readonly Tick[];
  /** Three round trips of the log, one after the other, milliseconds; measured between the ticks. */
  readonly roundTripsMs: readonly number[];
  readonly marks: MarksBytes;
}

interface MarksBytes {
  readonly keptPerDay: number;
  readonly livePerDay: number;
}

/** Tick to published exposure through the real stages, beside the log's own round trips in the same run. */
export async function liveBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const ticks = Math.min(TICKS_MAX, Math.max(TICKS_MIN, Math.floor(size / EVENTS_PER_TICK)));
  const overPostgres = await measurePostgres(ticks);
  const overMemory = await measureMemory(ticks);
  const rows = [overPostgres, overMemory].map((figures) => {
    const elapsed = figures.ticks.map(({ elapsedMs }) => elapsedMs);
    const compute = figures.ticks.map(({ computeMs }) => computeMs);
    const columns = [elapsed, figures.roundTripsMs, compute].flatMap((times) => [
      quantile(times, 0.5),
      quantile(times, 0.99),
    ]);
    return [
      figures.log,
      String(figures.ticks.length),
      ...columns.map((ms) => figure(ms, 2)),
      figure(ratioOf(figures), 2),
    ];
  });
  const head = [
    'log',
    'ticks',
    'tick to exposure p50 ms',
    'p99',
    `${ROUND_TRIPS_ON_PATH} round trips p50 ms`,
    'p99',
    'compute p50 ms',
    'p99',
    'p99 ÷ (round trips + compute)',
  ];
  for (const line of tableLines([head, ...rows])) print(line);
  print('');
  const { keptPerDay, livePerDay } = overPostgres.marks;
  print(
    `marks of the recorded day at the demo's size, envelopes included: kept ${megabytes(keptPerDay)}, live ${megabytes(livePerDay)} (a kept frame at every step)`,
  );
  // The log in memory has no round trip to speak of, so it bounds nothing: its line shows what our own machinery takes.
  return [
    {
      aim: `tick to exposure p99 over the PostgreSQL log within ${SLACK} × of its own round trips and the compute`,
      found: `${figure(ratioOf(overPostgres), 2)} ×`,
      met: ratioOf(overPostgres) <= SLACK,
      note: 'Five stages share this process: each appends a marker to every partition that it owns, and commits its projection while the others go on; the round trip is one record a partition and nothing beside it.',
    },
  ];
}

function ratioOf({ ticks, roundTripsMs }: LiveFigures): number {
  const limit =
    quantile(roundTripsMs, 0.99) +
    quantile(
      ticks.map(({ computeMs }) => computeMs),
      0.99,
    );
  return (
    quantile(
      ticks.map(({ elapsedMs }) => elapsedMs),
      0.99,
    ) / limit
  );
}

async function measurePostgres(ticks: number): Promise<LiveFigures> {
  const postgres = await startEmbeddedPostgres();
  const closing: (() => Promise<void>)[] = [];
  try {
    const { connectionString } = postgres;
    const log = await createPostgresLog({ connectionString });
    closing.push(() => log.close());
    const stores: LoopStores = {
      async open(service) {
        const projection = await createPostgresProjection({ connectionString, schema: service.replaceAll('-', '_') });
        closing.push(() => projection.close());
        return projection;
      },
    };
    return await measure('PostgreSQL', log, stores, ticks);
  } finally {
    for (const close of closing.toReversed()) await close();
    await postgres.stop();
  }
}

async function measureMemory(ticks: number): Promise<LiveFigures> {
  const log = createMemoryLog();
  const open = async () => ({
    store: createMemoryProjectionStore(),
    ownership: createMemoryOwnership(() => performance.now()),
  });
  try {
    return await measure('memory', log, { open }, ticks);
  } finally {
    await log.close();
  }
}

async function measure(name: string, log: EventLog, stores: LoopStores, count: number): Promise<LiveFigures> {
  const stages = await startLoopStages(log, stores);
  const trips = await openRoundTrips(log);
  try {
    const ticks: Tick[] = [];
    const roundTripsMs: number[] = [];
    for (let n = 0; n < WARM_UP_TICKS + count; n++) {
      const tick = await stages.tick();
      const startedMs = performance.now();
      for (let trip = 0; trip < ROUND_TRIPS_ON_PATH; trip++) await trips.go();
      if (n < WARM_UP_TICKS) continue;
      ticks.push(tick);
      roundTripsMs.push(performance.now() - startedMs);
    }
    return {
      log: name,
      ticks,
      roundTripsMs,
      marks: await marksOfDay(log, stages.recordedSteps, WARM_UP_TICKS + count),
    };
  } finally {
    await trips.stop();
    await stages.stop();
  }
}

/** One record for every partition, appended together, until a subscriber has been handed all of them. */
async function openRoundTrips(log: EventLog): Promise<{ go(): Promise<void>; stop(): Promise<void> }> {
  await log.ensureTopics([{ name: ROUND_TRIP_TOPIC, partitions: PARTITIONS, retentionMs: DAY_MS }]);
  let left = 0;
  let arrived: () => void = () => {};
  const subscription = log.subscribe(
    places(ROUND_TRIP_TOPIC).map((place) => ({ ...place, offset: 0 })),
    ({ records }) => {
      left -= records.length;
      if (left === 0) arrived();
    },
  );
  const records: LogRecord[] = [{ key: 'k', headers: [['ce_type', 'bench']], value: randomBytes(200) }];
  return {
    async go() {
      left = PARTITIONS;
      const all = new Promise<void>((resolve) => (arrived = resolve));
      await log.append(places(ROUND_TRIP_TOPIC).map((place) => ({ ...place, records })));
      await all;
    },
    stop: () => subscription.stop(),
  };
}

/** What the marks of the steps so far take, times the steps of the whole recorded day. */
async function marksOfDay(log: EventLog, recordedSteps: number, steps: number): Promise<MarksBytes> {
  const perDay = async (topic: string): Promise<number> => {
    let bytes = 0;
    for (const place of places(topic)) {
      for (let offset = 0, head = await log.head(place); offset < head;) {
        const { records } = await log.read({ ...place, offset });
        for (const record of records) if (record.key !== 'control') bytes += canonicalLength(record);
        offset += records.length;
      }
    }
    return (bytes / steps) * recordedSteps;
  };
  return { keptPerDay: await perDay('marks.kept'), livePerDay: await perDay('marks.live') };
}

function megabytes(bytes: number): string {
  return `${figure(bytes / 1e6, 1)} MB a day`;
}
