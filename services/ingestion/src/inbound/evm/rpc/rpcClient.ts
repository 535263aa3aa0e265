import type { RpcFailure } from './rpcFailure.js';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a node said to one call. An error is an answer too: the node understood and refused. */
export type RpcAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: number; readonly message: string; readonly data: unknown };

export type RpcOutcome =
  { readonly ok: true; readonly answers: readonly RpcAnswer[] } | { readonly ok: false; readonly failure: RpcFailure };

/** The way to one node. */
export interface RpcClient {
  /** Sends the calls as one batch; the answers are in their order. Never throws: what went wrong is the outcome. */
  send(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcOutcome>;
  close(): void;
}
