import type { LogRecord, TopicName } from '@gimbal/contracts';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import { type EventLog, LogFailure } from '@gimbal/event-log';
import { InputBuffer, type TakenInputs } from './inputBuffer.js';
import { LEASE_RENEW_MS, LEASE_TTL_MS, RESTART_BACKOFF_MAX_MS, RESTART_BACKOFF_MS, SEAL_INTERVAL_MS, SNAPSHOT_EVERY_STEPS, STANDBY_POLL_MS } from './limits.js';
import { OwnPartitions, type RecordedStep } from './ownPartitions.js';
import { type MalformedRecord, type StepTrace, UnknownTypeError } from './partitionFilter.js';
import { type Checkpoint, FencedError, type Ownership, type ProjectionStore } from './projectionStore.js';
import { aborted, errorText as text, isPassing, pause } from './passing.js';
import { appendsOf, RecordWriter, recordsOf } from './recordWriter.js';
import { allRows, takeChanges } from './rowBytes.js';
import { Sealer } from './sealer.js';
import type { SealSigner } from './sealKeys.js';
import type { SealedHeadStatement } from './sealStatement.js';
import type { Command, InboundEvent, Stage, StageState, Step } from './stage.js';
import { partitionName, StageFold } from './stageFold.js';
import type { CommandOutcome, HostState, HostStatus, StageHost } from './stageHost.js';
import { Turnstile } from './turnstile.js';

/** What a step without upstream rests on: its time, and what came from outside. Only ingestion has one. */
export interface StepSource {
  waitFor(step: number, signal: AbortSignal): Promise<{ readonly timeUs: bigint; readonly external: unknown }>;
}

/** How a step shows itself to telemetry; nothing of it enters a decision. */
export interface StepTracing {
  startStep(service: string, step: Step, parent: StepTrace): { readonly trace: StepTrace; end(): void };
  stepDone?(service: string, step: Step, done: StepDone): void;
}

/** What a step came to, for telemetry. */
export interface StepDone {
  readonly trace: StepTrace;
  readonly durationMs: number;
  readonly foldedEvents: number;
  readonly outputs: readonly InboundEvent[];
  readonly quarantined: readonly MalformedRecord[];
  /** Own records that no seal covers yet. */
  readonly unsealedRecords: number;
}

export interface StageRunnerOptions<S extends StageState> {
  readonly stage: Stage<S>;
  readonly log: EventLog;
  readonly store: ProjectionStore;
  readonly ownership: Ownership;
  readonly partitionCount: number;
  /** Stable over restarts of the same instance, so that it takes its own lease back at once. */
  readonly owner: string;
  /** Where other instances forward commands to. */
  readonly address: () => string | Promise<string>;
  readonly stepSource?: StepSource;
  readonly sealSigner: SealSigner;
  readonly sealEveryMs?: number;
  readonly restartBackoffMs?: number;
  /** A snapshot of the projection is kept whenever the step is a multiple of this. */
  readonly snapshotEverySteps?: number;
  readonly tracing?: StepTracing;
  /** Told of everything that an operator should read. */
  readonly report: (level: 'info' | 'warn' | 'error', message: string) => void;
  /** A broken invariant: the process must die. */
  readonly fatal: (error: unknown) => void;
}

/** One life between a claim and a failure or a stop. */
interface Life<S extends StageState> {
  readonly epoch: bigint;
  readonly fold: StageFold<S>;
  readonly inputs: InputBuffer;
  readonly own: OwnPartitions;
  readonly sealer: Sealer;
  readonly abort: AbortController;
}

/** Runs a stage: owns its partitions, takes up where it left off, and turns steps and commands into facts. */
export class StageRunner<S extends StageState> implements StageHost<S> {
  private life: Life<S> | undefined;
  private fallback: StageFold<S>;
  private hostState: HostState = 'starting';
  private reason = '';
  private lastStep: Step = { number: 0, timeUs: 0n };
  private lastCut: Cut;
  /** Of the life that ended: its heads are exported at a clean stop. */
  private lastSealer: Sealer | undefined;
  private quarantinedRecords = 0;
  private readonly records: RecordWriter;
  private readonly turnstile = new Turnstile();
  private readonly listeners = new Set<() => void>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly options: StageRunnerOptions<S>) {
    this.fallback = new StageFold(options.stage);
    this.records = new RecordWriter(options.stage.service, options.partitionCount);
    this.lastCut = this.fallback.cut(this.lastStep, new Map());
    this.running = this.run();
  }

  get state(): S {
    return (this.life?.fold ?? this.fallback).state;
  }

  get cut(): Cut {
    return this.lastCut;
  }

  get status(): HostStatus {
    const life = this.life;
    const standings = life === undefined ? [] : [...life.inputs.standings(), ...life.own.standings()];
    return {
      state: this.hostState,
      reason: this.reason,
      owner: this.options.owner,
      epoch: life?.epoch ?? 0n,
      step: this.lastStep,
      quarantinedRecords: this.quarantinedRecords,
      streams: standings.map(({ topic, partition, next }) => ({ topic, partition, nextOffset: next })),
    };
  }

  onAdvance(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async execute(command: Command<S>): Promise<CommandOutcome> {
    return this.turnstile.pass(async () => {
      const life = this.life;
      if (life === undefined || (this.hostState !== 'serving' && this.hostState !== 'degraded')) {
        const current = await this.options.ownership.current();
        return { kind: 'not_owner', address: current?.owner === this.options.owner ? undefined : current?.address };
      }
      return this.guarded(life, () => this.executeIn(life, command));
    });
  }

  async waitFor(position: { topic: string; partition: number; offset: number }, signal: AbortSignal): Promise<void> {
    const reached = (): boolean =>
      this.status.streams.some(
        (s) => s.topic === position.topic && s.partition === position.partition && s.nextOffset > position.offset,
      );
    while (!reached()) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const off = this.onAdvance(done);
        signal.addEventListener('abort', done, { once: true });
        function done(): void {
          off();
          signal.removeEventListener('abort', done);
          resolve();
        }
      });
    }
  }

  /** The signed-for heads of the own partitions. */
  sealedHeads(): SealedHeadStatement[] {
    return (this.life?.sealer ?? this.lastSealer)?.heads() ?? [];
  }

  /** The rows and the checkpoint as they stand between two steps. */
  async capture(): Promise<{ checkpoint: Checkpoint; rows: ReturnType<typeof allRows> } | undefined> {
    return this.turnstile.pass(async () => {
      const life = this.life;
      return life === undefined ? undefined : { checkpoint: this.checkpoint(life), rows: allRows(life.fold.tables) };
    });
  }

  /** Puts a rebuilt projection in the place of the live one and goes on from it. */
  async swap(projection: { checkpoint: Checkpoint; rows: ReturnType<typeof allRows> }): Promise<void> {
    const life = this.life;
    if (life === undefined) throw new FencedError('Expected to own the projection that is swapped.');
    await this.options.store.replace(life.epoch, projection);
    life.abort.abort(new LogFailure('unavailable', 'The projection was swapped; taking up from the new one.'));
  }

  async stop(): Promise<void> {
    if (!this.stopping.signal.aborted) {
      await this.turnstile.pass(async () => {
        const life = this.life;
        if (life !== undefined) await this.seal(life).catch((error: unknown) => this.report('warn', `Last seal failed: ${text(error)}`));
        this.stopping.abort(new Error('stopping'));
        life?.abort.abort(new Error('stopping'));
      });
    }
    await this.running;
  }

  private async run(): Promise<void> {
    const firstBackoffMs = this.options.restartBackoffMs ?? RESTART_BACKOFF_MS;
    let backoffMs = firstBackoffMs;
    while (!this.stopping.signal.aborted) {
      try {
        const epoch = await this.becomeOwner();
        if (epoch === undefined) break;
        this.life = await this.begin(epoch);
        backoffMs = firstBackoffMs;
        await this.live(this.life);
      } catch (error) {
        if (this.stopping.signal.aborted) break;
        if (error instanceof UnknownTypeError) {
          this.enter('halted', error.message);
          this.report('error', error.message);
          await aborted(this.stopping.signal);
          break;
        }
        if (!(error instanceof FencedError) && !isPassing(error)) {
          this.enter('halted', text(error));
          this.options.fatal(error);
          await aborted(this.stopping.signal);
          break;
        }
        this.enter('starting', text(error));
        this.report('warn', `${text(error)} Taking up again from the checkpoint.`);
        await pause(backoffMs, this.stopping.signal);
        backoffMs = Math.min(backoffMs * 2, RESTART_BACKOFF_MAX_MS);
      } finally {
        await this.endLife();
      }
    }
    this.enter('stopped', '');
  }

  private async endLife(): Promise<void> {
    const life = this.life;
    if (life === undefined) return;
    this.life = undefined;
    this.fallback = life.fold;
    this.lastSealer = life.sealer;
    life.abort.abort(new Error('life ended'));
    await life.inputs.stop();
    if (this.stopping.signal.aborted) await this.options.ownership.release(this.options.owner, life.epoch).catch(() => {});
  }

  private async becomeOwner(): Promise<bigint | undefined> {
    while (!this.stopping.signal.aborted) {
      const epoch = await this.options.ownership.claim(this.options.owner, await this.options.address(), LEASE_TTL_MS);
      if (epoch !== undefined) return epoch;
      this.enter('standby', 'Another instance owns the partitions.');
      await pause(STANDBY_POLL_MS, this.stopping.signal);
    }
    return undefined;
  }

  /** Claims the partitions, reads back what an earlier life left, and folds up to where the log stands. */
  private async begin(epoch: bigint): Promise<Life<S>> {
    const { stage, log, store, partitionCount, sealSigner } = this.options;
    const stored = await store.load();
    const usable = stored !== undefined && stored.checkpoint.foldVersion === stage.foldVersion ? stored : undefined;
    const fold = new StageFold(stage);
    if (usable !== undefined) fold.restore(usable.rows);
    const checkpoint = usable?.checkpoint;
    this.lastStep = { number: checkpoint?.step ?? 0, timeUs: checkpoint?.stepTimeUs ?? 0n };
    this.quarantinedRecords = checkpoint?.quarantinedRecords ?? 0;

    const sealer = new Sealer(sealSigner, stage.service);
    const own = new OwnPartitions(log, stage.service, partitionCount, checkpoint?.own ?? [], (topic, partition, records) =>
      sealer.observe(topic, partition, records),
    );
    const seals = new Map((checkpoint?.seals ?? []).map((s) => [partitionName(s.topic, s.partition), s]));
    for (const standing of own.standings()) {
      const { topic, partition, next } = standing;
      await sealer.takeUp(log, topic, partition, seals.get(partitionName(topic, partition)), next);
    }
    await log.append([...own.partitions()].map((place) => ({ ...place, records: [this.records.claim({ epoch, owner: this.options.owner, timeUs: this.lastStep.timeUs }, place.topic, place.partition)] })));
    await own.readToHeads(epoch);

    const inputs = new InputBuffer(log, stage.upstream, stage.downstream, partitionCount, checkpoint?.inputs ?? []);
    const abort = new AbortController();
    const life: Life<S> = { epoch, fold, inputs, own, sealer, abort };
    this.stopping.signal.addEventListener('abort', () => abort.abort(this.stopping.signal.reason), { signal: abort.signal });
    try {
      while (own.holdsUnfoldedSteps()) await this.nextStep(life);
      fold.fold(own.takeCommands());
      await this.commit(life);
    } catch (error) {
      await inputs.stop();
      throw error;
    }
    return life;
  }

  private async live(life: Life<S>): Promise<void> {
    this.enter(this.quarantinedRecords > 0 ? 'degraded' : 'serving', this.quarantinedRecords > 0 ? `${this.quarantinedRecords} records are quarantined.` : '');
    this.advanced();
    const renewing = setInterval(() => void this.renew(life), LEASE_RENEW_MS);
    const sealing = setInterval(() => void this.sealInTurn(life), this.options.sealEveryMs ?? SEAL_INTERVAL_MS);
    try {
      while (!life.abort.signal.aborted) await this.nextStep(life);
      throw life.abort.signal.reason;
    } finally {
      clearInterval(renewing);
      clearInterval(sealing);
    }
  }

  private async renew(life: Life<S>): Promise<void> {
    try {
      if (await this.options.ownership.renew(this.options.owner, life.epoch, LEASE_TTL_MS)) return;
      life.abort.abort(new FencedError(`Expected to hold the lease of epoch ${life.epoch}, it is gone.`));
    } catch (error) {
      this.report('warn', `The lease could not be renewed: ${text(error)}`);
    }
  }

  private async sealInTurn(life: Life<S>): Promise<void> {
    await this.turnstile.pass(async () => {
      if (!life.abort.signal.aborted) await this.guarded(life, () => this.seal(life));
    }).catch(() => {});
  }

  private async seal(life: Life<S>): Promise<void> {
    await life.own.append(life.epoch, life.sealer.sealsDue(life.epoch, this.lastStep.timeUs));
  }

  /** Waits for the inputs of the next step, folds them, decides, appends what the log lacks, folds that, commits. */
  private async nextStep(life: Life<S>): Promise<void> {
    const number = this.lastStep.number + 1;
    const outside = await this.options.stepSource?.waitFor(number, life.abort.signal);
    const inputs = await life.inputs.takeStep(number, life.abort.signal);
    await this.turnstile.pass(() => this.guarded(life, () => this.foldStep(life, number, inputs, outside)));
    this.advanced();
  }

  private async foldStep(
    life: Life<S>,
    number: number,
    inputs: TakenInputs,
    outside: { timeUs: bigint; external: unknown } | undefined,
  ): Promise<void> {
    const timeUs = outside?.timeUs ?? inputs.timeUs;
    if (timeUs === undefined) throw new Error(`Expected step ${number} to have a time.`);
    const step: Step = { number, timeUs };
    const startedMs = performance.now();
    const span = this.options.tracing?.startStep(this.options.stage.service, step, inputs.trace);
    try {
      const recorded = life.own.takeRecorded(number);
      life.fold.fold(recorded.commands);
      life.fold.fold(inputs.items.flatMap((item) => (item.kind === 'event' ? [item.event] : [])));
      const malformed = inputs.items.flatMap((item) => (item.kind === 'malformed' ? [item.record] : []));
      for (const { topic, partition, offset, reason } of malformed) {
        this.report('error', `Quarantined ${topic}/${partition}@${offset}: ${reason}`);
      }
      const positions = new Map([
        ...life.inputs.standings().map((s) => [partitionName(s.topic, s.partition), s.next] as const),
        ...life.own.positions(),
      ]);
      const cut = life.fold.cut(step, positions);
      const outputs = await this.completeStep(life, { step, cut, recorded, malformed, external: outside?.external, trace: span?.trace ?? NO_TRACE });
      life.fold.fold(outputs);
      this.lastStep = step;
      this.lastCut = cut;
      this.quarantinedRecords += malformed.length;
      if (malformed.length > 0 && this.hostState === 'serving') this.enter('degraded', `${this.quarantinedRecords} records are quarantined.`);
      await this.commit(life);
      if (number % (this.options.snapshotEverySteps ?? SNAPSHOT_EVERY_STEPS) === 0) {
        await this.options.store.saveSnapshot({ checkpoint: this.checkpoint(life), rows: allRows(life.fold.tables) });
      }
      this.options.tracing?.stepDone?.(this.options.stage.service, step, {
        trace: span?.trace ?? NO_TRACE,
        durationMs: performance.now() - startedMs,
        foldedEvents: inputs.items.length + outputs.length,
        outputs,
        quarantined: malformed,
        unsealedRecords: life.sealer.unsealedRecords(),
      });
    } finally {
      span?.end();
    }
  }

  /** The outputs of the step as they stand in the log: those of an earlier life, and the missing ones appended now. */
  private async completeStep(life: Life<S>, work: StepWork): Promise<readonly InboundEvent[]> {
    const { step, recorded } = work;
    const places = [...life.own.partitions()];
    if (places.every(({ topic, partition }) => recorded.ended.has(partitionName(topic, partition)))) return recorded.outputs;
    const known = new Set(recorded.outputs.map((output) => output.id));
    const drafts = [...work.malformed.map((record) => this.records.quarantine(record)), ...life.fold.decide(step, work.cut, work.external)];
    const byPlace = new Map<string, LogRecord[]>();
    drafts.forEach((draft, ordinal) => {
      const id = `${this.options.stage.service}/step/${step.number}/${ordinal}`;
      if (known.has(id)) return;
      this.records.place(byPlace, draft, { id, causationId: `step/${step.number}`, timeUs: step.timeUs, epoch: life.epoch, traceparent: work.trace.traceparent });
    });
    for (const { topic, partition } of places) {
      const name = partitionName(topic, partition);
      if (recorded.ended.has(name)) {
        if (byPlace.has(name)) throw new Error(`Expected step ${step.number} of ${name} to be complete; deciding again gave more.`);
        continue;
      }
      recordsOf(byPlace, name).push(this.records.marker(life.epoch, step, topic, partition, work.trace));
    }
    const appended = await life.own.append(life.epoch, appendsOf(byPlace));
    return [...recorded.outputs, ...appended];
  }

  private async executeIn(life: Life<S>, command: Command<S>): Promise<CommandOutcome> {
    const requestKey = `${command.principal.tenant}/${command.requestId}`;
    const earlier = life.fold.requests.get(requestKey);
    if (earlier !== undefined) {
      if (earlier.hash === command.requestHash) return accepted(earlier, true);
      const message = `Expected the content that request "${command.requestId}" had before, was another.`;
      return { kind: 'refused', code: 'ALREADY_EXISTS', field: 'request_id', message };
    }
    const decision = command.decide(life.fold.state, this.lastStep);
    if (decision.kind === 'refused') return decision;
    const byPlace = new Map<string, LogRecord[]>();
    decision.drafts.forEach((draft, ordinal) => {
      this.records.place(byPlace, { ...draft, tenant: draft.tenant ?? command.principal.tenant, actor: command.principal.subject }, {
        id: `${this.options.stage.service}/command/${requestKey}/${ordinal}`,
        causationId: `command/${requestKey}`,
        timeUs: this.lastStep.timeUs,
        epoch: life.epoch,
        requestHash: command.requestHash,
      });
    });
    const events = await life.own.append(life.epoch, appendsOf(byPlace));
    life.fold.fold(events);
    if (events.length > 0) await this.commit(life);
    this.advanced();
    const row = life.fold.requests.get(requestKey);
    const first = life.own.standings()[0]!;
    return accepted(row ?? { topic: first.topic, partition: first.partition, offset: Math.max(0, first.next - 1) }, false);
  }

  private async commit(life: Life<S>): Promise<void> {
    await this.options.store.commit(life.epoch, this.checkpoint(life), takeChanges(life.fold.tables));
  }

  private checkpoint(life: Life<S>): Checkpoint {
    return {
      foldVersion: this.options.stage.foldVersion,
      step: this.lastStep.number,
      stepTimeUs: this.lastStep.timeUs,
      inputs: life.inputs.standings(),
      own: life.own.standings(),
      seals: life.sealer.standings(),
      quarantinedRecords: this.quarantinedRecords,
    };
  }

  /** A failure half-way leaves memory and log apart: the life ends, and the next one takes up from the checkpoint. */
  private async guarded<R>(life: Life<S>, work: () => Promise<R>): Promise<R> {
    if (life.abort.signal.aborted) throw life.abort.signal.reason;
    try {
      return await work();
    } catch (error) {
      life.abort.abort(error);
      throw error;
    }
  }

  private enter(state: HostState, reason: string): void {
    this.hostState = state;
    this.reason = reason;
    this.advanced();
  }

  private advanced(): void {
    for (const listener of this.listeners) listener();
  }

  private report(level: 'info' | 'warn' | 'error', message: string): void {
    this.options.report(level, `${this.options.stage.service}: ${message}`);
  }
}

interface StepWork {
  readonly step: Step;
  readonly cut: Cut;
  readonly recorded: RecordedStep;
  readonly malformed: readonly MalformedRecord[];
  readonly external: unknown;
  readonly trace: StepTrace;
}

const NO_TRACE: StepTrace = { traceparent: undefined, origin: undefined };

function accepted(row: { topic: TopicName; partition: number; offset: number }, repeated: boolean): CommandOutcome {
  const { topic, partition, offset } = row;
  return { kind: 'accepted', accepted: { position: { topic, partition, offset }, repeated } };
}

