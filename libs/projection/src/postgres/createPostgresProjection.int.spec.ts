import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checkpoint, FencedError, rowBytes, rowValue } from '../index.js';
import { createPostgresProjection } from './createPostgresProjection.js';

let server: EmbeddedPostgres;
beforeAll(async () => void (server = await startEmbeddedPostgres({ fsync: false })));
afterAll(() => server.stop());

const checkpoint = (step: number): Checkpoint => ({
  foldVersion: 'v1',
  step,
  stepTimeUs: BigInt(step) * 10n,
  inputs: [{ topic: 'market', partition: 0, next: step, claimedEpoch: 3n, endedStep: step, openIds: ['a'] }],
  own: [],
  seals: [{ topic: 'exposure', partition: 1, from: 4, previousHash: Uint8Array.of(1, 2) }],
  quarantinedRecords: 0,
});
const row = (key: string, value: unknown) => ({
  table: 't',
  key,
  value: value === undefined ? undefined : rowBytes(value),
});
let schemas = 0;
const open = (schema: string) => createPostgresProjection({ connectionString: server.connectionString, schema });
const fresh = () => open(`p${++schemas}`);

describe('a projection in PostgreSQL', () => {
  it('gives back rows and checkpoint as they were committed together', async () => {
    const schema = `p${++schemas}`;
    const first = await open(schema);
    const epoch = (await first.ownership.claim('a-0', 'here', 1_000))!;
    const value = { amount: 12345678901234567890n, price: -0, at: new Map([['x', Float64Array.of(0.1, NaN)]]) };
    await first.store.commit(epoch, checkpoint(1), [row('k', value), row('gone', 1)]);
    await first.store.commit(epoch, checkpoint(2), [row('gone', undefined)]);
    await first.close();
    const again = await open(schema);
    const stored = (await again.store.load())!;
    expect(stored.checkpoint).toEqual(checkpoint(2));
    expect(stored.rows.map(({ key }) => key)).toEqual(['k']);
    expect(rowValue(stored.rows[0]!.value!)).toEqual(value);
    await again.close();
  });

  it('refuses a commit of an owner that was replaced, and changes nothing', async () => {
    const { store, ownership, close } = await fresh();
    const old = (await ownership.claim('a-0', 'here', 1))!;
    await store.commit(old, checkpoint(1), [row('k', 'old')]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const next = (await ownership.claim('a-1', 'there', 10_000))!;
    expect(next).toBe(old + 1n);
    await expect(store.commit(old, checkpoint(9), [row('k', 'zombie')])).rejects.toThrow(FencedError);
    const stored = (await store.load())!;
    expect(stored.checkpoint.step).toBe(1);
    expect(rowValue(stored.rows[0]!.value!)).toBe('old');
    await close();
  });

  it('lets one owner in at a time, and takes its own lease back at once', async () => {
    const { ownership, close } = await fresh();
    const epoch = (await ownership.claim('a-0', 'here', 10_000))!;
    expect(await ownership.claim('a-1', 'there', 10_000)).toBeUndefined();
    expect(await ownership.claim('a-0', 'here', 10_000)).toBe(epoch + 1n);
    expect(await ownership.renew('a-0', epoch, 10_000)).toBe(false);
    expect(await ownership.renew('a-0', epoch + 1n, 10_000)).toBe(true);
    expect((await ownership.current())?.owner).toBe('a-0');
    await ownership.release('a-0', epoch + 1n);
    expect(await ownership.claim('a-1', 'there', 10_000)).toBe(epoch + 2n);
    await close();
  });

  it('replaces a projection as a whole, and keeps a snapshot beside it', async () => {
    const { store, ownership, close } = await fresh();
    const epoch = (await ownership.claim('a-0', 'here', 10_000))!;
    await store.commit(epoch, checkpoint(1), [row('a', 1), row('b', 2)]);
    await store.saveSnapshot({ checkpoint: checkpoint(1), rows: [row('a', 1)] });
    await store.replace(epoch, { checkpoint: checkpoint(5), rows: [row('c', 3)] });
    const stored = (await store.load())!;
    expect([stored.checkpoint.step, ...stored.rows.map(({ key }) => key)]).toEqual([5, 'c']);
    expect((await store.loadSnapshot())!.checkpoint.step).toBe(1);
    await close();
  });

  it('migrates once when two instances start together', async () => {
    const schema = `p${++schemas}`;
    const [one, two] = await Promise.all([open(schema), open(schema)]);
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    const found = await client.query(`SELECT count(*)::int AS n FROM "${schema}".migration`);
    expect(found.rows[0]).toEqual({ n: 1 });
    await client.end();
    await Promise.all([one.close(), two.close()]);
  });
});
