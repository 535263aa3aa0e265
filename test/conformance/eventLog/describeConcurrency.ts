import { describe, expect, it } from 'vitest';
import { eventually, type MakeLog, openTopic, readAll, recordOf, recordsOf, textOf } from './contractLog.ts';

/** A batch of 1 to 4 records that name their client, append and number, so that any reader can check them. */
function namedRecords(client: string, append: number) {
  return Array.from({ length: 1 + (append % 4) }, (_, i) => recordOf(`${client}:${append}:${i}`));
}

export function describeConcurrency(makeLog: MakeLog): void {
  describe('two clients', () => {
    it('never show a hole to a reader, and keep each batch together', { timeout: 120_000 }, async ({ skip }) => {
      const { log, topic, second } = await openTopic(makeLog, 2);
      if (!second) return skip('this log has one client');
      const other = await second();
      const partitions = [0, 1];
      const seen: string[][] = [[], []];
      const holes: string[] = [];
      const reader = log.subscribe(
        partitions.map((partition) => ({ topic, partition, offset: 0 })),
        (batch) => {
          const texts = seen[batch.partition]!;
          for (const record of batch.records) {
            if (record.offset !== texts.length)
              holes.push(`${record.offset} after ${texts.length} of ${batch.partition}`);
            texts.push(textOf(record));
          }
        },
      );
      const appendMany = async (client: string, by: typeof log) => {
        for (let append = 0; append < 60; append++) {
          const order = append % 2 === 0 ? [0, 1] : [1, 0];
          const records = namedRecords(client, append);
          const places = await by.append(order.map((partition) => ({ topic, partition, records })));
          for (const { partition, firstOffset, count } of places) {
            acknowledged.push({ partition, firstOffset, texts: records.map(textOf) });
            expect(count).toBe(records.length);
          }
        }
      };
      const acknowledged: { partition: number; firstOffset: number; texts: string[] }[] = [];
      try {
        await Promise.all([appendMany('a', log), appendMany('b', other), appendMany('c', log), appendMany('d', other)]);
        const total = 4 * 60 * 2.5; // 1 to 4 records an append, 2.5 in the mean.
        await eventually(() => seen.every((texts) => texts.length >= total));
        expect(holes).toEqual([]);
        expect(seen.map((texts) => texts.length)).toEqual([total, total]);
        for (const { partition, firstOffset, texts } of acknowledged) {
          expect(seen[partition]?.slice(firstOffset, firstOffset + texts.length)).toEqual(texts);
        }
        for (const partition of partitions) {
          expect((await readAll(other, topic, partition)).map(textOf)).toEqual(seen[partition]);
        }
      } finally {
        await reader.stop();
        await other.close();
      }
    });

    it('wake each other when a record comes', async ({ skip }) => {
      const { log, topic, second } = await openTopic(makeLog);
      if (!second) return skip('this log has one client');
      const other = await second();
      try {
        const startedAt = performance.now();
        const waiting = other.read({ topic, partition: 0, offset: 0 }, { waitMs: 20_000 });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await log.append([{ topic, partition: 0, records: recordsOf(1) }]);
        expect((await waiting).records.map(textOf)).toEqual(['r0']);
        expect(performance.now() - startedAt).toBeLessThan(10_000);
      } finally {
        await other.close();
      }
    });

    it('agree on a topic that both want at once', async ({ skip }) => {
      const { log, topic, second } = await openTopic(makeLog);
      if (!second) return skip('this log has one client');
      const other = await second();
      const wanted = [{ name: `${topic}-both`, partitions: 3, retentionMs: Infinity }];
      try {
        await Promise.all([log.ensureTopics(wanted), other.ensureTopics(wanted)]);
        await other.append([{ topic: `${topic}-both`, partition: 2, records: [recordOf('x')] }]);
        expect((await readAll(log, `${topic}-both`, 2)).map(textOf)).toEqual(['x']);
      } finally {
        await other.close();
      }
    });
  });
}
