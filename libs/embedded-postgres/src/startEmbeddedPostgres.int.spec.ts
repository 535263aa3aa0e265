import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBinaries } from './binaries.js';
import { FolderInUseError } from './folderInUse.js';
import { startEmbeddedPostgres } from './startEmbeddedPostgres.js';

async function query<Row extends pg.QueryResultRow>(connectionString: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('startEmbeddedPostgres', () => {
  it('answers a query on the port that it names', async () => {
    const server = await startEmbeddedPostgres({ fsync: false });
    onTestFinished(() => server.stop());
    const rows = await query(server.connectionString, `select upper('delta') as word, current_setting('port') as port`);
    expect(rows).toEqual([{ word: 'DELTA', port: String(server.port) }]);
  });

  it('refuses a wrong password', async () => {
    const server = await startEmbeddedPostgres({ fsync: false });
    onTestFinished(() => server.stop());
    const url = new URL(server.connectionString);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps what was committed when it is killed', async () => {
    const dataDir = join(await temporaryFolder(), 'one', 'two');
    const first = await startEmbeddedPostgres({ dataDir });
    await query(first.connectionString, 'create table kept as select generate_series(1, 1000) as n');
    await first.kill9();
    await expect(query(first.connectionString, 'select 1')).rejects.toThrow();
    const second = await startEmbeddedPostgres({ dataDir });
    expect(await query(second.connectionString, 'select count(*)::int, sum(n)::int from kept')).toEqual([
      { count: 1000, sum: 500_500 }, // 1000 · 1001 / 2
    ]);
    await second.stop();
    await second.exited;
  });

  it('begins empty each time without a folder, also several at once', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => startEmbeddedPostgres({ fsync: false })));
    onTestFinished(async () => void (await Promise.all(servers.map((server) => server.stop()))));
    expect(new Set(servers.map((server) => server.port)).size).toBe(3);
    for (const { connectionString } of servers) {
      await query(connectionString, 'create table only_here ()');
    }
  });

  it('refuses a folder with other files, and a folder that is in use', { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    await expect(startEmbeddedPostgres({ dataDir: '/etc' })).rejects.toThrow('it holds other files');
    const dataDir = join(folder, 'data');
    const first = await startEmbeddedPostgres({ dataDir, fsync: false });
    onTestFinished(() => first.stop());
    await expect(startEmbeddedPostgres({ dataDir, fsync: false })).rejects.toThrow(FolderInUseError);
  });

  it('says what to do on a platform without programs', async () => {
    await expect(findBinaries('darwin', 'arm64')).rejects.toThrow(
      'Expected linux x64 or arm64, was darwin arm64; start with --log memory or give --postgres URL.',
    );
  });
});
