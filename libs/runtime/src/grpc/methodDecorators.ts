import { GrpcMethod } from '@nestjs/microservices';
import type { CallContext } from './callContext.js';

/** One method of a service as ts-proto generates it. */
export interface MethodDefinition<Request, Response> {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  requestSerialize(value: Request): Buffer;
  requestDeserialize(bytes: Buffer): Request;
  responseSerialize(value: Response): Buffer;
  responseDeserialize(bytes: Buffer): Response;
}

export type UnaryDefinition<Request, Response> = MethodDefinition<Request, Response> & {
  readonly requestStream: false;
  readonly responseStream: false;
};

export type ServerStreamDefinition<Request, Response> = MethodDefinition<Request, Response> & {
  readonly requestStream: false;
  readonly responseStream: true;
};

/** A service as ts-proto generates it, for example `RiskServiceService`. */
// eslint-disable-next-line typescript/no-explicit-any
export type ServiceDefinition = Readonly<Record<string, MethodDefinition<any, any>>>;

type Decorate<Handler> = <H extends Handler>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<H>,
) => void;

/** Marks a controller's method as the handler of a unary RPC, and holds it to the types of the proto. */
export function Unary<Request, Response>(
  definition: UnaryDefinition<Request, Response>,
): Decorate<(request: Request, call: CallContext) => Promise<Response> | Response> {
  return (target, key, descriptor) => register(definition.path, target, key, descriptor);
}

/** The same for a server stream; an async generator is the natural handler. */
export function ServerStream<Request, Response>(
  definition: ServerStreamDefinition<Request, Response>,
): Decorate<(request: Request, call: CallContext) => AsyncIterable<Response>> {
  return (target, key, descriptor) => register(definition.path, target, key, descriptor);
}

function register(path: string, target: object, key: string | symbol, descriptor: PropertyDescriptor): void {
  const [, service, method] = path.split('/');
  GrpcMethod(service!, method)(target, key, descriptor);
}
