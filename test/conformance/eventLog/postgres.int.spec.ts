import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import { createPostgresLog, type PostgresLogOptions } from '@gimbal/event-log/postgres';
import { afterAll, beforeAll } from 'vitest';
import type { ContractLog } from './contractLog.ts';
import { describePostgresLog } from './describePostgresLog.ts';
import { describeRecovery } from './describeRecovery.ts';
import { describeSegments } from './describeSegments.ts';
import { describeEventLogContract } from './eventLogContract.ts';

let server: EmbeddedPostgres;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ fsync: false });
});
afterAll(() => server.stop());

/** Each log has a schema of its own, so that tests do not meet in one server. */
function newOptions(): PostgresLogOptions {
  return {
    connectionString: server.connectionString,
    schema: `log_${randomBytes(6).toString('hex')}`,
    poolSize: 2,
  };
}

async function makeLog(): Promise<ContractLog> {
  const options = newOptions();
  const log = await createPostgresLog(options);
  return { log, second: () => createPostgresLog(options), close: () => log.close() };
}

/** A server of its own, that keeps its promises to the disk. */
async function makeLogOnServerToKill(): Promise<ContractLog> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-test-'));
  const settings = { dataDir: join(folder, 'data'), fsync: true };
  let own = await startEmbeddedPostgres(settings);
  const log = await createPostgresLog({ connectionString: own.connectionString });
  return {
    log,
    async killAndRestartServer() {
      await own.kill9();
      own = await startEmbeddedPostgres({ ...settings, port: own.port });
    },
    async close() {
      await log.close();
      await own.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeEventLogContract('The log in PostgreSQL', makeLog, { second: true, server: false });
describeRecovery(makeLogOnServerToKill);
describeSegments('The log in PostgreSQL', makeLog);
describePostgresLog(newOptions);
