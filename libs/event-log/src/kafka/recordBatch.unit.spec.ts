import { createRequire } from 'node:module';
import { canonicalBytes, type LogRecord, parseCanonical } from '@gimbal/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Segment } from '../segmentReader.js';
import { encodeRecordBatch } from './encodeRecordBatch.js';
import { offsetAfter, RecordCursor } from './recordCursor.js';

// The other implementation of the format: kafkajs's own codec.
const require = createRequire(import.meta.url);
const KafkajsDecoder = require('kafkajs/src/protocol/decoder');
const decodeWithKafkajs = require('kafkajs/src/protocol/recordBatch/v0/decoder');
const recordWithKafkajs = require('kafkajs/src/protocol/recordBatch/record/v0');
const { RecordBatch: batchWithKafkajs } = require('kafkajs/src/protocol/recordBatch/v0');
const { Types: compressions } = require('kafkajs/src/protocol/message/compression');

const text = fc.string({ unit: 'binary', maxLength: 200 });
// kafkajs holds headers in a plain object: numbers would come first, and `constructor` would find something there.
const headerName = fc.string({ minLength: 1, maxLength: 30 }).filter((name) => !/^\d+$/.test(name) && !(name in {}));
const record: fc.Arbitrary<LogRecord> = fc.record({
  key: text,
  headers: fc.dictionary(headerName, text, { maxKeys: 6 }).map((headers) => {
    return Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  }),
  value: fc.uint8Array({ maxLength: 20_000 }),
});
const records = fc.array(record, { minLength: 1, maxLength: 30 });
const origin = { producerId: 4711n, producerEpoch: 3, firstSequence: 17, timestampMs: 1_760_000_000_000 };

function plain(list: readonly LogRecord[]) {
  return list.map(({ key, headers, value }) => ({
    key,
    headers: [...headers],
    value: Buffer.from(value).toString('hex'),
  }));
}

async function encodeWithKafkajs(list: readonly LogRecord[], firstOffset: string, compression = compressions.None) {
  const encoded = list.map((one, offsetDelta) => {
    const headers = Object.fromEntries(one.headers);
    return recordWithKafkajs({
      offsetDelta,
      timestampDelta: offsetDelta * 1000,
      key: one.key,
      value: Buffer.from(one.value),
      headers,
    });
  });
  const fields = { compression, firstOffset, lastOffsetDelta: list.length - 1, records: encoded };
  return (await batchWithKafkajs(fields)).buffer as Buffer;
}

describe('a batch of Kafka', () => {
  it('that we write is read by kafkajs as it was meant', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (list) => {
        const batch = await decodeWithKafkajs(new KafkajsDecoder(encodeRecordBatch(list, origin)));
        const found = batch.records.map((one: { key: Buffer; value: Buffer; headers: Record<string, Buffer> }) => ({
          key: one.key.toString(),
          headers: Object.entries(one.headers).map(([name, value]) => [name, value.toString()]),
          value: one.value.toString('hex'),
        }));
        expect(found).toEqual(plain(list));
        expect([batch.producerId, batch.producerEpoch, batch.firstSequence]).toEqual(['4711', 3, 17]);
        expect(batch.lastOffsetDelta).toBe(list.length - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('that kafkajs writes is read by us as it was meant, from any offset and in pieces, also when the last is cut', async () => {
    await fc.assert(
      fc.asyncProperty(records, records, fc.nat(40), fc.nat(500), async (first, second, skipped, cut) => {
        const batches = [
          await encodeWithKafkajs(first, '100'),
          await encodeWithKafkajs(second, String(100 + first.length)),
        ];
        const whole = Buffer.concat(batches);
        const isCut = cut > 0 && cut < batches[1]!.length;
        const bytes = whole.subarray(0, isCut ? whole.length - cut : whole.length);
        const expected = (isCut ? first : [...first, ...second]).slice(skipped);
        const cursor = new RecordCursor(bytes, 100 + skipped);
        const found = [];
        for (let piece = cursor.take(3, 1e9); piece.length > 0; piece = cursor.take(3, 1e9)) found.push(...piece);
        expect(plain(found)).toEqual(plain(expected));
        expect(found.map(({ offset }) => offset)).toEqual(expected.map((_, i) => 100 + skipped + i));
        expect(offsetAfter(bytes)).toBe(100 + (isCut ? first.length : first.length + second.length));
      }),
      { numRuns: 60 },
    );
  });

  it('that was compressed with gzip is read too', async () => {
    const list = [{ key: 'k', headers: [['ce_type', 'test']] as [string, string][], value: Buffer.alloc(5_000, 1) }];
    const bytes = await encodeWithKafkajs(list, '0', compressions.GZIP);
    expect(bytes.length).toBeLessThan(1_000);
    expect(plain(new RecordCursor(bytes, 0).take(10, 1e9))).toEqual(plain(list));
  });

  it('becomes canonical bytes as by way of objects, cut anywhere and however its headers are ordered', () => {
    const anyOrder = record.chain((one) =>
      fc.shuffledSubarray([...one.headers], { minLength: one.headers.length }).map((headers) => ({ ...one, headers })),
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(record, anyOrder), { minLength: 1, maxLength: 30 }),
        fc.nat(40),
        fc.nat(40),
        (list, from, to) => {
          const batches = Buffer.concat([encodeRecordBatch(list, origin), encodeRecordBatch(list, origin)]);
          batches.writeBigInt64BE(BigInt(list.length), batches.length / 2);
          const records = new RecordCursor(batches, from).take(Infinity, Infinity).filter(({ offset }) => offset < to);
          const cursor = new RecordCursor(batches, from);
          const segments: Segment[] = [];
          for (let segment = cursor.takeSegment(to); segment; segment = cursor.takeSegment(to)) segments.push(segment);
          expect(Buffer.concat(segments.map(({ bytes }) => bytes)).equals(canonicalBytes(records))).toBe(true);
          let next = records[0]?.offset ?? 0;
          for (const { baseOffset, count, bytes } of segments) {
            expect([baseOffset, count]).toEqual([next, parseCanonical(bytes).length]);
            next += count;
          }
        },
      ),
    );
  });
});
