import 'reflect-metadata';
import {
  type ChannelCredentials,
  type Metadata,
  type Server,
  ServerCredentials,
  credentials as clientCredentials,
} from '@grpc/grpc-js';
import { type DynamicModule, type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { OpsServiceService } from '@gimbal/contracts/ops/v1/ops_service';
import type { AuthenticatedPrincipal } from '../auth/principalOf.js';
import type { TokenVerifier } from '../auth/createTokenVerifier.js';
import { STOP_GRACE_MS } from '../limits.js';
import { OpsModule } from '../ops/ops.module.js';
import type { OpsPorts } from '../ops/opsPorts.js';
import type { Logger } from '../process/logger.js';
import { admitCall } from './admitCall.js';
import { createForwarder } from './createForwarder.js';
import { GimbalGrpcTransport } from './gimbalGrpcTransport.js';
import type { ServiceDefinition } from './methodDecorators.js';
import { type OpenPort, openPort } from './openPort.js';
import { PassFailuresOn } from './passFailuresOn.js';

export interface GrpcServerOptions {
  /** The service's name, for logs. */
  readonly service: string;
  /** The Nest module with the controllers. */
  readonly module: DynamicModule | Type;
  /** What is served; each RPC needs a handler among the controllers. */
  readonly definitions: readonly ServiceDefinition[];
  /** When given, OpsService is served too. */
  readonly ops?: OpsPorts | undefined;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  /** The owner's address while this instance stands by. */
  readonly ownerElsewhere?: (() => string | undefined) | undefined;
  /** Whether the health service answers SERVING. */
  readonly health: () => boolean;
  /** 127.0.0.1 unless said otherwise. */
  readonly host?: string | undefined;
  /** 0 takes a free port. */
  readonly port?: number | undefined;
  /** Plain text unless said otherwise: TLS is the mesh's, or given here. */
  readonly credentials?: ServerCredentials | undefined;
  /** For calls that are forwarded to the owner of a partition. */
  readonly forwardCredentials?: ChannelCredentials | undefined;
}

export interface GrpcServer {
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  readonly app: INestMicroservice;
  /** Says NOT_SERVING, ends streams, lets unary calls finish within the grace, and closes the Nest container. */
  stop(graceMs?: number): Promise<void>;
}

class RootModule {}
Module({})(RootModule);

/** Starts a Nest container of its own with a gRPC server of its own, and resolves when the port is open. */
export async function startGrpcServer(options: GrpcServerOptions): Promise<GrpcServer> {
  const host = options.host ?? '127.0.0.1';
  const logger = options.logger.with({ part: 'grpc' });
  const stopping = new AbortController();
  const principals = new WeakMap<Metadata, AuthenticatedPrincipal>();
  const forwarder = createForwarder(options.forwardCredentials ?? clientCredentials.createInsecure());
  let opened: { readonly server: Server; readonly port: OpenPort } | undefined;

  const transport = new GimbalGrpcTransport({
    definitions: options.ops === undefined ? options.definitions : [...options.definitions, OpsServiceService],
    interceptors: [admitCall(options.verifier, principals)],
    isServing: options.health,
    host: {
      service: options.service,
      principals,
      stopping: stopping.signal,
      forwarder,
      ownerElsewhere: options.ownerElsewhere ?? (() => undefined),
      logger,
    },
    listen: async (server) => {
      const credentials = options.credentials ?? ServerCredentials.createInsecure();
      opened = { server, port: await openPort(server, credentials, host, options.port ?? 0) };
    },
  });
  const imports = [options.module, ...(options.ops === undefined ? [] : [OpsModule.with(options.ops)])];
  const root: DynamicModule = { module: RootModule, imports };
  const app = await NestFactory.createMicroservice(root, { strategy: transport, logger: false, abortOnError: false });
  app.useGlobalFilters(new PassFailuresOn());
  await app.listen();
  if (opened === undefined) throw new Error('Expected an open port after listening, there is none.');
  const { server, port } = opened;
  logger.info('Serving gRPC.', { address: `${host}:${port.port}` });

  return {
    port: port.port,
    address: `${host}:${port.port}`,
    app,
    async stop(graceMs = STOP_GRACE_MS) {
      if (stopping.signal.aborted) return;
      stopping.abort();
      await shutdown(server, port.close(), graceMs);
      forwarder.close();
      await app.close();
    },
  };
}

/** grpc-js calls back from `tryShutdown` while streams still flush (its sessions count as closed at once), so sockets are awaited. */
async function shutdown(server: Server, socketsClosed: Promise<void>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  server.tryShutdown(() => undefined);
  await Promise.race([socketsClosed, grace]);
  clearTimeout(timer);
  server.forceShutdown();
}
