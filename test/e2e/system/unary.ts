import type { Metadata } from '@grpc/grpc-js';
import type { UnaryDefinition } from '@gimbal/runtime';
import { clientOf } from './callRaw.ts';

const DEADLINE_MS = 20_000;

/** Calls a unary method by its generated definition, so that request and response keep their types. */
export function ask<Request, Response>(
  address: string,
  method: UnaryDefinition<Request, Response>,
  request: Request,
  metadata: Metadata,
  deadlineMs = DEADLINE_MS,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = method;
    const options = { deadline: Date.now() + deadlineMs };
    clientOf(address).makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      options,
      (error, response) => (error === null ? resolve(response!) : reject(error)),
    );
  });
}
