import { type Batch, LogFailure, type StoredRecord, type SubscribeFrom, type TopicPartition } from '../eventLog.js';
import type { Database, Prepared } from './database.js';
import { FETCH_SEGMENTS } from './limits.js';
import { type RecordBudget, recordsIn } from './recordsIn.js';
import type { TopicCatalog } from './topicCatalog.js';

export interface FetchLimits {
  /** For each place. */
  readonly maxRecords: number;
  readonly maxBytes: number;
}

export interface Bounds {
  readonly head: number;
  readonly firstOffset: number;
}

export interface Fetched extends Bounds {
  readonly batch: Batch;
}

/** int8 comes as text; null stands for a place without a segment from the offset on. */
interface SegmentRow {
  readonly place: string;
  readonly next_offset: string;
  readonly first_offset: string;
  readonly base_offset: string | null;
  readonly count: number;
  readonly data: Buffer;
}

/** Asks for the records and the bounds of many places at once. */
export class Fetcher {
  private readonly selectSegments: Prepared;
  private readonly selectBounds: Prepared;

  constructor(
    private readonly database: Database,
    private readonly catalog: TopicCatalog,
  ) {
    const { schema } = database;
    // Head and segments come from one snapshot, so what is missing below the head has expired, and nothing else. The
    // inner LIMIT keeps the running sum from walking through the whole rest of the partition.
    this.selectSegments = {
      name: 'log_fetch',
      text: `
        SELECT p.place, h.next_offset, h.first_offset, s.base_offset, s.count, s.data
        FROM unnest($1::smallint[], $2::integer[], $3::bigint[]) WITH ORDINALITY AS p (topic_id, partition, wanted, place)
        JOIN ${schema}.log_head h ON h.topic_id = p.topic_id AND h.partition = p.partition
        LEFT JOIN LATERAL (
          SELECT t.base_offset, t.count, t.data
          FROM (
            SELECT r.*, sum(r.bytes) OVER (ORDER BY r.base_offset) - r.bytes AS bytes_before
            FROM (
              SELECT g.base_offset, g.count, g.bytes, g.data
              FROM ${schema}.log_segment g
              WHERE g.topic_id = p.topic_id AND g.partition = p.partition
                AND g.base_offset + g.count > p.wanted
                AND g.base_offset >= coalesce((
                  SELECT max(f.base_offset) FROM ${schema}.log_segment f
                  WHERE f.topic_id = p.topic_id AND f.partition = p.partition AND f.base_offset <= p.wanted), 0)
              ORDER BY g.base_offset
              LIMIT $4
            ) r
          ) t
          WHERE t.bytes_before < $5
        ) s ON true
        ORDER BY p.place, s.base_offset`,
    };
    this.selectBounds = {
      name: 'log_bounds',
      text: `
        SELECT h.next_offset, h.first_offset
        FROM unnest($1::smallint[], $2::integer[]) WITH ORDINALITY AS p (topic_id, partition, place)
        JOIN ${schema}.log_head h ON h.topic_id = p.topic_id AND h.partition = p.partition
        ORDER BY p.place`,
    };
  }

  async bounds(places: readonly TopicPartition[]): Promise<Bounds[]> {
    const topics = await this.catalog.topicsOf(places);
    const rows = await this.database.query<Pick<SegmentRow, 'next_offset' | 'first_offset'>>(this.selectBounds, [
      topics.map((topic) => topic.id),
      places.map((place) => place.partition),
    ]);
    return rows.map((row) => ({ head: Number(row.next_offset), firstOffset: Number(row.first_offset) }));
  }

  /**
   * A batch of each place, empty at its head. Rejects with `offset_expired`, `offset_beyond_head` or
   * `unknown_topic`.
   */
  async fetch(places: readonly SubscribeFrom[], limits: FetchLimits): Promise<Fetched[]> {
    const topics = await this.catalog.topicsOf(places);
    const rows = await this.database.query<SegmentRow>(this.selectSegments, [
      topics.map((topic) => topic.id),
      places.map((place) => place.partition),
      places.map((place) => place.offset),
      Math.min(limits.maxRecords, FETCH_SEGMENTS),
      limits.maxBytes,
    ]);
    const rowsOf = places.map((): SegmentRow[] => []);
    for (const row of rows) rowsOf[Number(row.place) - 1]!.push(row);
    return places.map((place, i) => fetched(place, rowsOf[i]!, limits));
  }
}

function fetched(place: SubscribeFrom, rows: readonly SegmentRow[], limits: FetchLimits): Fetched {
  const head = Number(rows[0]!.next_offset);
  const firstOffset = Number(rows[0]!.first_offset);
  checkOffset(place, { head, firstOffset });
  const records: StoredRecord[] = [];
  const budget: RecordBudget = { records: limits.maxRecords, bytes: limits.maxBytes };
  for (const { base_offset, count, data } of rows) {
    if (base_offset === null) break;
    const from = place.offset + records.length;
    const segment = { baseOffset: Number(base_offset), count, bytes: data };
    if (segment.baseOffset > from)
      throw new Error(`Expected a segment with offset ${from}, the next begins at ${base_offset}.`);
    const found = recordsIn(segment, from, budget, records.length === 0);
    records.push(...found);
    if (segment.baseOffset + count > from + found.length) break;
  }
  const { topic, partition, offset } = place;
  return { head, firstOffset, batch: { topic, partition, firstOffset: offset, records } };
}

export function checkOffset({ topic, partition, offset }: SubscribeFrom, { head, firstOffset }: Bounds): void {
  const place = `${topic} partition ${partition}`;
  if (!Number.isSafeInteger(offset)) throw new RangeError(`Expected a whole offset in ${place}, was ${offset}.`);
  if (offset < firstOffset) {
    throw new LogFailure('offset_expired', `Expected an offset of at least ${firstOffset} in ${place}, was ${offset}.`);
  }
  if (offset > head) {
    throw new LogFailure('offset_beyond_head', `Expected an offset of at most ${head} in ${place}, was ${offset}.`);
  }
}
