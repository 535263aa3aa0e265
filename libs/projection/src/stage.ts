import type { Event, ServiceName, TopicName } from '@gimbal/contracts';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { Table } from './table.js';

/** One virtual instant. The domain clock stands at `timeUs` for everything that is decided in the step. */
export interface Step {
  readonly number: number;
  /** Microseconds since the Unix epoch. */
  readonly timeUs: bigint;
}

/** An event as a stage folds it: decoded, deduplicated, unvoided, with its place and envelope. */
export interface InboundEvent<T = unknown> extends Event<T> {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly id: string;
  readonly timeUs: bigint;
  readonly tenant: string | undefined;
  readonly actor: string | undefined;
  /** `step/N`, `command/TENANT/REQUEST` or `control`. */
  readonly causationId: string;
  /** SHA-256 of the request, on the facts of an accepted command. */
  readonly requestHash?: string | undefined;
}

/** An event that a stage wants in the log. Its id, epoch, causation and position are the runner's to give. */
export interface Draft {
  readonly topic: TopicName;
  /** Decides the partition. */
  readonly key: string;
  readonly event: Event;
  readonly tenant?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
}

/** The rows of a stage. All of its state lives in these tables, or is derived from them. */
export interface StageState {
  // eslint-disable-next-line typescript/no-explicit-any
  readonly tables: readonly Table<any>[];
}

export interface DecideContext {
  readonly step: Step;
  /** Everything that the decision rests on. */
  readonly cut: Cut;
  /** What the step source gave beside its time: the frames of a recording, for ingestion. */
  readonly external: unknown;
}

/**
 * What a service decides, as data in and data out. Pure: no clock, no randomness, no I/O.
 *
 * For step n the runner folds, in this order: the facts of accepted commands since step n − 1 (own topics), the
 * upstream topics through marker n and the downstream topics through marker n − 1 (by topic, partition, offset); then it
 * asks `decide`, appends the drafts, and folds them too. So everything that `decide` returns comes back through
 * `evolve`, live, in replay and in a rebuild, and `decide` itself changes nothing.
 */
export interface Stage<S extends StageState> {
  readonly service: ServiceName;
  /** Stands in every cut; changes whenever `evolve` or `decide` may give other bits for the same log. */
  readonly foldVersion: string;
  /** The ruleset version that stands in every cut. */
  readonly ruleset: string;
  readonly upstream: readonly TopicName[];
  readonly downstream: readonly TopicName[];
  createState(): S;
  /** Folds one event. Total: an event that says nothing to this stage changes nothing. */
  evolve(state: S, event: InboundEvent): void;
  /** What follows from the state at the end of a step. */
  decide(state: S, context: DecideContext): readonly Draft[];
}

/** What a command becomes: facts to append, or a refusal that names the field. */
export type CommandDecision =
  | { readonly kind: 'accepted'; readonly drafts: readonly Draft[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly field: string; readonly message: string };

/** Mapped to the gRPC codes of the same names. */
export type RefusalCode =
  'INVALID_ARGUMENT' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'FAILED_PRECONDITION' | 'PERMISSION_DENIED' | 'ABORTED';

export interface Principal {
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** A command on its way to the owner of its partition. */
export interface Command<S> {
  readonly principal: Principal;
  /** Chosen by the client; the same id with the same content is answered again, with other content refused. */
  readonly requestId: string;
  /** SHA-256 (hex) of the request's canonical bytes without the id. */
  readonly requestHash: string;
  /** Pure; sees the state after the last step and every earlier command. `step` is the last completed step. */
  decide(state: S, step: Step): CommandDecision;
}

export interface CommandAccepted {
  /** Where the command's last fact stands; for a command without facts the head of the first own partition. */
  readonly position: { readonly topic: TopicName; readonly partition: number; readonly offset: number };
  /** The same request was accepted before. */
  readonly repeated: boolean;
}
