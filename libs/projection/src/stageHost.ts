import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { Command, CommandAccepted, CommandDecision, StageState, Step } from './stage.js';

export type HostState = 'starting' | 'serving' | 'degraded' | 'halted' | 'standby' | 'stopped';

export interface StreamStanding {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that is not folded; the one that is not read when nothing in between is left to fold. */
  readonly nextOffset: number;
  /** The first offset that is not read; ahead of the folded one while a step is incomplete. */
  readonly readOffset: number;
}

export interface HostStatus {
  readonly state: HostState;
  readonly reason: string;
  readonly owner: string;
  readonly epoch: bigint;
  readonly step: Step;
  readonly quarantinedRecords: number;
  /** Input streams and own streams. */
  readonly streams: readonly StreamStanding[];
}

export type CommandOutcome =
  | { readonly kind: 'accepted'; readonly accepted: CommandAccepted }
  | Extract<CommandDecision, { kind: 'refused' }>
  /** Somebody else owns the service's partitions: forward to this address, or try again when it is undefined. */
  | { readonly kind: 'not_owner'; readonly address: string | undefined };

/** What inbound code (gRPC handlers, streams) may ask of a running stage. */
export interface StageHost<S extends StageState> {
  /** The folded state; read it between awaits only. */
  readonly state: S;
  readonly status: HostStatus;
  /** The cut of the last completed step. */
  readonly cut: Cut;
  /** Appends the facts of a command, reads them back, folds them, commits. One at a time, never within a step. */
  execute(command: Command<S>): Promise<CommandOutcome>;
  /** Resolves when the own or input stream has been folded beyond the position; rejects at the deadline. */
  waitFor(position: { topic: string; partition: number; offset: number }, signal: AbortSignal): Promise<void>;
  /** Calls back after each step and each accepted command; returns how to stop. */
  onAdvance(listener: () => void): () => void;
  stop(): Promise<void>;
}
