import pg from 'pg';
import { CONNECT_TIMEOUT_MS, QUERY_TIMEOUT_MS } from './limits.js';
import { asLogFailure } from './failure.js';

/** A question that PostgreSQL plans once per connection. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

const ignore = () => undefined;

/**
 * Every question of the log goes through a primary key and is planned once. Without this a connection that is opened on
 * an empty table keeps the plan for an empty table, a scan of the whole, until the first ANALYZE.
 */
const PLANNER = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off';

/** The connections of one log, and the schema that its questions name. Fails as LogFailure where the server is away. */
export class Database {
  private readonly pool: pg.Pool;

  constructor(
    readonly connectionString: string,
    readonly schema: string,
    poolSize: number,
  ) {
    this.pool = new pg.Pool({
      ...this.settings(),
      max: poolSize,
      idleTimeoutMillis: 0,
      query_timeout: QUERY_TIMEOUT_MS,
    });
    // An idle connection that breaks is replaced at the next question; without a listener Node would end the process.
    this.pool.on('error', ignore);
  }

  async query<Row extends pg.QueryResultRow>(prepared: Prepared, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>({ ...prepared, values })).rows;
    } catch (error) {
      throw asLogFailure(error);
    }
  }

  /** Runs `work` in one transaction. */
  async transaction<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.pool.connect();
      // A break is met by the question that it breaks; the pool listens only to idle connections.
      client.on('error', ignore);
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      client.off('error', ignore);
      client.release();
      return result;
    } catch (error) {
      // The connection goes with whatever the transaction held.
      client?.release(true);
      throw asLogFailure(error);
    }
  }

  /** A connection of its own, for what holds one for long. The caller ends it. */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.settings());
    client.on('error', ignore);
    try {
      await client.connect();
      return client;
    } catch (error) {
      throw asLogFailure(error);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private settings(): pg.ClientConfig {
    return {
      connectionString: this.connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      options: PLANNER,
      application_name: 'gimbal event log',
    };
  }
}
