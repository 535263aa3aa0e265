import { canonicalBytes } from '@gimbal/contracts';
import { createPostgresLog, type PostgresLogOptions } from '@gimbal/event-log/postgres';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, expectFailure, newTopicName, readAll, recordOf, recordsOf, textOf } from './contractLog.ts';
import { collect } from './describeSegments.ts';

const TARGET_BYTES = 64 * 1024;

/** What the PostgreSQL log does besides the contract: it merges small segments and forgets old ones. */
export function describePostgresLog(newOptions: () => PostgresLogOptions): void {
  async function open(retentionMs: number) {
    const options = newOptions();
    const log = await createPostgresLog(options);
    onTestFinished(() => log.close());
    const topic = newTopicName();
    await log.ensureTopics([{ name: topic, partitions: 2, retentionMs }]);
    return { log, topic, options };
  }

  async function ask(options: PostgresLogOptions, text: string): Promise<void> {
    const client = new pg.Client({ connectionString: options.connectionString });
    await client.connect();
    await client.query(text.replaceAll('LOG', options.schema!));
    await client.end();
  }

  describe('The log in PostgreSQL merges segments', () => {
    it('to about 64 KiB, with bytes and offsets unchanged', async () => {
      const { log, topic } = await open(Infinity);
      const appended = Array.from({ length: 300 }, (_, i) => recordOf(`${i}`.padEnd(900, 'x'))); // about 280 KB
      for (const record of appended) await log.append([{ topic, partition: 0, records: [record] }]);
      await log.append([{ topic, partition: 1, records: recordsOf(1) }]);
      const fewer = await log.mergeSegments();
      const segments = await collect(log.streamSegments(topic, 0, 0));
      expect(segments).toHaveLength(300 - fewer);
      const large = segments.filter((segment) => segment.count > 1);
      expect(large.length).toBe(4); // 300 records of 900 bytes and framing make four full segments and a rest.
      for (const { bytes } of large) {
        expect(bytes.length).toBeGreaterThanOrEqual(TARGET_BYTES);
        expect(bytes.length).toBeLessThan(1.5 * TARGET_BYTES);
      }
      expect(Buffer.concat(segments.map((segment) => segment.bytes)).equals(canonicalBytes(appended))).toBe(true);
      expect((await readAll(log, topic)).map(textOf)).toEqual(appended.map(textOf));
      const middle = await log.read({ topic, partition: 0, offset: 101 }, { maxRecords: 2 });
      expect(middle.records.map((record) => record.offset)).toEqual([101, 102]);
      expect(await log.mergeSegments()).toBe(0);
    });

    it('while others append and read', { timeout: 120_000 }, async () => {
      const { log, topic, options } = await open(Infinity);
      const merging = await createPostgresLog({ ...options, mergeEveryMs: 5 });
      onTestFinished(() => merging.close());
      const seen: string[] = [];
      const reader = log.subscribe([{ topic, partition: 0, offset: 0 }], (batch) => {
        expect(batch.firstOffset).toBe(seen.length);
        seen.push(...batch.records.map(textOf));
      });
      const texts = Array.from({ length: 400 }, (_, i) => `${i}`.padEnd(2_000, 'y'));
      for (const text of texts) await log.append([{ topic, partition: 0, records: [recordOf(text)] }]);
      await eventually(() => seen.length === texts.length);
      expect(seen).toEqual(texts);
      await reader.stop();
      await eventually(() => false, 100); // Time for the last merges.
      expect((await collect(log.streamSegments(topic, 0, 0))).length).toBeLessThan(100);
      expect((await readAll(merging, topic)).map(textOf)).toEqual(texts);
    });
  });

  describe('The log in PostgreSQL expires segments', () => {
    it('that are older than their topic keeps, and says where it begins', async () => {
      const { log, topic, options } = await open(1_000);
      for (let i = 0; i < 5; i++) await log.append([{ topic, partition: 0, records: recordsOf(2, `n${i}.`) }]);
      expect(await log.expire(Date.now())).toBe(0);
      await ask(options, `UPDATE LOG.log_segment SET appended_at = now() - interval '1 hour' WHERE base_offset < 6`);
      expect(await log.expire(Date.now())).toBe(3);
      expect(await log.firstOffset({ topic, partition: 0 })).toBe(6);
      await expectFailure(log.read({ topic, partition: 0, offset: 5 }), 'offset_expired');
      await expectFailure(log.subscribe([{ topic, partition: 0, offset: 0 }], () => {}).done, 'offset_expired');
      await expectFailure(collect(log.streamSegments(topic, 0, 0)), 'offset_expired');
      expect((await readAll(log, topic, 0, 6)).map(textOf)).toEqual(['n3.0', 'n3.1', 'n4.0', 'n4.1']);
      expect(await log.append([{ topic, partition: 0, records: recordsOf(1) }])).toMatchObject([{ firstOffset: 10 }]);
    });

    it('but keeps the newest of a partition, and all of a topic that is kept for ever', async () => {
      const { log, topic, options } = await open(1_000);
      const kept = newTopicName();
      await log.ensureTopics([{ name: kept, partitions: 1, retentionMs: Infinity }]);
      for (let i = 0; i < 3; i++) {
        await log.append([
          { topic, partition: 0, records: recordsOf(1) },
          { topic: kept, partition: 0, records: recordsOf(1) },
        ]);
      }
      await ask(options, `UPDATE LOG.log_segment SET appended_at = now() - interval '1 hour'`);
      expect(await log.expire(Date.now())).toBe(2);
      expect(await log.firstOffset({ topic, partition: 0 })).toBe(2);
      expect(await log.head({ topic, partition: 0 })).toBe(3);
      expect(await log.firstOffset({ topic: kept, partition: 0 })).toBe(0);
      expect(await readAll(log, kept)).toHaveLength(3);
    });
  });
}
