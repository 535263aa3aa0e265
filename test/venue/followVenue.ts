import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@gimbal/contracts';
import { createIngestionState, decideIngestion, evolveIngestion, openLive } from '@gimbal/ingestion-service';
import {
  type FaultKind,
  type FaultPlan,
  fastClock,
  type InjectedFault,
  type LocalVenue,
  type Outage,
  seededRandom,
  startLocalVenue,
  type VenueScript,
} from '@gimbal/testkit';
import type { ConnectorConfig } from '../../services/ingestion/src/inbound/live/connectorConfig.ts';
import { buildConnector } from '../../services/ingestion/src/inbound/live/connectorRegistry.ts';
import { readJournal } from '../../services/ingestion/src/inbound/live/journal/readJournal.ts';

export interface FollowOptions {
  readonly script: (nowMs: number) => VenueScript;
  readonly config: (network: { readonly webSocketUrl: string; readonly restUrl: string }) => ConnectorConfig;
  readonly faults: FaultPlan;
  readonly outage?: Outage;
  /** Things that happen at the venue. */
  readonly happenings: number;
  readonly seed: number;
  /** How many times as fast as the machine's clock everything goes. */
  readonly speed: number;
  /** Whether facts have come to the truth; asked until they have, or patience is over. */
  readonly isComplete: (facts: readonly SaidFact[], venue: LocalVenue, script: VenueScript) => boolean;
  /** Milliseconds of the venue that one waits for that. */
  readonly patienceMs: number;
}

export interface SaidFact {
  readonly event: Event;
  readonly key: string;
  readonly atMs: number;
}

export interface Followed {
  readonly facts: readonly SaidFact[];
  /** What the journal says when it is read again. */
  readonly replayed: readonly SaidFact[];
  readonly injected: readonly InjectedFault[];
  readonly script: VenueScript;
  readonly messages: number;
  readonly seconds: number;
  /** Milliseconds of the venue until facts had come to the truth, from the last thing that happened; undefined when they never did. */
  readonly completeAfterMs: number | undefined;
}

/** How long a fault is left alone, so that what was found is its own: a half-open connection is given up after 70 s. */
const ALONE_MS: Partial<Record<FaultKind, number>> = {
  half_open: 90_000,
  oversized: 20_000,
  abrupt_close: 20_000,
  http_429: 45_000,
  http_500: 45_000,
  slow: 45_000,
};
const ALONE_OTHERWISE_MS = 4_000;
/** A breath between what happens, in which sockets and steps go on. */
const PAUSE_MS = 4;
const AT_ONCE = 20;
/** Of the venue's clock, between two happenings while a fault is looked for. */
const QUIET_MS = 600;

/** Runs a connector against a local venue and its facts through the stage, until what happened was told whole. */
export async function followVenue(options: FollowOptions): Promise<Followed> {
  const { seed, speed } = options;
  const clock = fastClock(speed);
  const random = seededRandom(seed + 1);
  const io = { ...clock, random };
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-venue-'));
  const script = options.script(Number(clock.nowUs() / 1000n));
  let freeAtMs = 0;
  const mayInject = (kind: FaultKind): boolean => {
    if (clock.monotonicMs() < freeAtMs) return false;
    freeAtMs =
      clock.monotonicMs() +
      (ALONE_MS[kind] ?? (kind === 'outage' ? options.outage?.lastsMs : undefined) ?? ALONE_OTHERWISE_MS);
    return true;
  };
  const venue = await startLocalVenue({
    script,
    seed,
    faults: options.faults,
    clock,
    mayInject,
    outage: options.outage,
  });
  const context = { io, report: () => {}, secret: () => '' };
  const connector = buildConnector(options.config(venue), context);
  const live = await openLive(
    { journal: folder, tickMs: 250, connectors: [] as never },
    { connectors: [connector], io, report: () => {} },
  );
  const { catalogue } = live.recording;
  const stage = folding(catalogue);
  const stop = new AbortController();
  const stepping = (async () => {
    for (let number = 1; !stop.signal.aborted; number++) {
      const { timeUs, external } = await live.waitFor(number, stop.signal);
      stage.step(number, timeUs, external as Parameters<typeof decideIngestion>[3]);
    }
  })().catch((cause: unknown) => {
    if (!stop.signal.aborted) throw cause;
  });
  const isOver = (): boolean => options.isComplete(stage.facts, venue, script);
  try {
    await until(() => venue.connections.length >= 2, 200);
    await pause(3_000 / speed);
    for (let done = 0; done < options.happenings || venue.pending > 0;) {
      // While a connection is away, things go on at the pace of a desk, so that what it missed is what a reconnection gives again.
      const isQuiet = clock.monotonicMs() < freeAtMs;
      venue.happen(isQuiet ? 1 : AT_ONCE);
      done += isQuiet ? 1 : AT_ONCE;
      await pause(isQuiet ? QUIET_MS / speed : PAUSE_MS);
    }
    const lastMs = clock.monotonicMs();
    while (!isOver() && clock.monotonicMs() - lastMs < options.patienceMs) {
      // Only what happens shows that something was missed.
      venue.happen(1);
      await pause(1_000 / speed);
    }
    const completeAfterMs = isOver() ? clock.monotonicMs() - lastMs : undefined;
    stop.abort();
    await stepping;
    await live.close();
    const again = folding(catalogue);
    for await (const { frames, number, timeUs } of readJournal(folder, 1, catalogue)) {
      // A step that was journalled and not let out any more when the test ended.
      if (number <= stage.lastStep) again.step(number, timeUs, frames ?? []);
    }
    const { messages, injected } = venue;
    const seconds = (performance.now() - started) / 1000;
    return { facts: stage.facts, replayed: again.facts, injected, script, messages, seconds, completeAfterMs };
  } finally {
    stop.abort();
    await stepping.catch(() => undefined);
    await live.close().catch(() => undefined);
    await venue.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The stage as far as one process needs it: decides each step and folds what it said. */
function folding(catalogue: Parameters<typeof decideIngestion>[1]) {
  const state = createIngestionState();
  const facts: SaidFact[] = [];
  let lastStep = 0;
  return {
    facts,
    get lastStep() {
      return lastStep;
    },
    step(number: number, timeUs: bigint, frames: Parameters<typeof decideIngestion>[3]): void {
      const { drafts } = decideIngestion(state, catalogue, { number, timeUs }, frames);
      for (const { event, key } of drafts) {
        evolveIngestion(state, { ...event, key, timeUs, causationId: `step/${number}` });
        facts.push({ event, key, atMs: Number(timeUs / 1000n) });
      }
      lastStep = number;
    },
  };
}

async function until(holds: () => boolean, attempts: number): Promise<void> {
  for (let attempt = 0; attempt < attempts && !holds(); attempt++) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
