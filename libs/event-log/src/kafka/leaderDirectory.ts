import { setTimeout as sleep } from 'node:timers/promises';
import { LogFailure, type TopicPartition } from '../eventLog.js';
import type { ConnectionLender } from './connectionLender.js';
import { asLogFailure, errorCodes } from './errorCodes.js';
import { type KafkajsCall, kafkajsCall } from './kafkajsInternals.js';
import { UNKNOWN_TOPIC_PAUSE_MS, UNKNOWN_TOPIC_TRIES } from './limits.js';
import type { BrokerAddress } from './settings.js';

interface MetadataAnswer {
  readonly brokers: readonly { nodeId: number; host: string; port: number }[];
  readonly topicMetadata: readonly {
    readonly topic: string;
    readonly topicErrorCode: number;
    readonly partitionMetadata: readonly { partitionId: number; leader: number }[];
  }[];
}

/** Which broker leads which partition. Topics are named as the broker names them. */
export class LeaderDirectory {
  private readonly leaders = new Map<string, ReadonlyMap<number, BrokerAddress | undefined>>();
  private readonly asked = new Map<string, Promise<ReadonlyMap<number, BrokerAddress | undefined>>>();
  private known: readonly BrokerAddress[] = [];
  private turn = 0;

  constructor(
    private readonly seeds: readonly BrokerAddress[],
    private readonly lender: ConnectionLender,
  ) {}

  /** Rejects with `unknown_topic` for a topic or partition that is not there, `unavailable` when it has no leader now. */
  async leaderOf({ topic, partition }: TopicPartition): Promise<BrokerAddress> {
    const leaders = this.leaders.get(topic) ?? (await this.ask(topic));
    const leader = leaders.get(partition);
    if (leader) return leader;
    this.forget(topic);
    if (leaders.has(partition))
      throw new LogFailure('unavailable', `Expected a leader of ${topic}/${partition}, it has none.`);
    throw new LogFailure('unknown_topic', `Expected a partition below ${leaders.size} of ${topic}, was ${partition}.`);
  }

  /** Resolves once some broker has answered. */
  async greet(): Promise<void> {
    await this.askAny(kafkajsCall('ApiVersions', 2, {}));
  }

  /** The next question asks the cluster again. */
  forget(topic: string): void {
    this.leaders.delete(topic);
  }

  /** Puts a question that every broker can answer to one after the other, until one does. */
  async askAny<Answer>(call: KafkajsCall<Answer>): Promise<Answer> {
    const brokers = [...this.known, ...this.seeds];
    for (let tries = 1; ; tries++) {
      const broker = brokers[this.turn % brokers.length]!;
      try {
        return await this.lender.lend(broker, (connection) => connection.send(call));
      } catch (error) {
        this.turn++;
        const failure = asLogFailure(error);
        if (failure.code !== 'unavailable' || tries >= brokers.length) throw failure;
      }
    }
  }

  /** Callers that ask for the same topic at the same time share one question. */
  private ask(topic: string): Promise<ReadonlyMap<number, BrokerAddress | undefined>> {
    let question = this.asked.get(topic);
    if (!question) {
      question = this.load(topic).finally(() => this.asked.delete(topic));
      this.asked.set(topic, question);
    }
    return question;
  }

  private async load(topic: string): Promise<ReadonlyMap<number, BrokerAddress | undefined>> {
    for (let tries = 1; ; tries++) {
      const answer = await this.askAny(
        kafkajsCall<MetadataAnswer>('Metadata', 6, { topics: [topic], allowAutoTopicCreation: false }),
      );
      this.known = answer.brokers.map(({ host, port }) => ({ host, port }));
      const code = answer.topicMetadata[0]?.topicErrorCode ?? errorCodes.unknownTopicOrPartition;
      if (code === errorCodes.none) return this.remember(topic, answer);
      if (code === errorCodes.unknownTopicOrPartition && tries < UNKNOWN_TOPIC_TRIES) {
        await sleep(UNKNOWN_TOPIC_PAUSE_MS);
        continue;
      }
      if (code === errorCodes.unknownTopicOrPartition || code === INVALID_TOPIC) {
        throw new LogFailure('unknown_topic', `Expected a topic named ${topic}, the cluster has none.`);
      }
      throw new LogFailure('unavailable', `Expected the leaders of ${topic}, the cluster answered with error ${code}.`);
    }
  }

  private remember(topic: string, answer: MetadataAnswer): ReadonlyMap<number, BrokerAddress | undefined> {
    const addresses = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
    const partitions = answer.topicMetadata[0]?.partitionMetadata ?? [];
    const leaders = new Map(partitions.map(({ partitionId, leader }) => [partitionId, addresses.get(leader)]));
    this.leaders.set(topic, leaders);
    return leaders;
  }
}

const INVALID_TOPIC = 17;
