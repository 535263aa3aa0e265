import { describe, expect, it } from 'vitest';
import { expectFailure, type MakeLog, newTopicName, openTopic, recordsOf } from './contractLog.ts';

export function describeLifecycle(makeLog: MakeLog): void {
  describe('topics', () => {
    it('are made once, and keep their partitions', async () => {
      const { log, topic } = await openTopic(makeLog, 2);
      await log.append([{ topic, partition: 1, records: recordsOf(2) }]);
      await log.ensureTopics([{ name: topic, partitions: 2, retentionMs: Infinity }]);
      expect(await log.head({ topic, partition: 1 })).toBe(2);
      await expectFailure(log.ensureTopics([{ name: topic, partitions: 3, retentionMs: Infinity }]), 'partition_count');
      await expectFailure(log.head({ topic, partition: 2 }), 'unknown_topic');
    });
  });

  describe('a closed log', () => {
    it('ends its subscriptions and refuses later calls', async () => {
      const { log, topic } = await openTopic(makeLog);
      const subscription = log.subscribe([{ topic, partition: 0, offset: 0 }], () => {});
      const partition = { topic, partition: 0 };
      await log.append([{ ...partition, records: recordsOf(1) }]);
      await log.close();
      await subscription.done;
      await expectFailure(log.append([{ ...partition, records: recordsOf(1) }]), 'closed');
      await expectFailure(log.read({ ...partition, offset: 0 }), 'closed');
      await expectFailure(log.head(partition), 'closed');
      await expectFailure(log.heads([partition]), 'closed');
      await expectFailure(log.firstOffset(partition), 'closed');
      await expectFailure(log.ensureTopics([{ name: newTopicName(), partitions: 1, retentionMs: Infinity }]), 'closed');
      await expectFailure(log.subscribe([{ ...partition, offset: 0 }], () => {}).done, 'closed');
      await log.close();
    });
  });
}
