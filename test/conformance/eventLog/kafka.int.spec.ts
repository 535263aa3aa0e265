import { randomBytes } from 'node:crypto';
import { createKafkaLog } from '@gimbal/event-log/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { findTools } from '../../../deploy/kafka/findTools.ts';
import { type RunningBroker, startBroker } from '../../../deploy/kafka/startBroker.ts';
import { expectFailure, newTopicName, recordsOf, textOf } from './contractLog.ts';
import { describeSegments } from './describeSegments.ts';
import { describeEventLogContract } from './eventLogContract.ts';

const tools = findTools();

if ('missing' in tools) {
  describe('kafka', () => {
    if (process.env['CI']) {
      it('has what its broker needs', () => {
        throw new Error(tools.missing);
      });
    } else {
      console.warn(`Skipped: the event log over Kafka was not tested. ${tools.missing}`);
      it.skip('keeps the contract of the event log');
    }
  });
} else {
  let started: Promise<RunningBroker> | undefined;
  const broker = () => (started ??= startBroker());
  afterAll(async () => (await started)?.stop());

  describeEventLogContract('kafka', async () => {
    const server = await broker();
    const topicPrefix = `${randomBytes(4).toString('hex')}.`;
    const open = () => createKafkaLog({ brokers: [server.bootstrap], clientId: 'contract', topicPrefix });
    const log = await open();
    return { log, second: open, killAndRestartServer: () => server.restart(), close: () => log.close() };
  });

  describeSegments('kafka', async () => {
    const brokers = [(await broker()).bootstrap];
    const log = await createKafkaLog({
      brokers,
      clientId: 'segments',
      topicPrefix: `${randomBytes(4).toString('hex')}.`,
    });
    return { log, close: () => log.close() };
  });

  describe('kafka, below the first kept record', () => {
    it('says which offset is the oldest and that the one asked for has expired', async () => {
      const brokers = [(await broker()).bootstrap];
      const log = await createKafkaLog({ brokers, clientId: 'expiry' });
      const admin = new Kafka({ brokers, clientId: 'expiry-admin', logLevel: logLevel.NOTHING }).admin();
      const place = { topic: newTopicName(), partition: 0 };
      try {
        await log.ensureTopics([{ name: place.topic, partitions: 1, retentionMs: Infinity }]);
        await log.append([{ ...place, records: recordsOf(5) }]);
        await admin.connect();
        await admin.fetchTopicOffsets(place.topic); // kafkajs deletes only where it has looked before
        await admin.deleteTopicRecords({ topic: place.topic, partitions: [{ partition: 0, offset: '3' }] });
        expect(await log.firstOffset(place)).toBe(3);
        await expectFailure(log.read({ ...place, offset: 2 }), 'offset_expired');
        await expectFailure(log.subscribe([{ ...place, offset: 2 }], () => {}).done, 'offset_expired');
        expect((await log.read({ ...place, offset: 3 })).records.map(textOf)).toEqual(['r3', 'r4']);
      } finally {
        await admin.disconnect();
        await log.close();
      }
    });

    it('keeps for ever what is to be kept for ever, and the rest as long as was asked', async () => {
      const brokers = [(await broker()).bootstrap];
      const log = await createKafkaLog({ brokers, clientId: 'retention', topicPrefix: 'kept.' });
      const admin = new Kafka({ brokers, clientId: 'retention-admin', logLevel: logLevel.NOTHING }).admin();
      const [facts, market] = [newTopicName(), newTopicName()];
      try {
        await log.ensureTopics([
          { name: facts, partitions: 1, retentionMs: Infinity },
          { name: market, partitions: 1, retentionMs: 3 * 86_400_000 },
        ]);
        await admin.connect();
        const asked = [facts, market].map((name) => ({
          type: 2,
          name: `kept.${name}`,
          configNames: ['retention.ms', 'cleanup.policy'],
        }));
        const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: asked });
        const settings = resources.map(({ resourceName, configEntries }) => {
          return [
            resourceName,
            ...configEntries.map(({ configName, configValue }) => `${configName}=${configValue}`).sort(),
          ];
        });
        expect(settings).toEqual([
          [`kept.${facts}`, 'cleanup.policy=delete', 'retention.ms=-1'],
          [`kept.${market}`, 'cleanup.policy=delete', 'retention.ms=259200000'],
        ]);
      } finally {
        await admin.disconnect();
        await log.close();
      }
    });
  });
}
