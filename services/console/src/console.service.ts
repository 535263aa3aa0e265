import 'reflect-metadata';
import type { ChannelCredentials } from '@grpc/grpc-js';
import type { Logger } from '@gimbal/runtime';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import { ConsoleModule } from './console.module.js';
import { FailureFilter } from './inbound/failureFilter.js';
import { CONNECTIONS_MAX, STOP_GRACE_MS } from './limits.js';
import { guardRequest } from './inbound/guardRequest.js';
import { loadPageFiles } from './inbound/pageFiles.js';
import { OpenStreams } from './inbound/stream/openStreams.js';
import { type ConsoleServices, openServiceClients } from './outbound/serviceClients.js';

export interface ConsoleOptions {
  /** Where it listens; 127.0.0.1 unless said otherwise. */
  readonly host?: string | undefined;
  /** 0 takes a free port. */
  readonly port?: number | undefined;
  readonly logger: Logger;
  /** `host:port` of each service's gRPC server. */
  readonly services: ConsoleServices;
  /** For the services; plain text unless given. */
  readonly credentials?: ChannelCredentials | undefined;
}

export interface RunningConsole {
  /** For example http://127.0.0.1:8080. */
  readonly url: string;
  /** Ends the open streams with a reason, lets answers finish, closes the connections. */
  stop(): Promise<void>;
}

/**
 * The console is the ops page: an edge that decides nothing and keeps nothing.
 *
 * Consumes: over gRPC, with the token of whoever looks, the streams and answers of the five services.
 * Produces: nothing. Approvals, refusals and the kill switch go to execution as the caller's own commands.
 * Answers: GET / and what the page loads; /api (`inbound/routes.ts`).
 * Needs: the addresses of the five services. It has no token, no key, no database.
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { host = '127.0.0.1', port = 0, logger } = options;
  const files = loadPageFiles();
  const clients = openServiceClients(options.services, options.credentials);
  let app: NestExpressApplication | undefined;
  try {
    app = await NestFactory.create<NestExpressApplication>(ConsoleModule.with({ clients, files, logger }), {
      logger: false,
      abortOnError: false,
      // Bodies are read where a command takes one, to its own limit.
      bodyParser: false,
    });
    app.disable('x-powered-by');
    app.set('etag', false);
    app.use(guardRequest);
    app.useGlobalFilters(new FailureFilter(logger));
    app.getHttpServer().maxConnections = CONNECTIONS_MAX;
    await app.listen(port, host);
  } catch (error) {
    clients.close();
    await app?.close().catch(() => undefined);
    throw error;
  }
  const url = urlOf(host, app.getHttpServer());
  logger.info('Serving the console.', { url });
  return { url, stop: () => stopConsole(app, clients) };
}

async function stopConsole(app: NestExpressApplication, clients: ReturnType<typeof openServiceClients>): Promise<void> {
  const server = app.getHttpServer();
  app.get(OpenStreams).endAll();
  const closed = app.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
  await closed;
  clearTimeout(timer);
  clients.close();
}

function urlOf(host: string, server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('Expected an open port after listening, there is none.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
