import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { CallContext } from './callContext.js';
import type { CallHost } from './callHost.js';
import { ForwardToOwner, forwardWhenStandby } from './forwardToOwner.js';
import { refuseMalformed } from './malformedRequest.js';
import type { MethodDefinition } from './methodDecorators.js';
import { type OpenCall, openCall } from './openCall.js';
import { toStatus } from './toStatus.js';

export type UnaryHandler<Request, Response> = (request: Request, call: CallContext) => Promise<Response> | Response;

/** The gRPC side of a unary handler: answers once, at the latest at the deadline, whatever the handler does. */
export function serveUnary<Request, Response>(
  handler: UnaryHandler<Request, Response>,
  definition: MethodDefinition<Request, Response>,
  host: CallHost,
) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    let open: OpenCall | undefined;
    let answered = false;
    const finish = (answer: () => void): void => {
      if (answered) return;
      answered = true;
      open?.close();
      answer();
    };
    const fail = (error: unknown): void => finish(() => callback(toStatus(error, definition.path, host)));
    const run = async (): Promise<void> => {
      open = openCall(call, definition, host);
      open.onEnd(fail);
      open.context.signal.throwIfAborted();
      refuseMalformed(call.request, definition.path);
      const response = await answerOrForward(open.context, call);
      finish(() => callback(null, response));
    };
    run().catch(fail);
  };

  async function answerOrForward(context: CallContext, call: ServerUnaryCall<Request, Response>): Promise<Response> {
    try {
      forwardWhenStandby(definition, host);
      return await handler(call.request, context);
    } catch (error) {
      if (!(error instanceof ForwardToOwner)) throw error;
      return host.forwarder.unary(error.address, definition, call.request, call.metadata, context);
    }
  }
}
