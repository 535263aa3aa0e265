import { type CallOptions, type ClientUnaryCall, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';

/** One overload of a generated client's unary method: the one that takes metadata. */
interface UnaryMethod<Q, R> {
  (request: Q, callback: (error: ServiceError | null, response: R) => void): ClientUnaryCall;
  (request: Q, metadata: Metadata, callback: (error: ServiceError | null, response: R) => void): ClientUnaryCall;
  (
    request: Q,
    metadata: Metadata,
    options: Partial<CallOptions>,
    callback: (error: ServiceError | null, response: R) => void,
  ): ClientUnaryCall;
}

/** A unary call of a generated client as a promise. */
export function call<Q, R>(client: object, method: UnaryMethod<Q, R>, request: Q, metadata: Metadata): Promise<R> {
  return new Promise((resolve, reject) => {
    const send = method.bind(client) as (
      request: Q,
      metadata: Metadata,
      callback: (error: ServiceError | null, response: R) => void,
    ) => void;
    send(request, metadata, (error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

const RETRY_PAUSE_MS = 50;
/** A killed process is back within seconds; one that is away for this long is not coming. */
const GIVE_UP_AFTER_MS = 60_000;

/** Makes a call again while the other side is away. Every command carries a request id, so asking twice is safe. */
export async function retried<R>(signal: AbortSignal, attempt: () => Promise<R>): Promise<R> {
  const giveUpMs = performance.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || performance.now() > giveUpMs) throw error;
      await sleep(RETRY_PAUSE_MS, undefined, { signal });
    }
  }
}

function isPassing(error: unknown): boolean {
  const code = (error as Partial<ServiceError>).code;
  return (
    code === status.UNAVAILABLE ||
    code === status.DEADLINE_EXCEEDED ||
    code === status.CANCELLED ||
    code === status.INTERNAL
  );
}
