import type { MethodDefinition } from './methodDecorators.js';
import { RpcFailure } from './rpcFailure.js';

/** Stands for a request whose bytes could not be decoded. */
class MalformedRequest {
  constructor(readonly reason: string) {}
}

/** Decodes to a sign instead of throwing: grpc-js answers a decoder that throws with INTERNAL, but it's the caller's mistake. */
export function tolerantDeserialize<Request>(
  definition: MethodDefinition<Request, unknown>,
): (bytes: Buffer) => Request | MalformedRequest {
  return (bytes) => {
    try {
      return definition.requestDeserialize(bytes);
    } catch (error) {
      return new MalformedRequest(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Throws INVALID_ARGUMENT when the request was not decoded. */
export function refuseMalformed(request: unknown, path: string): void {
  if (!(request instanceof MalformedRequest)) return;
  throw new RpcFailure('INVALID_ARGUMENT', `Expected the bytes of a request of ${path}: ${request.reason}`);
}
