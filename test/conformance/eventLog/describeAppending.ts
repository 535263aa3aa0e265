import type { LogRecord } from '@gimbal/contracts';
import { RECORD_MAX_BYTES } from '@gimbal/event-log';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  expectFailure,
  type MakeLog,
  newTopicName,
  openTopic,
  readAll,
  recordOf,
  recordsOf,
  textOf,
} from './contractLog.ts';

const anyText = (maxLength: number) => fc.string({ unit: 'binary', maxLength });

/** Any record that a service could append: binary or empty value, keys and headers in any script, names only once. */
const anyRecord: fc.Arbitrary<LogRecord> = fc.record({
  key: anyText(40),
  headers: fc
    .dictionary(fc.string({ minLength: 1, maxLength: 20 }), anyText(40), { maxKeys: 8 })
    .map((headers) => Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))),
  value: fc.uint8Array({ maxLength: 600 }),
});

export function describeAppending(makeLog: MakeLog): void {
  describe('append', () => {
    it('says where the records stand, from offset 0 on and without a hole', async () => {
      const { log, topic } = await openTopic(makeLog);
      expect(await log.append([{ topic, partition: 0, records: recordsOf(3) }])).toEqual([
        { topic, partition: 0, firstOffset: 0, count: 3 },
      ]);
      expect(await log.append([{ topic, partition: 0, records: recordsOf(2) }])).toEqual([
        { topic, partition: 0, firstOffset: 3, count: 2 },
      ]);
      expect(await log.head({ topic, partition: 0 })).toBe(5);
      expect((await readAll(log, topic)).map((record) => record.offset)).toEqual([0, 1, 2, 3, 4]);
    });

    it('keeps the order of a partition, also of calls that were not awaited', async () => {
      const { log, topic } = await openTopic(makeLog);
      const texts = Array.from({ length: 60 }, (_, i) => `n${i}`);
      const places = await Promise.all(
        texts.map((text) => log.append([{ topic, partition: 0, records: [recordOf(text)] }])),
      );
      expect(places.map(([place]) => place?.firstOffset)).toEqual(texts.map((_, i) => i));
      expect((await readAll(log, topic)).map(textOf)).toEqual(texts);
    });

    it('writes many partitions in one call and answers in the order of the requests', async () => {
      const { log, topic } = await openTopic(makeLog, 4);
      await log.append([{ topic, partition: 2, records: recordsOf(1, 'before') }]);
      const places = await log.append([
        { topic, partition: 3, records: recordsOf(2, 'd') },
        { topic, partition: 0, records: recordsOf(1, 'a') },
        { topic, partition: 2, records: recordsOf(3, 'c') },
      ]);
      expect(places).toEqual([
        { topic, partition: 3, firstOffset: 0, count: 2 },
        { topic, partition: 0, firstOffset: 0, count: 1 },
        { topic, partition: 2, firstOffset: 1, count: 3 },
      ]);
      expect((await readAll(log, topic, 2)).map(textOf)).toEqual(['before0', 'c0', 'c1', 'c2']);
      expect(await log.heads([0, 1, 2, 3].map((partition) => ({ topic, partition })))).toEqual([1, 0, 4, 2]);
    });

    it('takes one partition twice in a call, in the order of the requests', async () => {
      const { log, topic } = await openTopic(makeLog);
      const places = await log.append([
        { topic, partition: 0, records: recordsOf(2, 'a') },
        { topic, partition: 0, records: recordsOf(1, 'b') },
      ]);
      expect(places.map((place) => place.firstOffset)).toEqual([0, 2]);
      expect((await readAll(log, topic)).map(textOf)).toEqual(['a0', 'a1', 'b0']);
    });

    it('gives back each key, header and value unchanged', { timeout: 120_000 }, async () => {
      const { log, topic } = await openTopic(makeLog);
      await fc.assert(
        fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 20 }), async (records) => {
          const [place] = await log.append([{ topic, partition: 0, records }]);
          const stored = await readAll(log, topic, 0, place?.firstOffset);
          expect(bytesOf(stored)).toBe(bytesOf(records));
        }),
        { numRuns: 40 },
      );
    });

    it('keeps an empty key, no headers and an empty value', async () => {
      const { log, topic } = await openTopic(makeLog);
      const empty: LogRecord = { key: '', headers: [], value: new Uint8Array(0) };
      await log.append([{ topic, partition: 0, records: [empty, recordOf('x'), empty] }]);
      expect(bytesOf(await readAll(log, topic))).toBe(bytesOf([empty, recordOf('x'), empty]));
    });

    it('keeps its own copy of the bytes', async () => {
      const { log, topic } = await openTopic(makeLog);
      const value = Buffer.from('unchanged');
      await log.append([{ topic, partition: 0, records: [{ key: 'k', headers: [], value }] }]);
      value.fill(0);
      const [first] = await readAll(log, topic);
      first?.value.fill(0);
      expect((await readAll(log, topic)).map(textOf)).toEqual(['unchanged']);
    });

    it('takes a record of the greatest size and refuses a larger one whole', async () => {
      const { log, topic } = await openTopic(makeLog);
      // Canonical framing of this key and no headers is 4 + 4 + 1 + 2 + 4 bytes (libs/contracts, canonicalBytes).
      const largest: LogRecord = { key: 'k', headers: [], value: Buffer.alloc(RECORD_MAX_BYTES - 15, 7) };
      const tooLarge: LogRecord = { ...largest, value: Buffer.alloc(RECORD_MAX_BYTES + 1, 7) };
      await expectFailure(log.append([{ topic, partition: 0, records: [recordOf('x'), tooLarge] }]), 'too_large');
      expect(await log.head({ topic, partition: 0 })).toBe(0);
      await log.append([{ topic, partition: 0, records: [largest] }]);
      expect(bytesOf(await readAll(log, topic)) === bytesOf([largest])).toBe(true);
    });

    it('refuses a topic and a partition that are not there', async () => {
      const { log, topic } = await openTopic(makeLog, 2);
      await expectFailure(
        log.append([{ topic: newTopicName(), partition: 0, records: recordsOf(1) }]),
        'unknown_topic',
      );
      await expectFailure(log.append([{ topic, partition: 2, records: recordsOf(1) }]), 'unknown_topic');
      await log.append([{ topic, partition: 1, records: recordsOf(1) }]);
      expect(
        await log.heads([
          { topic, partition: 0 },
          { topic, partition: 1 },
        ]),
      ).toEqual([0, 1]);
    });
  });
}
