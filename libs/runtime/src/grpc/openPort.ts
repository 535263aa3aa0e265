import { type AddressInfo, type Server as NetServer, type Socket, createServer } from 'node:net';
import type { Server, ServerCredentials } from '@grpc/grpc-js';
import { CONNECTIONS_MAX, CONNECTION_FIRST_BYTE_MS_MAX } from '../limits.js';

export interface OpenPort {
  readonly port: number;
  /** Takes no more connections; resolves when those that are open have ended. */
  close(): Promise<void>;
}

/**
 * Listens, and hands each connection to the gRPC server. The socket is ours so that connections can be counted and silent
 * ones dropped: grpc-js has no limit for either.
 */
export async function openPort(
  server: Server,
  credentials: ServerCredentials,
  host: string,
  port: number,
): Promise<OpenPort> {
  const injector = server.createConnectionInjector(credentials);
  const listener = createServer({ noDelay: true }, (socket) => {
    dropWhenSilent(socket);
    injector.injectConnection(socket);
  });
  listener.maxConnections = CONNECTIONS_MAX;
  await listening(listener, host, port);
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => new Promise((resolve) => void listener.close(() => resolve())),
  };
}

function listening(listener: NetServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, host, () => {
      listener.off('error', reject);
      resolve();
    });
  });
}

function dropWhenSilent(socket: Socket): void {
  const timer = setTimeout(() => {
    if (socket.bytesRead === 0) socket.destroy();
  }, CONNECTION_FIRST_BYTE_MS_MAX);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
