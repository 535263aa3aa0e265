import type { Batch } from '@gimbal/event-log';
import { describe, expect, it } from 'vitest';
import {
  eventually,
  expectFailure,
  type MakeLog,
  newTopicName,
  openTopic,
  recordOf,
  recordsOf,
  textOf,
} from './contractLog.ts';

export function describeSubscribing(makeLog: MakeLog): void {
  describe('subscribe', () => {
    it('pushes what is there, then what comes, of all its partitions', async () => {
      const { log, topic } = await openTopic(makeLog, 2);
      await log.append([{ topic, partition: 0, records: recordsOf(3, 'a') }]);
      const seen: string[][] = [[], []];
      const from = [0, 1].map((partition) => ({ topic, partition, offset: 0 }));
      const subscription = log.subscribe(from, (batch) => {
        expect(batch.firstOffset).toBe(seen[batch.partition]?.length);
        seen[batch.partition]?.push(...batch.records.map(textOf));
      });
      await eventually(() => seen[0]?.length === 3);
      await log.append([
        { topic, partition: 1, records: recordsOf(2, 'b') },
        { topic, partition: 0, records: [recordOf('a3')] },
      ]);
      await eventually(() => seen[0]?.length === 4 && seen[1]?.length === 2);
      expect(seen).toEqual([
        ['a0', 'a1', 'a2', 'a3'],
        ['b0', 'b1'],
      ]);
      await subscription.stop();
      await subscription.done;
      await log.append([{ topic, partition: 0, records: [recordOf('late')] }]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(seen[0]).toHaveLength(4);
    });

    it('begins at the place that it is given', async () => {
      const { log, topic } = await openTopic(makeLog);
      await log.append([{ topic, partition: 0, records: recordsOf(10) }]);
      const batches: Batch[] = [];
      const subscription = log.subscribe([{ topic, partition: 0, offset: 7 }], (batch) => void batches.push(batch));
      await eventually(() => batches.flatMap((batch) => batch.records).length >= 3);
      await subscription.stop();
      expect(batches[0]?.firstOffset).toBe(7);
      expect(batches.flatMap((batch) => batch.records.map(textOf))).toEqual(['r7', 'r8', 'r9']);
    });

    it('keeps subscribers independent: a slow one holds up no other', async () => {
      const { log, topic } = await openTopic(makeLog);
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const slow: string[] = [];
      const fast: string[] = [];
      const from = [{ topic, partition: 0, offset: 0 }];
      const slowSubscription = log.subscribe(from, async (batch) => {
        await held;
        slow.push(...batch.records.map(textOf));
      });
      const fastSubscription = log.subscribe(from, (batch) => void fast.push(...batch.records.map(textOf)));
      for (let i = 0; i < 20; i++) await log.append([{ topic, partition: 0, records: [recordOf(`r${i}`)] }]);
      await eventually(() => fast.length === 20);
      expect(fast).toEqual(Array.from({ length: 20 }, (_, i) => `r${i}`));
      expect(slow).toEqual([]);
      release();
      await eventually(() => slow.length === 20);
      expect(slow).toEqual(fast);
      await Promise.all([slowSubscription.stop(), fastSubscription.stop()]);
    });

    it('stops when the handler throws, and gives the same records again from the same place', async () => {
      const { log, topic } = await openTopic(makeLog);
      await log.append([{ topic, partition: 0, records: recordsOf(6) }]);
      const from = [{ topic, partition: 0, offset: 2 }];
      const failed: string[] = [];
      const subscription = log.subscribe(from, (batch) => {
        failed.push(...batch.records.map(textOf));
        throw new Error('the handler broke');
      });
      await expect(subscription.done).rejects.toThrow('the handler broke');
      const again: string[] = [];
      const next = log.subscribe(from, (batch) => void again.push(...batch.records.map(textOf)));
      await eventually(() => again.length >= 4);
      await next.stop();
      expect(again).toEqual(['r2', 'r3', 'r4', 'r5']);
      expect(again.slice(0, failed.length)).toEqual(failed);
    });

    it('hands over one batch at a time, whatever waits', async () => {
      const { log, topic } = await openTopic(makeLog, 3);
      const partitions = [0, 1, 2];
      const from = partitions.map((partition) => ({ topic, partition, offset: 0 }));
      let inHandler = 0;
      let inHandlerMax = 0;
      let received = 0;
      const subscription = log.subscribe(from, async (batch) => {
        inHandler++;
        inHandlerMax = Math.max(inHandlerMax, inHandler);
        await new Promise((resolve) => setTimeout(resolve, 3));
        received += batch.records.length;
        inHandler--;
      });
      const appends = Array.from({ length: 60 }, (_, i) =>
        log.append([{ topic, partition: i % 3, records: [recordOf(String(i))] }]),
      );
      await Promise.all(appends);
      await eventually(() => received === 60);
      await subscription.stop();
      expect({ received, inHandlerMax }).toEqual({ received: 60, inHandlerMax: 1 });
    });

    it(
      'pulls no further while the handler is at work, so that a backlog costs no memory',
      { timeout: 120_000 },
      async () => {
        const { log, topic } = await openTopic(makeLog);
        const value = Buffer.alloc(500_000, 1);
        const backlog = 120; // 60 MB in the log.
        let release = () => {};
        const held = new Promise<void>((resolve) => (release = resolve));
        let received = 0;
        let largestBytes = 0;
        for (let i = 0; i < backlog; i++) {
          await log.append([{ topic, partition: 0, records: [{ key: 'k', headers: [], value }] }]);
        }
        const subscription = log.subscribe([{ topic, partition: 0, offset: 0 }], async (batch) => {
          await held;
          received += batch.records.length;
          largestBytes = Math.max(
            largestBytes,
            batch.records.reduce((sum, record) => sum + record.value.length, 0),
          );
        });
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(received).toBe(0);
        release();
        await eventually(() => received === backlog, 60_000);
        await subscription.stop();
        expect(received).toBe(backlog);
        // READ_MAX_BYTES is 4 MiB; one more record may pass it.
        expect(largestBytes).toBeLessThan(4 * 1024 * 1024 + 2 * value.length);
      },
    );

    it('stops only when the handler at work has returned', async () => {
      const { log, topic } = await openTopic(makeLog);
      let handling = false;
      const subscription = log.subscribe([{ topic, partition: 0, offset: 0 }], async () => {
        handling = true;
        await new Promise((resolve) => setTimeout(resolve, 100));
        handling = false;
      });
      await log.append([{ topic, partition: 0, records: recordsOf(1) }]);
      await eventually(() => handling);
      expect(handling).toBe(true);
      await subscription.stop();
      expect(handling).toBe(false);
    });

    it('fails for good on a topic that is not there, and on an offset over the head', async () => {
      const { log, topic } = await openTopic(makeLog);
      await expectFailure(
        log.subscribe([{ topic: newTopicName(), partition: 0, offset: 0 }], () => {}).done,
        'unknown_topic',
      );
      await expectFailure(log.subscribe([{ topic, partition: 0, offset: 9 }], () => {}).done, 'offset_beyond_head');
    });
  });
}
