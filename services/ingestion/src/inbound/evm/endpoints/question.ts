import type { RpcAnswer, RpcCall } from '../rpc/rpcClient.js';
import type { Endpoint } from './endpoint.js';

/** Something that any node of the chain can be asked. */
export interface Question<T> {
  readonly calls: readonly RpcCall[];
  /** What the answers mean. Never throws. */
  read(answers: readonly RpcAnswer[], endpoint: Endpoint): Reading<T>;
  /** Looks closer at a value that could be read, where that needs another request. */
  prove?(value: T, signal: AbortSignal): Promise<Reading<T>>;
  /** Equal for two values that say the same. */
  digest(value: T): string;
  /** How many nodes have to say the same. */
  readonly voices: number;
  /** A second voice is a sample: where no second node can answer, one is enough. */
  readonly sampled?: boolean | undefined;
  /** The truth where nodes contradict each other, proven without trusting any; undefined where it can't be had. */
  settle?(signal: AbortSignal): Promise<T | undefined>;
}

export type Reading<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** The node doesn't know the block. */
  | { readonly kind: 'absent' }
  /** The node finds that too much was asked for; with the blocks that it would answer, where it says so. */
  | { readonly kind: 'limit'; readonly blocks: number | undefined }
  /** The node's answer can't be true. */
  | { readonly kind: 'wrong'; readonly reason: 'quorum' | 'refused'; readonly detail: string }
  /** The node can't answer this, and another one might: a method that it lacks, a state that it has pruned. */
  | { readonly kind: 'unable'; readonly detail: string };

export type Reply<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'limit'; readonly blocks: number | undefined }
  | { readonly kind: 'unable'; readonly detail: string }
  /** No node answered, or they don't agree; `heavy` when one ran out of time or of bytes, so that less may pass. */
  | { readonly kind: 'unavailable'; readonly detail: string; readonly heavy: boolean };
