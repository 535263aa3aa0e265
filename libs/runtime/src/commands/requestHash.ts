import { createHash } from 'node:crypto';
import { REQUEST_ID_CHARACTERS_MAX } from '../limits.js';
import { RpcFailure } from '../grpc/rpcFailure.js';

interface RequestCodec<T> {
  readonly $type: string;
  encode(message: T): { finish(): Uint8Array };
}

/**
 * SHA-256 (hex) of a command's type and canonical bytes, without its `request_id`, so that the same id with other content
 * is seen. Canonical because it is our own encoding of the decoded request: fields in order, defaults and unknown fields
 * left out. Throws INVALID_ARGUMENT when the request has no usable id.
 */
export function requestHash<T extends { requestId: string }>(codec: RequestCodec<T>, request: T): string {
  const { requestId } = request;
  if (requestId === '' || requestId.length > REQUEST_ID_CHARACTERS_MAX) {
    throw new RpcFailure(
      'INVALID_ARGUMENT',
      `Expected a request id of 1 to ${REQUEST_ID_CHARACTERS_MAX} characters, was ${requestId.length}.`,
      { field: 'request_id' },
    );
  }
  const bytes = codec.encode({ ...request, requestId: '' }).finish();
  return createHash('sha256').update(codec.$type).update('\0').update(bytes).digest('hex');
}
