import type { ServerWritableStream } from '@grpc/grpc-js';
import type { CallContext } from './callContext.js';
import type { CallHost } from './callHost.js';
import { ForwardToOwner, forwardWhenStandby } from './forwardToOwner.js';
import { refuseMalformed } from './malformedRequest.js';
import type { MethodDefinition } from './methodDecorators.js';
import { type OpenCall, openCall } from './openCall.js';
import { toStatus } from './toStatus.js';

export type StreamHandler<Request, Response> = (
  request: Request,
  call: CallContext,
) => AsyncIterable<Response> | Promise<AsyncIterable<Response>>;

/**
 * The gRPC side of a server stream. The handler is asked for its next message only when the connection has taken the
 * earlier ones, so a client that reads slowly, or never, holds a bounded number of messages here.
 */
export function serveStream<Request, Response>(
  handler: StreamHandler<Request, Response>,
  definition: MethodDefinition<Request, Response>,
  host: CallHost,
) {
  return (call: ServerWritableStream<Request, Response>): void => {
    let open: OpenCall | undefined;
    let ended = false;
    const finish = (answer: () => void): void => {
      if (ended) return;
      ended = true;
      open?.close();
      answer();
    };
    // grpc-js ends a stream with the status of an 'error' event. Source: its server-call.js.
    const fail = (error: unknown): void => finish(() => call.emit('error', toStatus(error, definition.path, host)));
    const run = async (): Promise<void> => {
      open = openCall(call, definition, host);
      open.onEnd(fail);
      open.context.signal.throwIfAborted();
      refuseMalformed(call.request, definition.path);
      await pump(open.context, call);
      finish(() => call.end());
    };
    run().catch(fail);
  };

  async function pump(context: CallContext, call: ServerWritableStream<Request, Response>): Promise<void> {
    try {
      forwardWhenStandby(definition, host);
      await writeAll(await handler(call.request, context), call, context.signal);
    } catch (error) {
      if (!(error instanceof ForwardToOwner)) throw error;
      const answers = host.forwarder.stream(error.address, definition, call.request, call.metadata, context);
      await writeAll(answers, call, context.signal);
    }
  }
}

async function writeAll<T>(
  messages: AsyncIterable<T>,
  call: ServerWritableStream<unknown, T>,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of messages) {
    if (signal.aborted) return;
    if (!call.write(message)) await drained(call, signal);
    if (signal.aborted) return;
  }
}

function drained(call: ServerWritableStream<unknown, unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    call.once('drain', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
