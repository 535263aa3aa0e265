import type { CallOptions, ClientUnaryCall, Metadata, ServiceError } from '@grpc/grpc-js';
import { bearer } from '@gimbal/runtime';
import { UNARY_DEADLINE_MS } from '../limits.js';
import type { ServiceName } from '../page/wire/serviceNames.js';
import { failureOfCall } from './failureOfCall.js';

type Answer<R> = (error: ServiceError | null, response: R) => void;

/** A unary method of a generated client, by the overloads that it has. */
interface UnaryMethod<Q, R> {
  (request: Q, answer: Answer<R>): ClientUnaryCall;
  (request: Q, metadata: Metadata, answer: Answer<R>): ClientUnaryCall;
  (request: Q, metadata: Metadata, options: Partial<CallOptions>, answer: Answer<R>): ClientUnaryCall;
}

export interface UnaryCall {
  readonly service: ServiceName;
  readonly token: string;
  readonly deadlineMs?: number;
}

/** Calls a service as the caller. Rejects with ApiFailure. */
export function callUnary<Q, R>(
  client: object,
  method: UnaryMethod<Q, R>,
  request: Q,
  { service, token, deadlineMs = UNARY_DEADLINE_MS }: UnaryCall,
): Promise<R> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + deadlineMs;
    const send = method.bind(client) as (q: Q, m: Metadata, o: Partial<CallOptions>, answer: Answer<R>) => void;
    send(request, bearer(token), { deadline }, (error, response) => {
      if (error === null) resolve(response);
      else reject(failureOfCall(error, service));
    });
  });
}
