import { type LogRecord, partitionOf, type TopicName } from '@gimbal/contracts';
import { type Cut, RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { CommitQueue } from './commitQueue.js';
import { InputBuffer, type TakenInputs } from './inputBuffer.js';
import { SNAPSHOT_EVERY_STEPS } from './limits.js';
import { OwnPartitions, type RecordedStep } from './ownPartitions.js';
import type { MalformedRecord, StepTrace } from './partitionFilter.js';
import { type Checkpoint, FencedError, type StoredProjection } from './projectionStore.js';
import { appendsOf, RecordWriter, recordsOf } from './recordWriter.js';
import { allRows, takeChanges } from './rowBytes.js';
import { Sealer } from './sealer.js';
import type { Command, InboundEvent, StageState, Step } from './stage.js';
import { partitionName, StageFold } from './stageFold.js';
import type { CommandOutcome } from './stageHost.js';
import type { StageRunnerOptions } from './stageRunnerOptions.js';

const NO_TRACE: StepTrace = { traceparent: undefined, origin: undefined };

/** What came from outside for one step: ingestion's frames and their time. */
type Outside = { readonly timeUs: bigint; readonly external: unknown } | undefined;

/** One step while it is being completed. */
interface StepWork {
  readonly step: Step;
  readonly cut: Cut;
  readonly recorded: RecordedStep;
  readonly malformed: readonly MalformedRecord[];
  readonly external: unknown;
  readonly trace: StepTrace;
}

/**
 * What an owner does between its claim and its end: folds steps and commands, appends what they decide, seals, commits.
 * A failure half-way leaves memory and log apart; the life is over then, and the next one begins from the checkpoint.
 */
export class StageLife<S extends StageState> {
  readonly abort = new AbortController();
  private readonly commits: CommitQueue;
  lastStep: Step;
  lastCut: Cut;
  quarantinedRecords: number;

  private constructor(
    private readonly options: StageRunnerOptions<S>,
    private readonly records: RecordWriter,
    readonly epoch: bigint,
    readonly fold: StageFold<S>,
    readonly inputs: InputBuffer,
    readonly own: OwnPartitions,
    readonly sealer: Sealer,
    checkpoint: Checkpoint | undefined,
  ) {
    this.lastStep = { number: checkpoint?.step ?? 0, timeUs: checkpoint?.stepTimeUs ?? 0n };
    this.lastCut = fold.cut(this.lastStep, new Map());
    this.quarantinedRecords = checkpoint?.quarantinedRecords ?? 0;
    this.commits = new CommitQueue(options.store, epoch, (error) => this.abort.abort(error));
  }

  /** Claims the partitions, reads back what an earlier life left in them, and folds up to where the log stands. */
  static async begin<S extends StageState>(
    options: StageRunnerOptions<S>,
    epoch: bigint,
    stopping: AbortSignal,
  ): Promise<StageLife<S>> {
    const { stage, log, store, partitionCount } = options;
    const records = new RecordWriter(stage.service, partitionCount);
    const stored = await store.load();
    // Rows of another fold version say nothing to this one: it begins from the first record.
    const usable = stored?.checkpoint.foldVersion === stage.foldVersion ? stored : undefined;
    const checkpoint = usable?.checkpoint;
    const fold = new StageFold(stage);
    if (usable !== undefined) fold.restore(usable.rows);

    const sealer = new Sealer(options.sealSigner, stage.service);
    const own = new OwnPartitions(
      log,
      stage.service,
      partitionCount,
      checkpoint?.own ?? [],
      (topic, partition, found) => sealer.observe(topic, partition, found),
    );
    const seals = new Map((checkpoint?.seals ?? []).map((s) => [partitionName(s.topic, s.partition), s]));
    for (const { topic, partition, next } of own.standings()) {
      await sealer.takeUp(log, topic, partition, seals.get(partitionName(topic, partition)), next);
    }
    await own.readToHeads(epoch);
    // A lost ownership table would begin again at 1: a claim must go above every claim that the log has seen.
    const highest = own.highestEpoch();
    if (highest >= epoch) throw new FencedError(`Expected an epoch above ${highest}, was ${epoch}.`, highest);
    const timeUs = checkpoint?.stepTimeUs ?? 0n;
    await log.append(
      [...own.partitions()].map(({ topic, partition }) => ({
        topic,
        partition,
        records: [records.claim({ epoch, owner: options.owner, timeUs }, topic, partition)],
      })),
    );
    await own.readToHeads(epoch);
    const inputs = new InputBuffer(log, stage.upstream, stage.downstream, partitionCount, checkpoint?.inputs ?? []);
    const life = new StageLife(options, records, epoch, fold, inputs, own, sealer, checkpoint);
    stopping.addEventListener('abort', () => life.abort.abort(stopping.reason), {
      once: true,
      signal: life.abort.signal,
    });
    try {
      await life.catchUp();
    } catch (error) {
      await life.end(error);
      throw error;
    }
    return life;
  }

  /** Waits for the inputs of the next step. */
  async takeNext(): Promise<{ number: number; inputs: TakenInputs; outside: Outside }> {
    const number = this.lastStep.number + 1;
    const outside = await this.options.stepSource?.waitFor(number, this.abort.signal);
    return { number, inputs: await this.inputs.takeStep(number, this.abort.signal), outside };
  }

  /** Folds the inputs of a step, decides, appends what the log lacks, folds that, commits. */
  async foldStep(number: number, inputs: TakenInputs, outside: Outside): Promise<void> {
    const timeUs = outside?.timeUs ?? inputs.timeUs;
    if (timeUs === undefined) throw new Error(`Expected step ${number} to have a time.`);
    const step: Step = { number, timeUs };
    const { service } = this.options.stage;
    const startedMs = performance.now();
    const span = this.options.tracing?.startStep(service, step, inputs.trace);
    try {
      const recorded = this.own.takeRecorded(number);
      this.fold.fold(recorded.commands);
      this.fold.fold(inputs.items.flatMap((item) => (item.kind === 'event' ? [item.event] : [])));
      const malformed = inputs.items.flatMap((item) => (item.kind === 'malformed' ? [item.record] : []));
      this.reportMalformed(malformed);
      const cut = this.fold.cut(step, this.positions());
      const trace = span?.trace ?? NO_TRACE;
      const outputs = await this.completeStep({ step, cut, recorded, malformed, external: outside?.external, trace });
      this.fold.fold(outputs);
      this.lastStep = step;
      this.lastCut = cut;
      this.commit();
      await this.snapshotWhenDue();
      this.options.tracing?.stepDone?.(service, step, {
        trace,
        durationMs: performance.now() - startedMs,
        foldedEvents: inputs.items.length + outputs.length,
        outputs,
        quarantined: malformed,
        unsealedRecords: this.sealer.unsealedRecords(),
      });
    } finally {
      span?.end();
    }
  }

  /** Appends the facts of a command, folds them, commits; answers a repeated request as it was answered before. */
  async execute(command: Command<S>): Promise<CommandOutcome> {
    const requestKey = `${command.principal.tenant}/${command.requestId}`;
    const earlier = this.fold.requests.get(requestKey);
    if (earlier !== undefined) {
      if (earlier.hash === command.requestHash) return accepted(earlier, true);
      const message = `Expected the content that request "${command.requestId}" had before, was another.`;
      return { kind: 'refused', code: 'ALREADY_EXISTS', field: 'request_id', message };
    }
    const decision = command.decide(this.fold.state, this.lastStep);
    if (decision.kind === 'refused') return decision;
    const { principal, requestHash } = command;
    const byPlace = new Map<string, LogRecord[]>();
    decision.drafts.forEach((draft, ordinal) => {
      const owned = { ...draft, tenant: draft.tenant ?? principal.tenant, actor: principal.subject };
      this.records.place(byPlace, owned, {
        id: `${this.options.stage.service}/command/${requestKey}/${ordinal}`,
        causationId: `command/${requestKey}`,
        timeUs: this.lastStep.timeUs,
        epoch: this.epoch,
        requestHash,
      });
    });
    const events = await this.own.append(this.epoch, appendsOf(byPlace));
    this.fold.fold(events);
    if (events.length > 0) this.commit();
    const row = this.fold.requests.get(requestKey);
    const first = this.own.standings()[0]!;
    return accepted(
      row ?? { topic: first.topic, partition: first.partition, offset: Math.max(0, first.next - 1) },
      false,
    );
  }

  async seal(): Promise<void> {
    await this.own.append(this.epoch, this.sealer.sealsDue(this.epoch, this.lastStep.timeUs));
  }

  /** Stops reading, and waits for what is being committed, so that the next life loads no older rows than these. */
  async end(reason: unknown): Promise<void> {
    this.abort.abort(reason);
    await this.inputs.stop();
    await this.commits.settled();
  }

  /** Rows and checkpoint as they stand between two steps. */
  capture(): StoredProjection {
    return { checkpoint: this.checkpoint(), rows: allRows(this.fold.tables) };
  }

  /** Folds what an earlier life appended: whole steps, then the commands behind the last of them. */
  private async catchUp(): Promise<void> {
    while (this.own.holdsUnfoldedSteps()) {
      this.options.stepSource?.letOutBefore?.(this.lastStep.number + 1);
      const { number, inputs, outside } = await this.takeNext();
      await this.foldStep(number, inputs, outside);
    }
    this.fold.fold(this.own.takeCommands());
    this.commit();
    await this.commits.settled();
    this.abort.signal.throwIfAborted();
  }

  /** The outputs of the step as they stand in the log: those of an earlier life, and the missing ones appended now. */
  private async completeStep(work: StepWork): Promise<readonly InboundEvent[]> {
    const { step, recorded, trace } = work;
    const places = [...this.own.partitions()];
    const hasEnded = (topic: TopicName, partition: number): boolean =>
      recorded.ended.has(partitionName(topic, partition));
    if (places.every(({ topic, partition }) => hasEnded(topic, partition))) {
      this.quarantinedRecords += work.malformed.length;
      return recorded.outputs;
    }
    const known = new Set(recorded.outputs.map((output) => output.id));
    const drafts = [
      ...work.malformed.map((record) => this.records.quarantine(record)),
      ...this.fold.decide(step, work.cut, work.external),
    ];
    this.quarantinedRecords += drafts.filter(({ event }) => event.type === RecordQuarantined.$type).length;
    const byPlace = new Map<string, LogRecord[]>();
    drafts.forEach((draft, ordinal) => {
      const id = `${this.options.stage.service}/step/${step.number}/${ordinal}`;
      if (known.has(id)) return;
      // Readers pass over quarantine, so what an earlier life put there is not among the recorded outputs; where its marker
      // stands, it stands too.
      if (
        draft.event.type === RecordQuarantined.$type &&
        hasEnded(draft.topic, partitionOf(draft.key, this.options.partitionCount))
      )
        return;
      const { traceparent } = trace;
      this.records.place(byPlace, draft, {
        id,
        causationId: `step/${step.number}`,
        timeUs: step.timeUs,
        epoch: this.epoch,
        traceparent,
      });
    });
    for (const { topic, partition } of places) {
      const name = partitionName(topic, partition);
      if (!hasEnded(topic, partition)) {
        recordsOf(byPlace, name).push(this.records.marker(this.epoch, step, topic, partition, trace));
      } else if (byPlace.has(name)) {
        throw new Error(`Expected step ${step.number} of ${name} to be complete; deciding again gave more.`);
      }
    }
    return [...recorded.outputs, ...(await this.own.append(this.epoch, appendsOf(byPlace)))];
  }

  private positions(): Map<string, number> {
    const inputs = this.inputs.standings().map((s) => [partitionName(s.topic, s.partition), s.next] as const);
    return new Map([...inputs, ...this.own.positions()]);
  }

  private reportMalformed(records: readonly MalformedRecord[]): void {
    for (const { topic, partition, offset, reason } of records) {
      this.options.report(
        'error',
        `${this.options.stage.service}: Quarantined ${topic}/${partition}@${offset}: ${reason}`,
      );
    }
  }

  private async snapshotWhenDue(): Promise<void> {
    const every = this.options.snapshotEverySteps ?? SNAPSHOT_EVERY_STEPS;
    if (this.lastStep.number % every === 0) await this.options.store.saveSnapshot(this.capture());
  }

  private commit(): void {
    this.commits.add(this.checkpoint(), takeChanges(this.fold.tables));
  }

  private checkpoint(): Checkpoint {
    return {
      foldVersion: this.options.stage.foldVersion,
      step: this.lastStep.number,
      stepTimeUs: this.lastStep.timeUs,
      inputs: this.inputs.standings(),
      own: this.own.standings(),
      seals: this.sealer.standings(),
      quarantinedRecords: this.quarantinedRecords,
    };
  }
}

function accepted(row: { topic: TopicName; partition: number; offset: number }, repeated: boolean): CommandOutcome {
  const { topic, partition, offset } = row;
  return { kind: 'accepted', accepted: { position: { topic, partition, offset }, repeated } };
}
