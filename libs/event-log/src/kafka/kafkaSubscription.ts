import type { BatchHandler, LogFailure, SubscribeFrom, Subscription } from '../eventLog.js';
import { READ_MAX_BYTES, READ_MAX_RECORDS } from '../limits.js';
import { BrokerConnection } from './brokerConnection.js';
import type { ConnectionLender } from './connectionLender.js';
import { asLogFailure, errorCodes } from './errorCodes.js';
import { fetchCall, type FetchAnswer, type FetchedPartition } from './fetchCall.js';
import { partitionName } from './groupByTopic.js';
import type { LeaderDirectory } from './leaderDirectory.js';
import { FETCH_RESPONSE_MAX_BYTES, LONG_POLL_MS } from './limits.js';
import { outOfRange } from './outOfRange.js';
import { offsetAfter, RecordCursor } from './recordCursor.js';
import { retryPauseMs } from './retryPauses.js';
import { addressText, type BrokerAddress, type ConnectionSettings } from './settings.js';

/** One partition of a subscription. */
interface Place {
  /** As the subscriber names it. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  offset: number;
  /** A fetch for it is under way; it is in no second one, also when its leader changes. */
  isAsked: boolean;
  wasFound: boolean;
}

interface Outcome {
  readonly broker: string;
  readonly asked: readonly Place[];
  readonly answer?: FetchAnswer;
  readonly failure?: LogFailure;
}

export interface SubscriptionNeeds {
  readonly settings: ConnectionSettings;
  readonly directory: LeaderDirectory;
  readonly lender: ConnectionLender;
  readonly wireTopic: (topic: string) => string;
}

/**
 * Asks each broker that leads some of its partitions over a connection of its own. The next question is put as soon as
 * an answer has come, before the handler sees it, so one answer waits at most. A broker that is away is asked again
 * until `stop`.
 */
export class KafkaSubscription implements Subscription {
  readonly done: Promise<void>;
  private readonly places: readonly Place[];
  private readonly byName: ReadonlyMap<string, Place>;
  private readonly connections = new Map<string, BrokerConnection>();
  /** Brokers that have a question under way. */
  private readonly underWay = new Set<string>();
  private readonly outcomes: Outcome[] = [];
  private isStopped = false;
  /** Wakes the loop when it sleeps. */
  private wake = () => {};
  private failures = 0;

  constructor(
    from: readonly SubscribeFrom[],
    private readonly handler: BatchHandler,
    private readonly needs: SubscriptionNeeds,
  ) {
    this.places = from.map(({ topic, partition, offset }) => {
      return {
        name: topic,
        topic: needs.wireTopic(topic),
        partition,
        offset,
        isAsked: false,
        wasFound: false,
      };
    });
    this.byName = new Map(this.places.map((place) => [partitionName(place), place]));
    this.done = this.run().finally(() => this.end());
    // Whoever wants to know of a failure awaits `done`; a subscription that nobody awaits must not end the process.
    this.done.catch(() => {});
  }

  async stop(): Promise<void> {
    this.end();
    await this.done.catch(() => {});
  }

  private end(): void {
    this.isStopped = true;
    this.wake();
    for (const connection of this.connections.values()) connection.close();
    this.connections.clear();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      await this.ask();
      if (this.underWay.size === 0) await this.pause();
      else if (this.outcomes.length === 0) await this.sleep();
      const outcome = this.outcomes.shift();
      if (!outcome) continue;
      this.underWay.delete(outcome.broker);
      for (const place of outcome.asked) place.isAsked = false;
      if (outcome.answer) await this.take(outcome.answer);
      else await this.recover(outcome);
    }
  }

  /** Puts a question to each broker that has none under way and leads a partition that is in none. */
  private async ask(): Promise<void> {
    const groups = new Map<string, { leader: BrokerAddress; places: Place[] }>();
    for (const place of this.places) {
      if (place.isAsked) continue;
      const leader = await this.leaderOf(place);
      if (!leader || this.underWay.has(addressText(leader))) continue;
      const name = addressText(leader);
      const group = groups.get(name) ?? { leader, places: [] };
      groups.set(name, group);
      group.places.push(place);
    }
    for (const [broker, { leader, places }] of groups) {
      for (const place of places) place.isAsked = true;
      this.underWay.add(broker);
      void this.fetch(broker, leader, places).then((outcome) => {
        this.outcomes.push(outcome);
        this.wake();
      });
    }
  }

  /** Undefined when nobody leads it now. A topic that was never found fails the subscription. */
  private async leaderOf(place: Place): Promise<BrokerAddress | undefined> {
    try {
      const leader = await this.needs.directory.leaderOf(place);
      place.wasFound = true;
      return leader;
    } catch (error) {
      const failure = asLogFailure(error);
      if (failure.code === 'unavailable' || (failure.code === 'unknown_topic' && place.wasFound)) return undefined;
      throw failure;
    }
  }

  private async fetch(broker: string, leader: BrokerAddress, asked: readonly Place[]): Promise<Outcome> {
    try {
      let connection = this.connections.get(broker);
      if (!connection?.isOpen) {
        connection = await BrokerConnection.open(leader, this.needs.settings);
        if (this.isStopped) connection.close();
        else this.connections.set(broker, connection);
      }
      const limits = { partitionMaxBytes: READ_MAX_BYTES, responseMaxBytes: FETCH_RESPONSE_MAX_BYTES };
      const answer = await connection.send(fetchCall(asked, { waitMs: LONG_POLL_MS, ...limits }), LONG_POLL_MS);
      return { broker, asked, answer };
    } catch (error) {
      return { broker, asked, failure: asLogFailure(error) };
    }
  }

  private async take(answer: FetchAnswer): Promise<void> {
    const cursors: { place: Place; cursor: RecordCursor }[] = [];
    const refused: FetchedPartition[] = [];
    for (const fetched of answer.partitions) {
      const place = this.byName.get(partitionName(fetched));
      if (!place) continue;
      if (fetched.errorCode !== errorCodes.none) refused.push(fetched);
      const after = offsetAfter(fetched.bytes);
      if (after === undefined || after <= place.offset) continue;
      cursors.push({ place, cursor: new RecordCursor(fetched.bytes, place.offset) });
      place.offset = after;
    }
    const isRefused = answer.errorCode !== errorCodes.none || refused.length > 0;
    if (!isRefused) {
      this.failures = 0;
      await this.ask();
    }
    for (const { place, cursor } of cursors) await this.handOver(place, cursor);
    if (isRefused) await this.settleRefusals(refused);
  }

  private async handOver({ name: topic, partition }: Place, cursor: RecordCursor): Promise<void> {
    while (!this.isStopped) {
      const records = cursor.take(READ_MAX_RECORDS, READ_MAX_BYTES);
      const first = records[0];
      if (!first) return;
      await this.handler({ topic, partition, firstOffset: first.offset, records });
    }
  }

  private async settleRefusals(refused: readonly FetchedPartition[]): Promise<void> {
    for (const fetched of refused) {
      const place = this.byName.get(partitionName(fetched))!;
      if (fetched.errorCode === errorCodes.offsetOutOfRange) {
        const failure = await outOfRange(place, this.needs.directory, this.needs.lender).catch(asLogFailure);
        if (failure.code !== 'unavailable') throw failure;
      }
      this.needs.directory.forget(place.topic);
    }
    await this.pause();
  }

  private async recover({ broker, asked, failure }: Outcome): Promise<void> {
    if (this.isStopped) return;
    if (failure && failure.code !== 'unavailable') throw failure;
    this.connections.get(broker)?.close();
    this.connections.delete(broker);
    for (const { topic } of asked) this.needs.directory.forget(topic);
    await this.pause();
  }

  private async pause(): Promise<void> {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      this.wake();
    }, retryPauseMs(this.failures++));
    while (!isOver && !this.isStopped) await this.sleep();
    clearTimeout(timer);
  }

  private sleep(): Promise<void> {
    return this.isStopped ? Promise.resolve() : new Promise((resolve) => (this.wake = resolve));
  }
}
