import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderInUseError } from './folderInUse.js';
import {
  CONNECTIONS_MAX,
  FOLDER_IN_USE_TIMEOUT_MS,
  LOG_LINES_KEPT,
  START_RETRY_MS,
  START_TIMEOUT_MS,
} from './limits.js';
import type { PreparedServer } from './prepareServer.js';

export interface PostmasterOptions {
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly fsync: boolean;
}

export interface Postmaster {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  /** Resolves when the server has gone, for whatever reason. */
  readonly exited: Promise<void>;
}

/**
 * Starts the server and waits until it takes connections. Tries again when its free port was taken meanwhile, and, for
 * a while, when an earlier server still holds the folder: after a kill of both it may take a moment to leave.
 */
export async function startPostmaster(server: PreparedServer, options: PostmasterOptions): Promise<Postmaster> {
  const givenUpAt = Date.now() + FOLDER_IN_USE_TIMEOUT_MS;
  for (;;) {
    const port = options.port === 0 ? await freePort() : options.port;
    const started = await tryStart(server, { ...options, port });
    if ('child' in started) return started;
    const mayPass = isFolderInUse(started.log) || (options.port === 0 && isPortInUse(started.log));
    if (!mayPass || Date.now() > givenUpAt) {
      if (isFolderInUse(started.log)) throw new FolderInUseError(options.dataDir);
      throw new Error(
        `Expected PostgreSQL to start on port ${port} in ${options.dataDir}, it ended with: ${started.log}`,
      );
    }
    await sleep(START_RETRY_MS);
  }
}

async function tryStart(server: PreparedServer, options: PostmasterOptions): Promise<Postmaster | { log: string }> {
  // Its own session: an interrupt from the terminal must reach Gimbal first, which stops the server when it is done.
  const child = server.runAs(server.postgres, serverArguments(options), {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const lines: string[] = [];
  const ready = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LOG_LINES_KEPT) lines.shift();
      if (line.includes('database system is ready to accept connections')) resolve(true);
    });
  });
  const timeout = sleep(START_TIMEOUT_MS, false, { ref: false });
  const isReady = await Promise.race([ready, exited.then(() => false), timeout]);
  if (!isReady) {
    child.kill('SIGQUIT');
    await exited;
    return { log: lines.join('\n') };
  }
  // A process that forgets to stop its server can still end; the kernel then interrupts the server.
  child.unref();
  (child.stderr as unknown as { unref?: () => void }).unref?.();
  return { child, pid: child.pid!, port: options.port, exited };
}

function serverArguments({ dataDir, port, fsync }: PostmasterOptions): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: CONNECTIONS_MAX,
    // One syncfs after a crash instead of a look at each file: 2.8 s against tens of seconds on a slow disk.
    recovery_init_sync_method: 'syncfs',
    // Nothing replicates from this server, and less is written.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '1GB',
    // Reuses log files instead of making new ones, which a commit would wait for.
    min_wal_size: '256MB',
    shared_buffers: '64MB',
    // All queries are short; compiling one costs more than running it.
    jit: 'off',
    fsync: fsync ? 'on' : 'off',
    synchronous_commit: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function isFolderInUse(log: string): boolean {
  return log.includes('lock file "postmaster.pid" already exists') || log.includes('pre-existing shared memory block');
}

function isPortInUse(log: string): boolean {
  return log.includes('Address already in use');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('Expected the address of a TCP port.');
  return address.port;
}
