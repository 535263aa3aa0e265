import 'reflect-metadata';
import { deserialize, serialize } from 'node:v8';
import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  FencedError,
  type Checkpoint,
  type Ownership,
  type OwnerRow,
  type ProjectionStore,
  type RowChange,
  type StoredProjection,
} from '../projectionStore.js';
import { projectionMigrations } from './migrations.js';

export interface PostgresProjectionOptions {
  readonly connectionString: string;
  /** The service's own schema; letters, digits and underscores. */
  readonly schema: string;
  readonly report?: (message: string) => void;
}

export interface PostgresProjection {
  readonly store: ProjectionStore;
  readonly ownership: Ownership;
  close(): Promise<void>;
}

/**
 * The projection of one service in PostgreSQL. Rows, checkpoint and fence are one statement, hence one transaction and
 * one round trip. Commits are asynchronous (synchronous_commit = off): a crash of the server may lose the last of them
 * together with their checkpoint, and the log gives them back; leases and epochs are synchronous.
 */
export async function createPostgresProjection(options: PostgresProjectionOptions): Promise<PostgresProjection> {
  const { schema } = options;
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema))
    throw new Error(`Expected a schema name of letters, digits and underscores, was "${schema}".`);
  await migrate(options);
  const report = options.report ?? (() => {});
  const commits = new pg.Pool({
    connectionString: options.connectionString,
    max: 1,
    options: '-c synchronous_commit=off',
  });
  const leases = new pg.Pool({ connectionString: options.connectionString, max: 1 });
  // Whoever closes may stop the server right after, before the last connection has said goodbye: nothing is lost then.
  let closing = false;
  for (const pool of [commits, leases])
    pool.on('error', (error) => {
      if (!closing) report(`PostgreSQL connection lost: ${error.message}`);
    });
  const close = async (): Promise<void> => {
    closing = true;
    await Promise.all([commits.end(), leases.end()]);
  };
  return { store: createStore(commits, schema, close), ownership: createOwnership(leases, schema), close };
}

async function migrate({ connectionString, schema }: PostgresProjectionOptions): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Two instances may start at once; the second waits here and finds nothing to do.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [`gimbal migrate ${schema}`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    const source = new DataSource({
      type: 'postgres',
      url: connectionString,
      schema,
      migrations: projectionMigrations(schema),
      migrationsTableName: 'migration',
    });
    await source.initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    await client.end();
  }
}

function createStore(pool: pg.Pool, schema: string, close: () => Promise<void>): ProjectionStore {
  const fence = `WITH fence AS (SELECT 1 FROM "${schema}".ownership WHERE epoch = $1 FOR SHARE)`;
  const commitText = `${fence},
    removed AS (DELETE FROM "${schema}".projection_row r USING unnest($2::text[], $3::text[]) AS d(table_name, key)
      WHERE r.table_name = d.table_name AND r.key = d.key AND EXISTS (SELECT 1 FROM fence)),
    put AS (INSERT INTO "${schema}".projection_row (table_name, key, value)
      SELECT p.* FROM unnest($4::text[], $5::text[], $6::bytea[]) AS p(table_name, key, value), fence
      ON CONFLICT (table_name, key) DO UPDATE SET value = EXCLUDED.value)
    INSERT INTO "${schema}".projection_checkpoint (value) SELECT $7::bytea FROM fence
      ON CONFLICT (singleton) DO UPDATE SET value = EXCLUDED.value RETURNING 1`;
  const refuse = (epoch: bigint): never => {
    throw new FencedError(`Expected epoch ${epoch} to own ${schema}, a later one does.`);
  };
  const commit = async (
    client: pg.Pool | pg.PoolClient,
    epoch: bigint,
    checkpoint: Checkpoint,
    changes: readonly RowChange[],
  ): Promise<void> => {
    const removed = changes.filter((row) => row.value === undefined);
    const put = changes.filter((row) => row.value !== undefined);
    const result = await client.query({
      name: `commit_${schema}`,
      text: commitText,
      values: [
        epoch.toString(),
        removed.map((row) => row.table),
        removed.map((row) => row.key),
        put.map((row) => row.table),
        put.map((row) => row.key),
        put.map((row) => row.value),
        serialize(checkpoint),
      ],
    });
    if (result.rowCount !== 1) refuse(epoch);
  };
  return {
    async load() {
      const stored = await pool.query<{ value: Buffer }>(`SELECT value FROM "${schema}".projection_checkpoint`);
      if (stored.rows[0] === undefined) return undefined;
      const rows = await pool.query<RowChange>(
        `SELECT table_name AS "table", key, value FROM "${schema}".projection_row`,
      );
      return { checkpoint: deserialize(stored.rows[0].value) as Checkpoint, rows: rows.rows };
    },
    commit: (epoch, checkpoint, changes) => commit(pool, epoch, checkpoint, changes),
    async replace(epoch, projection) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(`DELETE FROM "${schema}".projection_row`);
        await commit(client, epoch, projection.checkpoint, projection.rows);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    async saveSnapshot(projection) {
      await pool.query(
        `INSERT INTO "${schema}".projection_snapshot (value) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET value = EXCLUDED.value, taken_at = now()`,
        [serialize(projection)],
      );
    },
    async loadSnapshot() {
      const found = await pool.query<{ value: Buffer }>(`SELECT value FROM "${schema}".projection_snapshot`);
      return found.rows[0] === undefined ? undefined : (deserialize(found.rows[0].value) as StoredProjection);
    },
    close,
  };
}

function createOwnership(pool: pg.Pool, schema: string): Ownership {
  const table = `"${schema}".ownership`;
  return {
    async claim(owner, address, ttlMs, aboveEpoch = 0n) {
      const claimed = await pool.query<{ epoch: string }>(
        `INSERT INTO ${table} AS held (owner, address, epoch, expires_at) VALUES ($1, $2, $4::bigint + 1, now() + $3 * interval '1 millisecond')
         ON CONFLICT (singleton) DO UPDATE SET owner = EXCLUDED.owner, address = EXCLUDED.address, epoch = GREATEST(held.epoch, $4::bigint) + 1, expires_at = EXCLUDED.expires_at
         WHERE held.owner = EXCLUDED.owner OR held.expires_at < now() RETURNING epoch`,
        [owner, address, ttlMs, aboveEpoch.toString()],
      );
      return claimed.rows[0] === undefined ? undefined : BigInt(claimed.rows[0].epoch);
    },
    async renew(owner, epoch, ttlMs) {
      const renewed = await pool.query(
        `UPDATE ${table} SET expires_at = now() + $3 * interval '1 millisecond' WHERE owner = $1 AND epoch = $2`,
        [owner, epoch.toString(), ttlMs],
      );
      return renewed.rowCount === 1;
    },
    async current() {
      const found = await pool.query<{ owner: string; address: string; epoch: string }>(
        `SELECT owner, address, epoch FROM ${table} WHERE expires_at > now()`,
      );
      const row = found.rows[0];
      return row === undefined
        ? undefined
        : ({ owner: row.owner, address: row.address, epoch: BigInt(row.epoch) } satisfies OwnerRow);
    },
    async release(owner, epoch) {
      await pool.query(`UPDATE ${table} SET expires_at = now() - interval '1 second' WHERE owner = $1 AND epoch = $2`, [
        owner,
        epoch.toString(),
      ]);
    },
  };
}
