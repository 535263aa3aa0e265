import { LogFailure, type TopicPartition, type TopicSettings } from '../eventLog.js';
import type { Database, Prepared } from './database.js';

export interface KnownTopic {
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
}

/**
 * The topics by name and by id. They are never removed, and their partitions never change, so what is known stays
 * true.
 */
export class TopicCatalog {
  private readonly byName = new Map<string, KnownTopic>();
  private readonly byId = new Map<number, KnownTopic>();
  private readonly selectAll: Prepared;

  constructor(private readonly database: Database) {
    this.selectAll = {
      name: 'log_topics',
      text: `SELECT topic_id AS id, name, partitions FROM ${database.schema}.log_topic`,
    };
  }

  nameOf(id: number): string | undefined {
    return this.byId.get(id)?.name;
  }

  /** The topic of each place. Rejects with `unknown_topic` when one has no such topic or partition. */
  async topicsOf(places: readonly TopicPartition[]): Promise<KnownTopic[]> {
    if (places.some(({ topic }) => !this.byName.has(topic))) await this.load();
    return places.map(({ topic, partition }) => {
      const known = this.byName.get(topic);
      if (!known) throw new LogFailure('unknown_topic', `Expected a topic of the log, was ${topic}.`);
      if (!Number.isInteger(partition) || partition < 0 || partition >= known.partitions) {
        const range = `0 to ${known.partitions - 1}`;
        throw new LogFailure('unknown_topic', `Expected a partition of ${topic} from ${range}, was ${partition}.`);
      }
      return known;
    });
  }

  async ensure(topics: readonly TopicSettings[]): Promise<void> {
    const { schema } = this.database;
    // In one order, so that two processes that start together wait for each other and never in a circle.
    const wanted = [...topics].sort((a, b) => (a.name < b.name ? -1 : 1));
    await this.database.transaction(async (client) => {
      for (const { name, partitions, retentionMs } of wanted) {
        const retention = Number.isFinite(retentionMs) ? retentionMs : null;
        const { rows } = await client.query<{ topic_id: number; partitions: number }>(
          `INSERT INTO ${schema}.log_topic AS t (name, partitions, retention_ms) VALUES ($1, $2, $3)
           ON CONFLICT (name) DO UPDATE SET retention_ms = excluded.retention_ms RETURNING topic_id, t.partitions`,
          [name, partitions, retention],
        );
        const found = rows[0]!;
        if (found.partitions !== partitions) {
          const wording = `Expected topic ${name} to have ${partitions} partitions, has ${found.partitions}.`;
          throw new LogFailure('partition_count', wording);
        }
        await client.query(
          `INSERT INTO ${schema}.log_head (topic_id, partition)
           SELECT $1, generate_series(0, $2 - 1) ON CONFLICT DO NOTHING`,
          [found.topic_id, partitions],
        );
      }
    });
    await this.load();
  }

  private async load(): Promise<void> {
    for (const topic of await this.database.query<KnownTopic>(this.selectAll, [])) {
      this.byName.set(topic.name, topic);
      this.byId.set(topic.id, topic);
    }
  }
}
