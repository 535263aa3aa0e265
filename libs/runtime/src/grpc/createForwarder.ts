import { type CallOptions, type ChannelCredentials, Client, Metadata, type ServiceError } from '@grpc/grpc-js';
import { BATCH_MESSAGE_BYTES_MAX } from '../limits.js';
import type { CallContext } from './callContext.js';
import type { MethodDefinition } from './methodDecorators.js';
import { RpcFailure } from './rpcFailure.js';
import { ForwardedFailure } from './toStatus.js';

/** Says that a call was forwarded once. A second instance that isn't the owner either must not send it on. */
export const FORWARDED_HEADER = 'gimbal-forwarded';

const FORWARDED_METADATA = ['authorization', 'traceparent', 'tracestate'];

export interface Forwarder {
  unary<Q, A>(
    address: string,
    definition: MethodDefinition<Q, A>,
    request: Q,
    caller: Metadata,
    call: CallContext,
  ): Promise<A>;
  stream<Q, A>(
    address: string,
    definition: MethodDefinition<Q, A>,
    request: Q,
    caller: Metadata,
    call: CallContext,
  ): AsyncIterable<A>;
  close(): void;
}

/** Sends calls to the owner of a partition with the caller's own token, deadline and cancellation. */
export function createForwarder(credentials: ChannelCredentials): Forwarder {
  const clients = new Map<string, Client>();

  function clientOf(address: string): Client {
    const known = clients.get(address);
    if (known !== undefined) return known;
    // The owner holds each method to its own limit; what it answers has passed there.
    const client = new Client(address, credentials, {
      'grpc.max_receive_message_length': BATCH_MESSAGE_BYTES_MAX,
      'grpc.max_send_message_length': BATCH_MESSAGE_BYTES_MAX,
    });
    clients.set(address, client);
    return client;
  }

  return {
    async unary(address, definition, request, caller, context) {
      const metadata = forwardedMetadata(caller, address);
      return new Promise((resolve, reject) => {
        const call = clientOf(address).makeUnaryRequest(
          definition.path,
          (message) => definition.requestSerialize(message),
          (bytes) => definition.responseDeserialize(bytes),
          request,
          metadata,
          optionsOf(context),
          (error, response) => {
            if (error !== null) reject(new ForwardedFailure(error));
            else resolve(response!);
          },
        );
        context.signal.addEventListener('abort', () => call.cancel(), { once: true });
      });
    },
    async *stream(address, definition, request, caller, context) {
      const metadata = forwardedMetadata(caller, address);
      const call = clientOf(address).makeServerStreamRequest(
        definition.path,
        (message) => definition.requestSerialize(message),
        (bytes) => definition.responseDeserialize(bytes),
        request,
        metadata,
        optionsOf(context),
      );
      context.signal.addEventListener('abort', () => call.cancel(), { once: true });
      try {
        yield* call;
      } catch (error) {
        throw isServiceError(error) ? new ForwardedFailure(error) : error;
      }
    },
    close() {
      for (const client of clients.values()) client.close();
      clients.clear();
    },
  };
}

function optionsOf(context: CallContext): CallOptions {
  return { deadline: context.deadlineMs };
}

function forwardedMetadata(caller: Metadata, address: string): Metadata {
  if (caller.get(FORWARDED_HEADER).length > 0) {
    throw new RpcFailure(
      'UNAVAILABLE',
      `Expected to own the partition of a forwarded call, its owner is at ${address}: try again.`,
    );
  }
  const metadata = new Metadata();
  for (const name of FORWARDED_METADATA) for (const value of caller.get(name)) metadata.add(name, value);
  metadata.set(FORWARDED_HEADER, '1');
  return metadata;
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error;
}
