import { canonicalLength } from '@gimbal/contracts';
import { describe, expect, it } from 'vitest';
import { expectFailure, type MakeLog, newTopicName, openTopic, recordOf, recordsOf, textOf } from './contractLog.ts';

export function describeReading(makeLog: MakeLog): void {
  describe('read', () => {
    it('goes on from any offset, also from the middle of a batch', async () => {
      const { log, topic } = await openTopic(makeLog);
      await log.append([{ topic, partition: 0, records: recordsOf(5, 'a') }]);
      await log.append([{ topic, partition: 0, records: recordsOf(5, 'b') }]);
      const batch = await log.read({ topic, partition: 0, offset: 3 }, { maxRecords: 4, waitMs: 5_000 });
      expect(batch).toMatchObject({ topic, partition: 0, firstOffset: 3 });
      const read = [...batch.records];
      while (read.length < 7) {
        read.push(...(await log.read({ topic, partition: 0, offset: 3 + read.length }, { waitMs: 5_000 })).records);
      }
      expect(read.map(textOf)).toEqual(['a3', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4']);
      expect(read.map((record) => record.offset)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    });

    it('stops after maxRecords', async () => {
      const { log, topic } = await openTopic(makeLog);
      await log.append([{ topic, partition: 0, records: recordsOf(10) }]);
      const batch = await log.read({ topic, partition: 0, offset: 2 }, { maxRecords: 3, waitMs: 5_000 });
      expect(batch.records.map(textOf)).toEqual(['r2', 'r3', 'r4']);
    });

    it('stops after about maxBytes, with at least one record', async () => {
      const { log, topic } = await openTopic(makeLog);
      const records = Array.from({ length: 40 }, (_, i) => recordOf(String(i).padEnd(1_000, '.')));
      for (const record of records) await log.append([{ topic, partition: 0, records: [record] }]);
      const size = canonicalLength(records[0]!);
      const one = await log.read({ topic, partition: 0, offset: 0 }, { maxBytes: 1, waitMs: 5_000 });
      expect(one.records).toHaveLength(1);
      const some = await log.read({ topic, partition: 0, offset: 0 }, { maxBytes: 5 * size, waitMs: 5_000 });
      expect(some.records.length).toBeGreaterThanOrEqual(1);
      expect(some.records.length).toBeLessThanOrEqual(6);
    });

    it('gives an empty batch at the head', async () => {
      const { log, topic } = await openTopic(makeLog);
      expect(await log.read({ topic, partition: 0, offset: 0 })).toEqual({
        topic,
        partition: 0,
        firstOffset: 0,
        records: [],
      });
      await log.append([{ topic, partition: 0, records: recordsOf(2) }]);
      const batch = await log.read({ topic, partition: 0, offset: 2 }, { waitMs: 30 });
      expect(batch).toEqual({ topic, partition: 0, firstOffset: 2, records: [] });
    });

    it('refuses an offset over the head, and a topic or partition that is not there', async () => {
      const { log, topic } = await openTopic(makeLog, 2);
      await log.append([{ topic, partition: 0, records: recordsOf(2) }]);
      await expectFailure(log.read({ topic, partition: 0, offset: 3 }), 'offset_beyond_head');
      await expectFailure(log.read({ topic, partition: 2, offset: 0 }), 'unknown_topic');
      const missing = newTopicName();
      await expectFailure(log.read({ topic: missing, partition: 0, offset: 0 }), 'unknown_topic');
      await expectFailure(log.head({ topic: missing, partition: 0 }), 'unknown_topic');
      await expectFailure(
        log.heads([
          { topic, partition: 0 },
          { topic: missing, partition: 0 },
        ]),
        'unknown_topic',
      );
      await expectFailure(log.firstOffset({ topic: missing, partition: 0 }), 'unknown_topic');
    });

    it('says which offset is the oldest', async () => {
      const { log, topic } = await openTopic(makeLog);
      expect(await log.firstOffset({ topic, partition: 0 })).toBe(0);
      await log.append([{ topic, partition: 0, records: recordsOf(2) }]);
      expect(await log.firstOffset({ topic, partition: 0 })).toBe(0);
    });

    it('wakes a waiting reader when a record comes', async () => {
      const { log, topic } = await openTopic(makeLog);
      const startedAt = performance.now();
      const waiting = log.read({ topic, partition: 0, offset: 0 }, { waitMs: 20_000 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await log.append([{ topic, partition: 0, records: recordsOf(1) }]);
      expect((await waiting).records.map(textOf)).toEqual(['r0']);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    });

    it('stops waiting when its signal is aborted', async () => {
      const { log, topic } = await openTopic(makeLog);
      const abort = new AbortController();
      const startedAt = performance.now();
      const settled = log.read({ topic, partition: 0, offset: 0 }, { waitMs: 20_000, signal: abort.signal }).then(
        (batch) => batch.records.length,
        () => 0,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
      abort.abort();
      expect(await settled).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    });
  });
}
