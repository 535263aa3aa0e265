import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { STOP_TIMEOUT_MS } from './limits.js';
import { startPostmaster } from './postmaster.js';
import { prepareFreshData, prepareKeptData } from './prepareData.js';
import { prepareServer } from './prepareServer.js';

export interface EmbeddedPostgresOptions {
  /** Kept between starts. Without it the server begins empty and its folder is removed by `stop`. */
  readonly dataDir?: string;
  /** False forgets the last commits when the machine fails: for tests. True unless said. */
  readonly fsync?: boolean;
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** Of the superuser, with its password, for 127.0.0.1. */
  readonly connectionString: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data is: not the wanted folder when the server's account cannot reach that. */
  readonly dataDir: string;
  /** Resolves when the server has gone, wanted or not. */
  readonly exited: Promise<void>;
  /** Orderly; takes about 0.1 s. */
  stop(): Promise<void>;
  /** Without warning, for tests of recovery. The data stays. */
  kill9(): Promise<void>;
}

/**
 * Runs the PostgreSQL that npm installed, on the loopback address alone, with a random password. As root it runs under
 * the account "nobody". It ends with this process. Rejects with an Error that says what was expected and found.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const { dataDir: wanted, fsync = true, port = 0 } = options;
  const server = await prepareServer();
  const { dataDir, password } = wanted ? await prepareKeptData(server, wanted, fsync) : await prepareFreshData(server);
  const postmaster = await startPostmaster(server, { dataDir, port, fsync });
  const { child, exited } = postmaster;
  return {
    connectionString: `postgres://postgres:${password}@127.0.0.1:${postmaster.port}/postgres`,
    port: postmaster.port,
    pid: postmaster.pid,
    dataDir,
    exited,
    async stop() {
      // What is not kept needs no checkpoint: SIGQUIT leaves without one, SIGINT ends sessions and writes one.
      child.ref();
      child.kill(wanted ? 'SIGINT' : 'SIGQUIT');
      const isGone = await Promise.race([exited.then(() => true), sleep(STOP_TIMEOUT_MS, false, { ref: false })]);
      if (!isGone) {
        child.kill('SIGQUIT');
        await exited;
      }
      if (!wanted) await rm(dataDir, { recursive: true, force: true });
    },
    async kill9() {
      child.ref();
      child.kill('SIGKILL');
      await exited;
    },
  };
}
