import { Server, type ServerInterceptor } from '@grpc/grpc-js';
import { ServerGrpc } from '@nestjs/microservices';
import { CONNECTION_IDLE_MS_MAX, STREAMS_PER_CONNECTION_MAX } from '../limits.js';
import { addHealth } from './addHealth.js';
import { addReflection } from './addReflection.js';
import type { CallHost } from './callHost.js';
import type { MethodDefinition, ServiceDefinition } from './methodDecorators.js';
import { messageBytesMaxOfAll } from './messageBytesMax.js';
import { packageDefinitionOf } from './packageDefinitionOf.js';
import { serveStream } from './serveStream.js';
import { serveUnary } from './serveUnary.js';
import { serviceNameOf } from './serviceNameOf.js';

export interface GrpcTransportOptions {
  readonly definitions: readonly ServiceDefinition[];
  readonly interceptors: readonly ServerInterceptor[];
  readonly isServing: () => boolean;
  readonly host: CallHost;
  /** Opens the port and hands connections to the server. */
  readonly listen: (server: Server) => Promise<void>;
}

// eslint-disable-next-line typescript/no-explicit-any
type AnyMethod = MethodDefinition<any, any>;

/**
 * Nest's gRPC transport with our own edges: Nest finds the handlers and holds the server; we admit calls before they are
 * decoded, keep deadlines, and write streams with back-pressure, none of which Nest's own writer does.
 */
export class GimbalGrpcTransport extends ServerGrpc {
  private readonly methods: ReadonlyMap<string, AnyMethod>;

  constructor(private readonly transport: GrpcTransportOptions) {
    super({ package: '', packageDefinition: packageDefinitionOf(transport.definitions) });
    this.methods = new Map(transport.definitions.flatMap(Object.values<AnyMethod>).map((m) => [m.path, m]));
  }

  override async createClient(): Promise<Server> {
    const messageBytesMax = messageBytesMaxOfAll(this.methods.keys());
    const server = new Server({
      'grpc.max_receive_message_length': messageBytesMax,
      'grpc.max_send_message_length': messageBytesMax,
      'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION_MAX,
      'grpc.max_connection_idle_ms': CONNECTION_IDLE_MS_MAX,
      interceptors: [...this.transport.interceptors],
    });
    const names = this.transport.definitions.map(serviceNameOf);
    addHealth(server, names, this.transport.isServing, this.transport.host.stopping);
    addReflection(server, [...names, 'grpc.health.v1.Health']);
    return server;
  }

  override async bindEvents(): Promise<void> {
    this.refuseMissingHandlers();
    await super.bindEvents();
    await this.transport.listen(this.grpcClient as Server);
  }

  override createServiceMethod(handler: Function, native: { readonly path: string }): Function {
    const definition = this.methods.get(native.path);
    if (definition === undefined) throw new Error(`Expected a hosted method, was ${native.path}.`);
    const { host } = this.transport;
    // eslint-disable-next-line typescript/no-explicit-any
    const typed = handler as (...args: any[]) => any;
    return definition.responseStream ? serveStream(typed, definition, host) : serveUnary(typed, definition, host);
  }

  /** The port is closed by who opened it, after the calls in flight have had their grace. */
  override async close(): Promise<void> {
    await Promise.resolve();
  }

  private refuseMissingHandlers(): void {
    const handled = new Set(
      [...this.getHandlers().keys()]
        .map((pattern) => JSON.parse(pattern) as { service: string; rpc: string })
        .map(({ service, rpc }) => `/${service}/${rpc}`),
    );
    const missing = [...this.methods.keys()].filter((path) => !handled.has(path));
    if (missing.length > 0)
      throw new Error(`Expected a handler for every hosted method, missing ${missing.join(', ')}.`);
  }
}
