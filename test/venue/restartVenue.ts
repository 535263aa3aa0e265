import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@gimbal/contracts';
import {
  buildConnector,
  connectorConfigSchema,
  createIngestionState,
  type Live,
  openLive,
} from '@gimbal/ingestion-service';
import { decideIngestion, evolveIngestion } from '@gimbal/ingestion-service';
import { fastClock, type LocalVenue, seededRandom, startLocalVenue, type VenueScript } from '@gimbal/testkit';
import type { SaidFact } from './followVenue.ts';

type IngestionState = ReturnType<typeof createIngestionState>;

export interface RestartOptions {
  readonly script: VenueScript;
  readonly config: (venue: LocalVenue) => unknown;
  readonly secret: string;
  readonly connections: number;
  readonly seed: number;
  readonly speed: number;
  /** Things that happen at the venue before the process ends, while there is none, and after the next one stands. */
  readonly happenings: readonly [before: number, away: number, after: number];
  /** Whether facts have come to the truth. */
  readonly isComplete: (facts: readonly SaidFact[], state: IngestionState) => boolean;
  /** Milliseconds of the venue that one waits for that after each part. */
  readonly patienceMs: number;
}

export interface Restarted {
  readonly facts: readonly SaidFact[];
  /** Those of the first process. */
  readonly before: number;
  readonly state: IngestionState;
}

/** Of the machine's clock, between two things that happen. */
const PAUSE_MS = 5;

/** A process that reads a venue ends, things happen there, and the next process goes on with the log and journal of the first. */
export async function restartVenue(options: RestartOptions): Promise<Restarted> {
  const { seed, speed } = options;
  const clock = fastClock(speed);
  const io = { ...clock, random: seededRandom(seed + 1) };
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-restart-'));
  const venue = await startLocalVenue({ script: options.script, seed, faults: [], clock });
  const config = connectorConfigSchema.parse(options.config(venue));
  const state = createIngestionState();
  const facts: SaidFact[] = [];
  let number = 0;
  const step = async (live: Live, signal: AbortSignal): Promise<void> => {
    const { timeUs, external } = await live.waitFor(number + 1, signal);
    number += 1;
    const frames = external as Parameters<typeof decideIngestion>[3];
    const { drafts } = decideIngestion(state, live.recording.catalogue, { number, timeUs }, frames);
    for (const { event, key } of drafts) {
      evolveIngestion(state, { ...event, key, timeUs, causationId: `step/${number}` });
      facts.push({ event: event satisfies Event, key, atMs: Number(timeUs / 1000n) });
    }
  };
  const process = async (happenings: number): Promise<void> => {
    const connector = buildConnector(config, { io, secret: () => options.secret, report: () => {} });
    const journal = { journal: folder, tickMs: 250, connectors: [] };
    const live = await openLive(journal, { connectors: [connector], io, report: () => {} });
    const stop = new AbortController();
    const stepping = (async () => {
      while (!stop.signal.aborted) await step(live, stop.signal);
    })().catch((cause: unknown) => {
      if (!stop.signal.aborted) throw cause;
    });
    try {
      await until(() => venue.connections.length === options.connections, 10_000);
      await pause(3_000 / speed);
      for (let done = 0; done < happenings; done++) {
        venue.happen(1);
        await pause(PAUSE_MS);
      }
      const untilMs = clock.monotonicMs() + options.patienceMs;
      while (!options.isComplete(facts, state) && clock.monotonicMs() < untilMs) await pause(20);
    } finally {
      stop.abort();
      await stepping;
      await live.close();
    }
  };
  try {
    const [first, away, after] = options.happenings;
    await process(first);
    const before = facts.length;
    await until(() => venue.connections.length === 0, 2_000);
    venue.happen(away);
    await process(after);
    return { facts, before, state };
  } finally {
    await venue.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function until(holds: () => boolean, realMs: number): Promise<void> {
  const endMs = performance.now() + realMs;
  while (!holds() && performance.now() < endMs) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
