import type { ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { AuthenticatedPrincipal } from '../auth/principalOf.js';
import { longMethods } from '../auth/methodRoles.js';
import { LONG_UNARY_DEADLINE_MAX_MS, STREAM_DEADLINE_MAX_MS, UNARY_DEADLINE_MAX_MS } from '../limits.js';
import type { CallContext } from './callContext.js';
import type { CallHost } from './callHost.js';
import type { MethodDefinition } from './methodDecorators.js';
import { RpcFailure } from './rpcFailure.js';

// eslint-disable-next-line typescript/no-explicit-any
export type ServerCall = ServerUnaryCall<any, any> | ServerWritableStream<any, any>;

export interface OpenCall {
  readonly context: CallContext;
  /** Calls back once when the call has to end before its handler did. */
  onEnd(listener: (reason: unknown) => void): void;
  /** Frees timer and listeners; call it when the call was answered. */
  close(): void;
}

/** Gives a call its principal, its deadline (the client's, or ours when that is earlier) and its abort signal. */
// eslint-disable-next-line typescript/no-explicit-any
export function openCall(call: ServerCall, definition: MethodDefinition<any, any>, host: CallHost): OpenCall {
  const principal = host.principals.get(call.metadata);
  if (principal === undefined) throw new Error(`Expected an admitted call of ${definition.path}.`);
  const end = endOf(call, definition, principal);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(end.failure), Math.max(0, end.atMs - Date.now()));
  if (end.atMs <= Date.now()) controller.abort(end.failure);
  const cancelled = (): void => controller.abort(new RpcFailure('CANCELLED', 'The client cancelled the call.'));
  call.once('cancelled', cancelled);
  const stopped = (): void => controller.abort(new RpcFailure('UNAVAILABLE', 'The service is stopping: call another.'));
  // Unary calls may finish within the grace of a stop; a stream would go on for hours.
  if (definition.responseStream) host.stopping.addEventListener('abort', stopped, { once: true });
  return {
    context: { principal, signal: controller.signal, deadlineMs: end.atMs, method: definition.path },
    onEnd: (listener) => {
      if (controller.signal.aborted) listener(controller.signal.reason);
      else controller.signal.addEventListener('abort', () => listener(controller.signal.reason), { once: true });
    },
    close: () => {
      clearTimeout(timer);
      call.off('cancelled', cancelled);
      host.stopping.removeEventListener('abort', stopped);
    },
  };
}

interface End {
  readonly atMs: number;
  readonly failure: RpcFailure;
}

// eslint-disable-next-line typescript/no-explicit-any
function endOf(call: ServerCall, definition: MethodDefinition<any, any>, principal: AuthenticatedPrincipal): End {
  const asked = call.getDeadline();
  const clientMs = asked instanceof Date ? asked.getTime() : asked;
  const serverMs = Date.now() + maximumMs(definition);
  const atMs = Math.min(clientMs, serverMs);
  // A unary call was admitted while the token was valid; a stream must not outlive it.
  if (definition.responseStream && principal.expiresAtMs < atMs) {
    const message = 'Expected a token that is still valid, it has expired: resume with a new one.';
    return { atMs: principal.expiresAtMs, failure: new RpcFailure('UNAUTHENTICATED', message) };
  }
  return {
    atMs,
    failure: new RpcFailure('DEADLINE_EXCEEDED', 'Expected to answer before the deadline, it has passed.'),
  };
}

// eslint-disable-next-line typescript/no-explicit-any
function maximumMs(definition: MethodDefinition<any, any>): number {
  if (definition.responseStream) return STREAM_DEADLINE_MAX_MS;
  return longMethods.has(definition.path) ? LONG_UNARY_DEADLINE_MAX_MS : UNARY_DEADLINE_MAX_MS;
}
