import type { MethodDefinition } from './methodDecorators.js';
import { messageBytesMaxOf } from './messageBytesMax.js';
import { type RpcCode, RpcFailure } from './rpcFailure.js';

/** Stands for a request whose bytes could not be decoded, or were too many to be. */
class MalformedRequest {
  constructor(
    readonly reason: string,
    readonly code: RpcCode = 'INVALID_ARGUMENT',
  ) {}
}

/** Decodes to a sign instead of throwing: grpc-js answers a decoder that throws with INTERNAL, but it's the caller's mistake. */
export function tolerantDeserialize<Request>(
  definition: MethodDefinition<Request, unknown>,
): (bytes: Buffer) => Request | MalformedRequest {
  const bytesMax = messageBytesMaxOf(definition.path);
  return (bytes) => {
    if (bytes.length > bytesMax) {
      return new MalformedRequest(`at most ${bytesMax} of them, was ${bytes.length}.`, 'RESOURCE_EXHAUSTED');
    }
    try {
      return definition.requestDeserialize(bytes);
    } catch (error) {
      return new MalformedRequest(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Throws INVALID_ARGUMENT when the request was not decoded, RESOURCE_EXHAUSTED when it was too long for its method. */
export function refuseMalformed(request: unknown, path: string): void {
  if (!(request instanceof MalformedRequest)) return;
  throw new RpcFailure(request.code, `Expected the bytes of a request of ${path}: ${request.reason}`);
}
