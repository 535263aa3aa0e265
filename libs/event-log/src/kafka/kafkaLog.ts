import type {
  Appended,
  AppendRequest,
  Batch,
  BatchHandler,
  EventLog,
  ReadOptions,
  SubscribeFrom,
  Subscription,
  TopicPartition,
  TopicSettings,
} from '../eventLog.js';
import type { Segment, SegmentReader } from '../segmentReader.js';
import { Appender } from './appender.js';
import { ConnectionLender } from './connectionLender.js';
import { closedFailure } from './errorCodes.js';
import { createLogger } from './kafkajsInternals.js';
import { kafkajsLog } from './kafkajsLog.js';
import { KafkaSubscription } from './kafkaSubscription.js';
import { LeaderDirectory } from './leaderDirectory.js';
import { APPEND_PATIENCE_MS, CLOSE_PATIENCE_MS, READ_PATIENCE_MS } from './limits.js';
import { type ends, listOffsets } from './listOffsets.js';
import { makeTopics } from './makeTopics.js';
import { Reader } from './reader.js';
import { persist } from './retryPauses.js';
import { streamSegments } from './streamSegments.js';
import { type ConnectionSettings, type KafkaLogOptions, parseAddress } from './settings.js';

/** The log over Kafka. Topics carry a prefix on the broker alone. */
export class KafkaLog implements EventLog, SegmentReader {
  private readonly settings: ConnectionSettings;
  private readonly lender: ConnectionLender;
  private readonly directory: LeaderDirectory;
  private readonly appender: Appender;
  private readonly reader: Reader;
  private readonly subscriptions = new Set<KafkaSubscription>();
  private isClosed = false;

  constructor(private readonly options: KafkaLogOptions) {
    const { clientId, ssl, sasl, onKafkajsLog } = options;
    const seeds = options.brokers.map(parseAddress);
    if (seeds.length === 0) throw new RangeError('Expected at least one broker, was none.');
    this.settings = { clientId, ssl, sasl, seeds, logger: createLogger(kafkajsLog(onKafkajsLog)) };
    this.lender = new ConnectionLender(this.settings);
    this.directory = new LeaderDirectory(seeds, this.lender);
    const { appendPatienceMs = APPEND_PATIENCE_MS, readPatienceMs = READ_PATIENCE_MS } = options;
    this.appender = new Appender(this.directory, this.lender, this.wireTopic, appendPatienceMs);
    this.reader = new Reader(this.directory, this.lender, this.wireTopic, readPatienceMs);
  }

  /** Resolves once a broker has answered. */
  async greet(): Promise<void> {
    try {
      await persist(this.options.readPatienceMs ?? READ_PATIENCE_MS, () => this.directory.greet());
    } catch (error) {
      this.lender.close();
      throw error;
    }
  }

  async ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    this.failIfClosed();
    if (topics.length === 0) return;
    const named = topics.map((topic) => ({ ...topic, name: this.wireTopic(topic.name) }));
    await makeTopics(named, this.options, kafkajsLog(this.options.onKafkajsLog));
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly Appended[]> {
    if (requests.every(({ records }) => records.length > 0)) return this.appender.append(requests);
    // Nothing to write in one of them: it stands at the head.
    const places = await this.appender.append(requests.filter(({ records }) => records.length > 0));
    const heads = await this.heads(requests);
    let written = 0;
    return requests.map(({ topic, partition, records }, at) => {
      return records.length > 0 ? places[written++]! : { topic, partition, firstOffset: heads[at]!, count: 0 };
    });
  }

  async read(from: SubscribeFrom, options?: ReadOptions): Promise<Batch> {
    this.failIfClosed();
    return this.reader.read(from, options);
  }

  subscribe(from: readonly SubscribeFrom[], handler: BatchHandler): Subscription {
    if (this.isClosed) {
      const done = Promise.reject(closedFailure());
      done.catch(() => {});
      return { done, stop: async () => {} };
    }
    const { settings, directory, lender, wireTopic } = this;
    const subscription = new KafkaSubscription(from, handler, { settings, directory, lender, wireTopic });
    this.subscriptions.add(subscription);
    const forget = () => this.subscriptions.delete(subscription);
    void subscription.done.then(forget, forget);
    return subscription;
  }

  async *streamSegments(topic: string, partition: number, from: number): AsyncGenerator<Segment> {
    const head = await this.head({ topic, partition });
    yield* streamSegments(this.reader, { topic: this.wireTopic(topic), partition, offset: from }, head);
  }

  async head(partition: TopicPartition): Promise<number> {
    const [head] = await this.offsets([partition], 'head');
    return head!;
  }

  heads(partitions: readonly TopicPartition[]): Promise<readonly number[]> {
    return this.offsets(partitions, 'head');
  }

  async firstOffset(partition: TopicPartition): Promise<number> {
    const [first] = await this.offsets([partition], 'first');
    return first!;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.appender.close(CLOSE_PATIENCE_MS);
    this.lender.close();
  }

  private async offsets(partitions: readonly TopicPartition[], end: keyof typeof ends): Promise<readonly number[]> {
    this.failIfClosed();
    const named = partitions.map(({ topic, partition }) => ({ topic: this.wireTopic(topic), partition }));
    const { readPatienceMs = READ_PATIENCE_MS } = this.options;
    return persist(readPatienceMs, () => listOffsets(named, end, this.directory, this.lender));
  }

  private readonly wireTopic = (topic: string): string => (this.options.topicPrefix ?? '') + topic;

  private failIfClosed(): void {
    if (this.isClosed) throw closedFailure();
  }
}
