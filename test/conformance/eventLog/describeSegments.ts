import { canonicalBytes, type LogRecord, parseCanonical } from '@gimbal/contracts';
import { isSegmentReader, type Segment, type SegmentReader } from '@gimbal/event-log';
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
} from './contractLog.ts';

/** What a log must do that offers segments besides. */
export function describeSegments(name: string, makeLog: MakeLog): void {
  describe(`${name} streams segments`, () => {
    it('that hold the same bytes as reads, in order and without a hole', async () => {
      const { log, topic } = await openTopic(makeLog, 2);
      const appended: LogRecord[] = [];
      for (let i = 0; i < 30; i++) {
        const records = [recordOf(`n${i}`), recordOf('x'.repeat(i * 700)), recordOf('')];
        appended.push(...records);
        await log.append([
          { topic, partition: 0, records },
          { topic, partition: 1, records: recordsOf(1) },
        ]);
      }
      const segments = await collect(segmentsOf(log).streamSegments(topic, 0, 0));
      expectConsecutive(segments, 0, appended.length);
      const streamed = Buffer.concat(segments.map((segment) => segment.bytes));
      expect(streamed.equals(canonicalBytes(appended))).toBe(true);
      expect(bytesOf(await readAll(log, topic)) === streamed.toString('hex')).toBe(true);
    });

    it('from any offset to the head', async () => {
      const { log, topic } = await openTopic(makeLog);
      for (let i = 0; i < 5; i++) await log.append([{ topic, partition: 0, records: recordsOf(10, `s${i}.`) }]);
      for (const from of [0, 9, 10, 37, 49]) {
        const segments = await collect(segmentsOf(log).streamSegments(topic, 0, from));
        expect(segments[0]?.baseOffset).toBeLessThanOrEqual(from);
        expect(segments[0]!.baseOffset + segments[0]!.count).toBeGreaterThan(from);
        expectConsecutive(segments, segments[0]!.baseOffset, 50);
      }
      expect(await collect(segmentsOf(log).streamSegments(topic, 0, 50))).toEqual([]);
    });

    it('and stops when its reader does', async () => {
      const { log, topic } = await openTopic(makeLog);
      for (let i = 0; i < 5; i++) await log.append([{ topic, partition: 0, records: [recordOf('x'.repeat(100_000))] }]);
      for await (const segment of segmentsOf(log).streamSegments(topic, 0, 0)) {
        expect(segment.baseOffset).toBe(0);
        break;
      }
      expect((await readAll(log, topic)).length).toBe(5);
    });

    it('and fails as reads do', async () => {
      const { log, topic } = await openTopic(makeLog);
      await expectFailure(collect(segmentsOf(log).streamSegments(newTopicName(), 0, 0)), 'unknown_topic');
      await expectFailure(collect(segmentsOf(log).streamSegments(topic, 0, 1)), 'offset_beyond_head');
    });
  });
}

function segmentsOf(log: unknown): SegmentReader {
  if (!isSegmentReader(log as never)) throw new Error('Expected a log that streams segments.');
  return log as SegmentReader;
}

export async function collect(stream: AsyncIterable<Segment>): Promise<Segment[]> {
  const segments: Segment[] = [];
  for await (const segment of stream) segments.push(segment);
  return segments;
}

function expectConsecutive(segments: readonly Segment[], from: number, to: number): void {
  let next = from;
  for (const { baseOffset, count, bytes } of segments) {
    expect(baseOffset).toBe(next);
    expect(parseCanonical(bytes)).toHaveLength(count);
    next += count;
  }
  expect(next).toBe(to);
}
