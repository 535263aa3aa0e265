import type { EventLog, Segment, SegmentReader } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { createPostgresLog } from '@gimbal/event-log/postgres';
import { startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import { FusedPositions, rebuildPositions, type RebuiltPositions, SegmentSeals } from '@gimbal/projection';
import type { Aim } from '../bench.ts';
import { figure, tableLines } from '../measure.ts';
import { type Contender, interleave, RATE_COLUMNS, rateRow, type Rates, ratioOfBest } from './contender.ts';
import { openKafka } from './openKafka.ts';
import { foldRecordsIntoMap, foldValuesIntoMap, tradeValues } from './naiveFolds.ts';
import { PARTITIONS, TOPIC, type WrittenTrades, writeTrades } from './writeTrades.ts';

const ROUNDS = 5;
/** What is slow is measured on a part of the same events: rates stay comparable. */
const SLOW_SHARE = 5;
/** A log in memory keeps an object for every part of a record, some 2 kB: it is measured on a part of the events. */
const MEMORY_SHARE = 5;

type ReadableLog = EventLog & SegmentReader;

/** Rebuilds of the positions over each log, beside what the log can merely read and beside the naive way. */
export async function rebuildBench(events: number, print: (line: string) => void): Promise<Aim[]> {
  const postgres = await startEmbeddedPostgres({ fsync: false });
  const kafka = await openKafka();
  const aims: Aim[] = [];
  try {
    const log = await createPostgresLog({ connectionString: postgres.connectionString });
    const logs: ReadableLog[] = kafka.kind === 'running' ? [log, kafka.log] : [log];
    const written = await writeTrades(logs, events);
    await log.mergeSegments();
    print(writtenLine(written));
    aims.push(...(await fromMemory(log, written, print)));
    aims.push(...(await overPostgres(log, written, print)));
    if (kafka.kind === 'running') aims.push(...(await overKafka(kafka, written, print)));
    else print(`\nThe log in Kafka was skipped. ${kafka.missing}`);
    await log.close();
  } finally {
    await kafka.stop();
    await postgres.stop();
  }
  await overMemoryLog(Math.ceil(events / MEMORY_SHARE), print);
  return aims;
}

/** The fold alone, of a log that is in memory as segments: what one core folds when nothing has to be read. */
export async function foldBench(events: number, print: (line: string) => void): Promise<Aim[]> {
  const postgres = await startEmbeddedPostgres({ fsync: false });
  try {
    const log = await createPostgresLog({ connectionString: postgres.connectionString });
    const written = await writeTrades([log], events);
    await log.mergeSegments();
    print(writtenLine(written));
    const aims = await fromMemory(log, written, print);
    await log.close();
    return aims;
  } finally {
    await postgres.stop();
  }
}

function writtenLine({ facts, records, valueBytes, recordBytes }: WrittenTrades): string {
  const per = (count: number): string => count.toLocaleString('en');
  return `${per(facts)} facts of ${figure(valueBytes / facts, 0)} bytes without their envelopes, ${per(records)} records of ${figure(recordBytes / records, 0)} bytes with envelopes, markers, claims and seals, ${PARTITIONS} partitions.`;
}

async function fromMemory(log: ReadableLog, written: WrittenTrades, print: (line: string) => void): Promise<Aim[]> {
  const lanes: Segment[][] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const lane: Segment[] = [];
    for await (const segment of log.streamSegments(TOPIC, partition, 0)) lane.push(segment);
    lanes.push(lane);
  }
  const slow = lanes.map((lane) => lane.slice(0, Math.ceil(lane.length / SLOW_SHARE)));
  const slowRecords = slow.flat().reduce((sum, { count }) => sum + count, 0);
  const values = tradeValues(slow.flat());
  let checked: FusedPositions[] = [];
  const [walk, bare, naive, fused, sealed] = (await interleave(
    [
      { name: 'walk from record to record', events: written.records, run: () => walkRecords(lanes.flat()) },
      { name: 'ts-proto into a Map, values alone', events: values.length, run: () => foldValuesIntoMap(values) },
      {
        name: 'ts-proto into a Map, whole records',
        events: slowRecords,
        run: () => slow.map((lane) => foldRecordsIntoMap(lane)),
      },
      {
        name: 'fused fold',
        events: written.records,
        run: () => (checked = lanes.map((lane, partition) => fold(lane, partition))),
      },
      {
        name: 'fused fold, seals verified',
        events: written.records,
        run: () => lanes.map((lane, partition) => foldSealed(lane, partition, written)),
      },
    ],
    ROUNDS,
  )) as [Rates, Rates, Rates, Rates, Rates];
  const positions = checked.reduce((sum, { book }) => sum + book.positions.size, 0);
  const expected = lanes.reduce((sum, lane) => sum + foldRecordsIntoMap(lane).size, 0);
  if (positions !== expected) throw new Error(`Expected ${expected} positions, the fused fold has ${positions}.`);
  const counts = checked.map((each) => each.counts);
  const total = (of: (each: FusedPositions['counts']) => number): string =>
    counts.reduce((sum, each) => sum + of(each), 0).toLocaleString('en');

  print(
    `\nFrom memory: ${positions.toLocaleString('en')} positions, ${total((c) => c.trades)} trades; ${total((c) => c.dropped)} duplicate ids and markers and ${total((c) => c.knownTrades)} known trades were dropped, ${total((c) => c.decoded)} records were decoded.`,
  );
  printRates([walk, bare, naive, fused, sealed], print);
  const times = ratioOfBest(fused, naive);
  print(
    `the fused fold is ${figure(times, 1)} × ts-proto into a Map on the same records, ${figure(ratioOfBest(fused, bare), 1)} × on the values alone`,
  );
  const best = Math.max(...fused.perCpuSecond);
  return [
    {
      aim: 'fused fold at least 6 × ts-proto into a Map, same records',
      found: `${figure(times, 1)} ×`,
      met: times >= 6,
    },
    {
      aim: 'fold at least 3 M events/s per core',
      found: `${figure(best)} M/s`,
      met: best >= 3,
      note: `A record is ${figure(written.recordBytes / written.records, 0)} bytes in its envelope, and the aim was set on events of 112: walking from one to the next takes ${figure(1000 / Math.max(...walk.perCpuSecond), 0)} ns of its ${figure(1000 / best, 0)} ns, and each looks up two identities and two positions.`,
    },
  ];
}

function walkRecords(segments: readonly Segment[]): void {
  for (const { bytes } of segments) for (let at = 0; at < bytes.length;) at += 4 + bytes.readUInt32LE(at);
}

function fold(segments: readonly Segment[], partition: number): FusedPositions {
  const positions = new FusedPositions(
    TOPIC,
    partition,
    segments.reduce((sum, { count }) => sum + count, 0),
  );
  for (const segment of segments) positions.fold(segment);
  return positions;
}

function foldSealed(segments: readonly Segment[], partition: number, { keys }: WrittenTrades): unknown {
  const seals = new SegmentSeals({ topic: TOPIC, partition, firstOffset: 0, expiryAllowed: false, keys });
  const positions = new FusedPositions(
    TOPIC,
    partition,
    segments.reduce((sum, { count }) => sum + count, 0),
  );
  for (const segment of segments) seals.observe(segment, positions.fold(segment));
  const { faults } = seals.verdict();
  if (faults.length > 0) throw new Error(`Expected a whole log: ${faults[0]!.reason}`);
  return [positions, seals];
}

function readAll(log: ReadableLog, name: string, records: number): Contender {
  const run = async (): Promise<void> => {
    let read = 0;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for await (const { count } of log.streamSegments(TOPIC, partition, 0)) read += count;
    }
    if (read !== records) throw new Error(`Expected ${records} records, read ${read}.`);
  };
  return { name, events: records, run };
}

function rebuild(log: ReadableLog, name: string, { records, keys }: WrittenTrades): Contender {
  const run = async (): Promise<RebuiltPositions[]> => {
    const rebuilt: RebuiltPositions[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const lane = await rebuildPositions({ log, topic: TOPIC, partition, seals: { keys } });
      const { faults } = lane.verdict!;
      if (faults.length > 0) throw new Error(`Expected a whole log: ${faults[0]!.reason}`);
      rebuilt.push(lane);
    }
    return rebuilt;
  };
  return { name, events: records, run };
}

async function overPostgres(log: ReadableLog, written: WrittenTrades, print: (line: string) => void): Promise<Aim[]> {
  const contenders = [
    readAll(log, 'PostgreSQL: read alone', written.records),
    rebuild(log, 'PostgreSQL: rebuild, seals verified', written),
  ];
  const [read, rebuilt] = (await interleave(contenders, ROUNDS)) as [Rates, Rates];
  print('');
  printRates([read, rebuilt], print);
  print(`the rebuild runs at ${share(rebuilt, read)} of what the log can merely read`);
  const best = Math.max(...rebuilt.perCpuSecond);
  return [
    {
      aim: 'rebuild from the PostgreSQL log at least 1.5 M events/s end to end, per core',
      found: `${figure(best)} M/s per CPU second, ${figure(Math.max(...rebuilt.perWallSecond))} M/s on the clock`,
      met: best >= 1.5,
      note: `Merely reading runs at ${figure(Math.max(...read.perCpuSecond))} M/s, ${figure((Math.max(...read.perCpuSecond) * written.recordBytes) / written.records, 0)} MB/s: a record is ${figure(written.recordBytes / written.records, 0)} bytes in its envelope, and the aim was set on events of 112. It takes shorter envelopes (the request hash and the twice written request id are a third of one), and the hash, 0.3 µs an event, on a second thread.`,
    },
  ];
}

async function overKafka(
  kafka: Extract<Awaited<ReturnType<typeof openKafka>>, { kind: 'running' }>,
  written: WrittenTrades,
  print: (line: string) => void,
): Promise<Aim[]> {
  const contenders = [
    {
      name: 'Kafka: kafkajs consumes, without work',
      events: written.records,
      run: () => kafka.consumeWithKafkajs(TOPIC, written.records),
    },
    readAll(kafka.log, 'Kafka: read segments alone', written.records),
    rebuild(kafka.log, 'Kafka: rebuild, seals verified', written),
  ];
  const [consumed, read, rebuilt] = (await interleave(contenders, ROUNDS)) as [Rates, Rates, Rates];
  print('');
  printRates([consumed, read, rebuilt], print);
  const times = ratioOfBest(rebuilt, consumed);
  print(`the rebuild runs at ${share(rebuilt, read)} of what the log can merely read`);
  return [
    {
      aim: 'rebuild from Kafka at least 90 % of what kafkajs can merely consume',
      found: `${figure(times * 100, 0)} %`,
      met: times >= 0.9,
    },
  ];
}

async function overMemoryLog(events: number, print: (line: string) => void): Promise<void> {
  const log = createMemoryLog();
  const written = await writeTrades([log], events);
  const contenders = [
    readAll(log, 'memory log: read alone', written.records),
    rebuild(log, 'memory log: rebuild, seals verified', written),
  ];
  const [read, rebuilt] = (await interleave(contenders, 2)) as [Rates, Rates];
  print('');
  printRates([read, rebuilt], print);
  print(
    `the rebuild runs at ${share(rebuilt, read)} of what the log can merely read (it encodes its objects for every reader)`,
  );
  await log.close();
}

function share(of: Rates, to: Rates): string {
  return `${figure(ratioOfBest(of, to) * 100, 0)} %`;
}

function printRates(rates: readonly Rates[], print: (line: string) => void): void {
  for (const line of tableLines([[...RATE_COLUMNS], ...rates.map(rateRow)])) print(line);
}
