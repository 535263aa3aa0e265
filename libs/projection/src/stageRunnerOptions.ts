import type { EventLog } from '@gimbal/event-log';
import type { MalformedRecord, StepTrace } from './partitionFilter.js';
import type { Ownership, ProjectionStore } from './projectionStore.js';
import type { SealSigner } from './sealKeys.js';
import type { InboundEvent, Stage, StageState, Step } from './stage.js';

/** What a step without upstream rests on: its time, and what came from outside. Only ingestion has one. */
export interface StepSource {
  waitFor(step: number, signal: AbortSignal): Promise<{ readonly timeUs: bigint; readonly external: unknown }>;
  /** The log holds something of this step, so it was let out in an earlier life: nobody will let it out again. */
  letOutBefore?(step: number): void;
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
