import { LogFailure } from '@gimbal/event-log';
import type { StepSource } from '@gimbal/projection';
import type { FeedCatalogue } from '../../domain/feedCatalogue.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { createSessionReader, type SessionReader } from '../../domain/venues/sessionReader.js';
import type { VenueProtocolOf } from '../../domain/venues/venueProtocols.js';
import type { ChainAgreement } from './chainAgreement.js';
import type { ConnectorHost } from './connectorHost.js';
import type { Journal } from './journal/journal.js';
import { type JournalStep, readJournal } from './journal/readJournal.js';
import { IDLE_TICK_MS, STEP_BYTES_MAX, STEP_FRAMES_ENOUGH, STEP_FRAMES_MAX, STEPS_KEPT, TICK_MS } from './limits.js';
import type { LiveIo } from './liveIo.js';

export interface LiveSourceOptions {
  /** Opened when the first step is asked for: only then is this instance the one that writes. */
  readonly openJournal: () => Promise<Journal>;
  readonly host: ConnectorHost;
  readonly catalogue: FeedCatalogue;
  /** Compares what was taken with what was made of it. */
  readonly agreement?: ChainAgreement | undefined;
  readonly io: LiveIo;
  readonly tickMs?: number | undefined;
  readonly protocolOf?: VenueProtocolOf | undefined;
}

/** A step that is on its way into the journal. */
interface Composed {
  readonly number: number;
  readonly timeUs: bigint;
  readonly frames: readonly RawFrame[];
}

type Outside = Awaited<ReturnType<StepSource['waitFor']>>;

/**
 * Live steps: composed when they are asked for, journalled, then let out. A step that was asked for before is given again
 * as it was, from the journal, with the readings that it had; so a crash anywhere gives the same facts.
 */
export class LiveSource implements StepSource {
  private journal: Journal | undefined;
  private readonly sessions: SessionReader;
  private composed: Composed | undefined;
  /** The last steps, as they were let out. */
  private kept: readonly Composed[] = [];
  private composedAtMs = -Infinity;
  private again: AsyncGenerator<JournalStep> | undefined;
  private againAt = 0;
  /** Steps up to this one stand in the log whole or in part. */
  private loggedThrough = 0;
  /** What is said of connections that the process before left. */
  private left: readonly RawFrame[] = [];

  constructor(private readonly options: LiveSourceOptions) {
    this.sessions = createSessionReader(options.catalogue, options.protocolOf);
  }

  /** The last step that was let out, or that the journal had when it was opened; 0 before the first. */
  get lastStep(): number {
    return this.journal?.lastStep ?? 0;
  }

  get lastTimeUs(): bigint {
    return this.journal?.lastTimeUs ?? 0n;
  }

  /** Opens the journal before a step is asked for; resolves with its last. */
  async takeUp(): Promise<number> {
    this.journal ??= await this.open();
    return this.journal.lastStep;
  }

  letOutBefore(step: number): void {
    this.loggedThrough = Math.max(this.loggedThrough, step);
  }

  async waitFor(step: number, signal: AbortSignal): Promise<Outside> {
    await this.takeUp();
    const journal = this.journal!;
    const kept = this.kept.find(({ number }) => number === step);
    if (kept !== undefined) return { timeUs: kept.timeUs, external: kept.frames };
    if (step <= journal.lastStep) return this.recorded(journal, step);
    this.refuseHole(journal, step);
    await this.forgetAgain();
    this.options.host.start();
    if (this.composed === undefined) {
      // Whoever asks for a step has folded the one before.
      this.options.agreement?.check();
      await this.due(signal);
      this.composed = this.compose(step, journal.lastTimeUs);
    }
    const { timeUs, frames } = this.composed;
    await appended(journal, this.composed);
    this.kept = [...this.kept, this.composed].slice(-STEPS_KEPT);
    this.composed = undefined;
    return { timeUs, external: frames };
  }

  /** Stops the connectors, and closes the journal. */
  async close(): Promise<void> {
    await this.options.host.stop();
    await this.forgetAgain();
    await this.journal?.close();
  }

  private async forgetAgain(): Promise<void> {
    await this.again?.return(undefined);
    this.again = undefined;
  }

  private async open(): Promise<Journal> {
    const journal = await this.options.openJournal();
    const receivedAtUs = this.options.io.nowUs();
    this.left = journal.left.map(({ feed, connection }) => ({
      feed,
      raw: new Uint8Array(0),
      receivedAtUs,
      control: { kind: 'disconnected', ...connection, reason: 'process ended' },
    }));
    return journal;
  }

  /** A new journal may begin behind a log that has steps; one that lacks steps in between is another log's. */
  private refuseHole({ lastStep, folder }: Journal, step: number): void {
    const isNew = lastStep === 0 && step > this.loggedThrough;
    if (step === lastStep + 1 || isNew) return;
    throw new Error(
      `Expected step ${step} in the journal ${folder}, which ends at ${lastStep}: it isn't the journal of this log.`,
    );
  }

  private async recorded(journal: Journal, step: number): Promise<Outside> {
    const { folder } = journal;
    if (this.again === undefined || this.againAt !== step) {
      await this.forgetAgain();
      await journal.settled();
      this.again = readJournal(folder, step, this.options.catalogue, this.options.protocolOf);
    }
    const { value, done } = await this.again.next();
    this.againAt = step + 1;
    if (done === true || value.number !== step)
      throw new Error(`Expected step ${step} in the journal ${folder}, it isn't.`);
    if (value.frames === undefined && step > this.loggedThrough) {
      throw new Error(
        `Expected the frames of step ${step} in the journal ${folder}, they were dropped, and the log lacks it.`,
      );
    }
    return { timeUs: value.timeUs, external: value.frames ?? [] };
  }

  /** Until enough waits, or a tick is over with something that waits, or a longer one with nothing. */
  private async due(signal: AbortSignal): Promise<void> {
    const { host, io, tickMs = TICK_MS } = this.options;
    const idleMs = Math.max(tickMs, IDLE_TICK_MS);
    for (;;) {
      signal.throwIfAborted();
      const { waiting } = host;
      const passedMs = io.monotonicMs() - this.composedAtMs;
      if (waiting >= STEP_FRAMES_ENOUGH || passedMs >= (waiting > 0 ? tickMs : idleMs)) return;
      await new Promise<void>((resolve) => {
        const cancel = io.after(Math.min((waiting > 0 ? tickMs : idleMs) - passedMs, idleMs), done);
        signal.addEventListener('abort', done, { once: true });
        host.onArrival(() => {
          if (host.waiting >= STEP_FRAMES_ENOUGH || waiting === 0) done();
        });
        function done(): void {
          cancel();
          host.onArrival(() => {});
          signal.removeEventListener('abort', done);
          resolve();
        }
      });
    }
  }

  /** The domain clock never stands still nor goes back, whatever the wall clock does. */
  private compose(number: number, lastTimeUs: bigint): Composed {
    const { host, io } = this.options;
    const taken = [...this.left, ...host.take(STEP_FRAMES_MAX, STEP_BYTES_MAX)];
    this.left = [];
    this.composedAtMs = io.monotonicMs();
    const frames = taken.map((frame) => this.sessions.read(frame));
    for (const frame of frames) host.reply(frame);
    this.options.agreement?.note(frames);
    const nowUs = io.nowUs();
    return { number, timeUs: nowUs > lastTimeUs ? nowUs : lastTimeUs + 1n, frames };
  }
}

/** A full disk passes, like a log that is away: the runner waits, and asks again for the step, which is kept. */
async function appended(journal: Journal, { number, timeUs, frames }: Composed): Promise<void> {
  try {
    await journal.append(number, timeUs, frames);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new LogFailure('unavailable', `The journal ${journal.folder} could not be written: ${code}.`);
  }
}
