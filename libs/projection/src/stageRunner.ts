import type { Cut } from '@gimbal/contracts/log/v1/log';
import { LogFailure } from '@gimbal/event-log';
import {
  LEASE_RENEW_MS,
  LEASE_TTL_MS,
  RESTART_BACKOFF_MAX_MS,
  RESTART_BACKOFF_MS,
  SEAL_INTERVAL_MS,
  STANDBY_POLL_MS,
} from './limits.js';
import { UnknownTypeError } from './partitionFilter.js';
import { aborted, errorText as text, isPassing, pause } from './passing.js';
import { FencedError, type StoredProjection } from './projectionStore.js';
import type { SealedHeadStatement } from './sealStatement.js';
import type { Command, StageState, Step } from './stage.js';
import { StageFold } from './stageFold.js';
import type { CommandOutcome, HostState, HostStatus, StageHost } from './stageHost.js';
import { StageLife } from './stageLife.js';
import type { StageRunnerOptions } from './stageRunnerOptions.js';
import { Turnstile } from './turnstile.js';

/**
 * Keeps a stage running: becomes its owner or stands by, lives one life after another over failures that pass, halts at
 * what it can't read, and lets steps, commands and seals through one at a time.
 */
export class StageRunner<S extends StageState> implements StageHost<S> {
  private life: StageLife<S> | undefined;
  /** The last life after its end: what it folded can still be asked, and its heads exported. */
  private ended: StageLife<S> | undefined;
  private readonly unborn: StageFold<S>;
  /** Where the owner is while this instance stands by. */
  private elsewhere: string | undefined;
  /** The highest epoch that a partition of ours was found claimed with; the next claim goes above it. */
  private claimedEpoch = 0n;
  private hostState: HostState = 'starting';
  private reason = '';
  private readonly turnstile = new Turnstile();
  private readonly listeners = new Set<() => void>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly options: StageRunnerOptions<S>) {
    this.unborn = new StageFold(options.stage);
    this.running = this.run();
  }

  get state(): S {
    return (this.newest?.fold ?? this.unborn).state;
  }

  get cut(): Cut {
    return this.newest?.lastCut ?? this.unborn.cut(BEFORE_THE_FIRST, new Map());
  }

  get ownerElsewhere(): string | undefined {
    return this.hostState === 'standby' ? this.elsewhere : undefined;
  }

  get status(): HostStatus {
    const { life } = this;
    return {
      state: this.hostState,
      reason: this.reason,
      owner: this.options.owner,
      epoch: life?.epoch ?? 0n,
      step: this.newest?.lastStep ?? BEFORE_THE_FIRST,
      quarantinedRecords: this.newest?.quarantinedRecords ?? 0,
      streams: life === undefined ? [] : [...life.inputs.places(), ...life.own.places()],
    };
  }

  onAdvance(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async execute(command: Command<S>): Promise<CommandOutcome> {
    return this.turnstile.pass(async () => {
      const { life } = this;
      if (life === undefined || (this.hostState !== 'serving' && this.hostState !== 'degraded')) {
        return this.notOwner();
      }
      try {
        const outcome = await this.guarded(life, () => life.execute(command));
        this.advanced();
        return outcome;
      } catch (error) {
        // Somebody else had claimed the partitions before: what was appended is void, and the command is theirs to take.
        if (error instanceof FencedError) return this.notOwner();
        throw error;
      }
    });
  }

  private async notOwner(): Promise<CommandOutcome> {
    const current = await this.options.ownership.current();
    return { kind: 'not_owner', address: current?.owner === this.options.owner ? undefined : current?.address };
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

  /** The heads of the seals of the own partitions. */
  sealedHeads(): SealedHeadStatement[] {
    return this.newest?.sealer.heads() ?? [];
  }

  /** The rows and the checkpoint as they stand between two steps; undefined while somebody else is the owner. */
  async capture(): Promise<StoredProjection | undefined> {
    return this.turnstile.pass(async () => this.life?.capture());
  }

  /** Puts a rebuilt projection in the place of the live one and goes on from it. */
  async swap(projection: StoredProjection): Promise<void> {
    const { life } = this;
    if (life === undefined) throw new FencedError('Expected to own the projection that is swapped.');
    await this.options.store.replace(life.epoch, projection);
    life.abort.abort(new LogFailure('unavailable', 'The projection was swapped; taking up from the new one.'));
  }

  /** Seals what is unsealed, gives the ownership up, and ends. */
  async stop(): Promise<void> {
    if (!this.stopping.signal.aborted) {
      await this.turnstile.pass(async () => {
        const { life } = this;
        await life?.seal().catch((error: unknown) => this.report('warn', `The last seal failed: ${text(error)}`));
        this.stopping.abort(new Error('stopping'));
        life?.abort.abort(new Error('stopping'));
      });
    }
    await this.running;
  }

  private get newest(): StageLife<S> | undefined {
    return this.life ?? this.ended;
  }

  private async run(): Promise<void> {
    const firstBackoffMs = this.options.restartBackoffMs ?? RESTART_BACKOFF_MS;
    let backoffMs = firstBackoffMs;
    while (!this.stopping.signal.aborted) {
      try {
        const epoch = await this.becomeOwner();
        if (epoch === undefined) break;
        await this.live(await StageLife.begin(this.options, epoch, this.stopping.signal));
      } catch (error) {
        if (this.stopping.signal.aborted) break;
        if (!(error instanceof FencedError) && !isPassing(error)) {
          await this.halt(error);
          break;
        }
        if (error instanceof FencedError) this.claimedEpoch = error.claimedEpoch;
        if (this.life !== undefined) backoffMs = firstBackoffMs;
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

  /** An unknown type waits for a build that knows it; anything else is a broken invariant, and the process must die. */
  private async halt(error: unknown): Promise<void> {
    this.enter('halted', text(error));
    this.report('error', text(error));
    if (!(error instanceof UnknownTypeError)) this.options.fatal(error);
    await aborted(this.stopping.signal);
  }

  private async endLife(): Promise<void> {
    const { life } = this;
    if (life === undefined) return;
    this.life = undefined;
    this.ended = life;
    await life.end(new Error('life ended'));
    if (this.stopping.signal.aborted)
      await this.options.ownership.release(this.options.owner, life.epoch).catch(() => {});
  }

  private async becomeOwner(): Promise<bigint | undefined> {
    while (!this.stopping.signal.aborted) {
      const { ownership, owner } = this.options;
      const epoch = await ownership.claim(owner, await this.options.address(), LEASE_TTL_MS, this.claimedEpoch);
      if (epoch !== undefined) return epoch;
      this.elsewhere = (await ownership.current())?.address;
      this.enter('standby', 'Another instance owns the partitions.');
      await pause(STANDBY_POLL_MS, this.stopping.signal);
    }
    return undefined;
  }

  private async live(life: StageLife<S>): Promise<void> {
    this.life = life;
    if (this.stopping.signal.aborted) return;
    this.showServing(life);
    const renewing = setInterval(() => void this.renew(life), LEASE_RENEW_MS);
    const sealing = setInterval(() => void this.sealInTurn(life), this.options.sealEveryMs ?? SEAL_INTERVAL_MS);
    try {
      for (;;) {
        life.abort.signal.throwIfAborted();
        const { number, inputs, outside } = await life.takeNext();
        await this.turnstile.pass(() => this.guarded(life, () => life.foldStep(number, inputs, outside)));
        this.showServing(life);
      }
    } finally {
      clearInterval(renewing);
      clearInterval(sealing);
    }
  }

  private showServing({ quarantinedRecords }: StageLife<S>): void {
    if (quarantinedRecords === 0) this.enter('serving', '');
    else this.enter('degraded', `${quarantinedRecords} records are quarantined.`);
  }

  private async renew(life: StageLife<S>): Promise<void> {
    try {
      if (await this.options.ownership.renew(this.options.owner, life.epoch, LEASE_TTL_MS)) return;
      life.abort.abort(new FencedError(`Expected to hold the lease of epoch ${life.epoch}, it is gone.`));
    } catch (error) {
      this.report('warn', `The lease could not be renewed: ${text(error)}`);
    }
  }

  private async sealInTurn(life: StageLife<S>): Promise<void> {
    await this.turnstile
      .pass(async () => {
        if (!life.abort.signal.aborted) await this.guarded(life, () => life.seal());
      })
      .catch(() => {
        // The life is over then, and run() says why.
      });
  }

  /** A failure half-way leaves memory and log apart: the life ends, and the next one takes up from the checkpoint. */
  private async guarded<R>(life: StageLife<S>, work: () => Promise<R>): Promise<R> {
    life.abort.signal.throwIfAborted();
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

const BEFORE_THE_FIRST: Step = { number: 0, timeUs: 0n };
