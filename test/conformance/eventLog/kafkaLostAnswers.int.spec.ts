import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { EventLog } from '@gimbal/event-log';
import { createKafkaLog } from '@gimbal/event-log/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from '../../../deploy/kafka/findTools.ts';
import { type RunningBroker, startBroker } from '../../../deploy/kafka/startBroker.ts';
import { expectFailure, newTopicName, readAll, recordOf, textOf } from './contractLog.ts';

/**
 * Passes bytes between a client and the broker. While `answersToLose` is above 0 it withholds the broker's answer to
 * each Produce request and cuts the connection: the records are written and the client cannot know it.
 */
class LossyProxy {
  answersToLose = 0;
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    public brokerPort: number,
  ) {}

  static async listen(): Promise<LossyProxy> {
    const server = createServer();
    const proxy = new LossyProxy(server, 0);
    server.on('connection', (client) => proxy.join(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(client: Socket): void {
    const broker = connect({ host: '127.0.0.1', port: this.brokerPort });
    let losesNextAnswer = false;
    const part = () => {
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', part);
      socket.on('close', part);
    }
    client.on('data', (bytes) => {
      // A request begins with its length and its key; Produce is 0. A client of ours sends one at a time.
      if (this.answersToLose > 0 && bytes.readInt16BE(4) === 0) losesNextAnswer = true;
      broker.write(bytes);
    });
    broker.on('data', (bytes) => {
      if (!losesNextAnswer) return void client.write(bytes);
      this.answersToLose--;
      part();
    });
  }
}

describe.skipIf('missing' in findTools() && !process.env['CI'])('kafka, when answers are lost', () => {
  let proxy: LossyProxy;
  let broker: RunningBroker;
  let log: EventLog;
  let hasty: EventLog;
  let topic: string;

  beforeAll(async () => {
    proxy = await LossyProxy.listen();
    broker = await startBroker({ advertisedPort: proxy.port, heapMb: 256 });
    proxy.brokerPort = broker.port;
    const options = { brokers: [broker.bootstrap], clientId: 'lossy' };
    log = await createKafkaLog(options);
    hasty = await createKafkaLog({ ...options, appendPatienceMs: 0 });
    topic = newTopicName();
    await log.ensureTopics([{ name: topic, partitions: 3, retentionMs: Infinity }]);
  }, 180_000);

  afterAll(async () => {
    await Promise.all([log?.close(), hasty?.close()]);
    proxy?.close();
    await broker?.stop();
  });

  it('writes each record once, in order, and says where it stands', async () => {
    for (let i = 0; i < 30; i++) {
      proxy.answersToLose = i % 3;
      const [place] = await log.append([{ topic, partition: 0, records: [recordOf(`r${i}`)] }]);
      expect(place?.firstOffset).toBe(i);
      expect(proxy.answersToLose).toBe(0);
    }
    expect((await readAll(log, topic)).map(textOf)).toEqual(Array.from({ length: 30 }, (_, i) => `r${i}`));
  });

  it('never takes a new batch for one whose fate it does not know', async () => {
    await hasty.append([{ topic, partition: 1, records: [recordOf('first')] }]);
    proxy.answersToLose = 1;
    await expectFailure(hasty.append([{ topic, partition: 1, records: [recordOf('unknown fate')] }]), 'unavailable');
    expect(proxy.answersToLose).toBe(0);
    // Under the sequence number of the lost batch, the broker would acknowledge this one and drop it.
    const [place] = await hasty.append([{ topic, partition: 1, records: [recordOf('another')] }]);
    expect(place?.firstOffset).toBe(2);
    expect((await readAll(hasty, topic, 1)).map(textOf)).toEqual(['first', 'unknown fate', 'another']);
  });

  it('keeps what went to other partitions with it', async () => {
    proxy.answersToLose = 2;
    const places = await log.append([2, 1].map((partition) => ({ topic, partition, records: [recordOf('both')] })));
    expect(places.map(({ partition, firstOffset }) => [partition, firstOffset])).toEqual([
      [2, 0],
      [1, 3],
    ]);
    expect(await log.heads([2, 1].map((partition) => ({ topic, partition })))).toEqual([1, 4]);
  });
});
