import type pg from 'pg';
import type { Database } from './database.js';
import { tryLock } from './mergeSegments.js';

/**
 * Removes whole segments whose newest record is older than its topic keeps, save the newest segment of a partition.
 * `nowMs` is wall time in milliseconds since 1970. Only a partition's beginning goes, so that its offsets stay without a
 * hole, and `firstOffset` follows in the same transaction. Returns the number of segments removed.
 */
export async function expireSegments(database: Database, nowMs: number): Promise<number> {
  const partitions = await database.query<{ topic_id: number; partition: number; retention_ms: string }>(
    {
      name: 'log_expiring',
      text: `
        SELECT h.topic_id, h.partition, t.retention_ms FROM ${database.schema}.log_head h
        JOIN ${database.schema}.log_topic t USING (topic_id) WHERE t.retention_ms IS NOT NULL`,
    },
    [],
  );
  let removed = 0;
  for (const { topic_id, partition, retention_ms } of partitions) {
    const before = new Date(nowMs - Number(retention_ms));
    removed += await database.transaction((client) =>
      expirePartition(client, database.schema, topic_id, partition, before),
    );
  }
  return removed;
}

async function expirePartition(
  client: pg.ClientBase,
  schema: string,
  topicId: number,
  partition: number,
  before: Date,
) {
  // Not while a merge rewrites the same segments: the next call will do.
  if (!(await tryLock(client, schema, topicId, partition))) return 0;
  const table = `${schema}.log_segment`;
  // The newest segment stays: by it the first offset is known without stopping those who append.
  const kept = await client.query<{ base_offset: string | null }>({
    name: 'log_first_kept',
    text: `
      SELECT coalesce(
        (SELECT base_offset FROM ${table}
          WHERE topic_id = $1 AND partition = $2 AND appended_at >= $3 ORDER BY base_offset LIMIT 1),
        (SELECT max(base_offset) FROM ${table} WHERE topic_id = $1 AND partition = $2)) AS base_offset`,
    values: [topicId, partition, before],
  });
  const firstKept = kept.rows[0]!.base_offset;
  const gone = await client.query({
    name: 'log_expire',
    text: `DELETE FROM ${table} WHERE topic_id = $1 AND partition = $2 AND base_offset < $3`,
    values: [topicId, partition, firstKept],
  });
  if (!gone.rowCount) return 0;
  // Last, for an append waits for this row until the commit.
  await client.query({
    name: 'log_move_first',
    text: `UPDATE ${schema}.log_head SET first_offset = $3 WHERE topic_id = $1 AND partition = $2`,
    values: [topicId, partition, firstKept],
  });
  return gone.rowCount;
}
