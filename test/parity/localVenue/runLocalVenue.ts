import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildConnector,
  type Connector,
  connectorConfigSchema,
  type FrameSink,
  type Live,
  type LiveIo,
  openLive,
} from '@gimbal/ingestion-service';
import { evenFaults, fastClock, type LocalVenue, seededRandom, startLocalVenue } from '@gimbal/testkit';
import { FaultWatch } from './faultWatch.ts';
import { FAULT_ROWS } from './findings.ts';
import { IngestedVenue } from './ingestedVenue.ts';
import { ObservedVenue } from './observedVenue.ts';
import type { VenueCase } from './venueCases.ts';

export interface LocalVenueSize {
  readonly messages: number;
  readonly faults: number;
  readonly seed: number;
}

export interface LocalVenueRun {
  readonly messages: number;
  readonly watch: FaultWatch;
  /** What differs from the venue in the end. */
  readonly differences: readonly string[];
  readonly facts: number;
  readonly digest: string;
  readonly replayed: string;
  /** Messages of a connector that waited for a step at once, at most. */
  readonly waitingMax: number;
  readonly observed: ObservedVenue;
  readonly told: Readonly<Record<string, number>>;
  readonly domainSeconds: number;
}

/** Times as fast as the machine's clock. */
const SPEED = 20;
/** Real milliseconds between two bursts of messages. */
const BURST_EVERY_MS = 10;
/** After the last fault: polls of a minute come round, and a connection that waits for its next attempt is back. */
const RECOVERY_MS = 130_000;
/** Real milliseconds that a run may take beyond its messages. */
const PATIENCE_MS = 1_200_000;
/** Messages of a second of the venue's clock: at least, so that each series goes on, and at most, so that a machine keeps up. */
const MESSAGES_PER_SECOND_MIN = 6;
const MESSAGES_PER_SECOND_MAX = 80;
/** What a fault takes from its injection to the next, roughly, in seconds of the venue's clock. */
const SECONDS_PER_FAULT = 22;
/** What a run takes beside. */
const SECONDS_BESIDE = 60;

/** Runs a venue against its connector, and holds what was said against what the venue knows. */
export async function runLocalVenue(venueCase: VenueCase, size: LocalVenueSize): Promise<LocalVenueRun> {
  const rows = FAULT_ROWS[venueCase.venue]!;
  const clock = fastClock(SPEED);
  const random = seededRandom(size.seed + 1);
  const io: LiveIo = { ...clock, random };
  const nowMs = (): number => Number(clock.nowUs() / 1_000n);
  let venue: LocalVenue | undefined;
  const script = venueCase.script();
  const watch = new FaultWatch(
    rows,
    () => venue?.injected ?? [],
    () => venue?.connections.length === venueCase.connections,
  );
  const plan = evenFaults(rows, size.faults, size.messages);
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-local-venue-'));
  venue = await startLocalVenue({
    script,
    seed: size.seed,
    faults: plan,
    clock,
    mayInject: () => watch.mayInject(nowMs()),
  });
  const config = connectorConfigSchema.parse(venueCase.config(venue));
  const secret = (): string => venueCase.secret;
  const waiting = { max: 0 };
  const connector = watched(buildConnector(config, { io, secret, report: () => {} }), waiting);
  const live = await openLive(
    { journal: folder, tickMs: 250, connectors: [] },
    { connectors: [connector], io, report: () => {} },
  );
  const ingested = new IngestedVenue(live);
  const observed = new ObservedVenue();
  const stop = new AbortController();
  const startedMs = nowMs();
  const stepping = keepStepping(ingested, stop.signal, (step) => {
    step.events.forEach((event) => observed.fold(event));
    watch.hear(step);
  });
  const evenly = size.messages / (size.faults * SECONDS_PER_FAULT + SECONDS_BESIDE);
  const perSecond = Math.min(MESSAGES_PER_SECOND_MAX, Math.max(MESSAGES_PER_SECOND_MIN, evenly));
  try {
    await until(() => venue.connections.length === venueCase.connections, 10_000);
    // Subscriptions, and the login before those of an account.
    await pause(3_000 / SPEED);
    const perBurst = (perSecond * SPEED * BURST_EVERY_MS) / 1_000;
    const endMs = performance.now() + PATIENCE_MS;
    let due = 0;
    let settledAtMs: number | undefined;
    let times = 0;
    while (performance.now() < endMs) {
      const isOver =
        times >= size.messages && venue.pending === 0 && watch.total === size.faults && watch.mayInject(nowMs());
      settledAtMs = isOver ? (settledAtMs ?? nowMs()) : undefined;
      // Without faults nothing has to recover; the last polls needn't come round.
      if (settledAtMs !== undefined && (size.faults === 0 || nowMs() - settledAtMs > RECOVERY_MS)) break;
      due += settledAtMs === undefined || nowMs() - settledAtMs < RECOVERY_MS / 2 ? perBurst : 0;
      const burst = Math.floor(due);
      due -= burst;
      times += burst;
      venue.happen(burst);
      await pause(BURST_EVERY_MS);
    }
    await until(() => observed.differences(venue.truth(), script.accountTruth()).length === 0, 4_000);
    await pause(1_000 / SPEED);
  } finally {
    stop.abort();
    await stepping;
    await live.close();
    await venue.stop();
  }
  const differences = [...observed.differences(venue.truth(), script.accountTruth()), ...watch.lost];
  const [facts, lastStep, digest] = [ingested.facts, ingested.lastStep, ingested.digest()];
  const replayed = await replay(folder, io, lastStep);
  await rm(folder, { recursive: true });
  return {
    messages: venue.messages,
    watch,
    differences,
    facts,
    digest,
    replayed,
    waitingMax: waiting.max,
    observed,
    told: venue.told,
    domainSeconds: (nowMs() - startedMs) / 1_000,
  };
}

async function keepStepping(
  ingested: IngestedVenue,
  signal: AbortSignal,
  hear: (step: Awaited<ReturnType<IngestedVenue['step']>>) => void,
): Promise<void> {
  try {
    while (!signal.aborted) hear(await ingested.step(signal));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The journal's steps, by another source that has no connectors. */
async function replay(folder: string, io: LiveIo, lastStep: number): Promise<string> {
  const live: Live = await openLive(
    { journal: folder, tickMs: 250, connectors: [] },
    { connectors: [], io, report: () => {} },
  );
  const ingested = new IngestedVenue(live);
  const signal = new AbortController().signal;
  while (ingested.lastStep < lastStep) await ingested.step(signal);
  await live.close();
  return ingested.digest();
}

/** The connector, with a count of what it delivered and no step has taken. */
function watched(connector: Connector, waiting: { max: number }): Connector {
  return {
    id: connector.id,
    feeds: connector.feeds,
    ...(connector.reply && { reply: (feed, replies) => connector.reply?.(feed, replies) }),
    run: (sink, signal) => {
      let now = 0;
      const counting: FrameSink = {
        deliver: (frame) => {
          waiting.max = Math.max(waiting.max, ++now);
          return sink.deliver(frame).finally(() => void now--);
        },
      };
      return connector.run(counting, signal);
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

async function until(is: () => boolean, realMs: number): Promise<void> {
  const endMs = performance.now() + realMs;
  while (!is() && performance.now() < endMs) await pause(20);
}
