import type pg from 'pg';
import type { Database, Prepared } from './database.js';
import { MERGE_SEGMENTS, MERGE_TARGET_BYTES } from './limits.js';
import { planMerges } from './planMerges.js';

/**
 * Merges small closed segments of every partition to about 64 KiB; bytes and offsets stay. Returns how many segments
 * there are fewer. The newest segment of a partition is left alone, so no append waits; readers see the segments before
 * or after, never between. Of several that merge at once each partition has one, by an advisory lock.
 */
export async function mergeSegments(database: Database): Promise<number> {
  const partitions = await database.query<{ topic_id: number; partition: number }>(
    { name: 'log_partitions', text: `SELECT topic_id, partition FROM ${database.schema}.log_head` },
    [],
  );
  let fewer = 0;
  for (const { topic_id, partition } of partitions) {
    for (;;) {
      const step = await database.transaction((client) => mergeSome(client, database.schema, topic_id, partition));
      fewer += step.fewer;
      if (!step.more) break;
    }
  }
  return fewer;
}

async function mergeSome(client: pg.ClientBase, schema: string, topicId: number, partition: number) {
  const place = [topicId, partition];
  if (!(await tryLock(client, schema, topicId, partition))) return { fewer: 0, more: false };
  const segments = (await client.query<Row>({ ...selectClosed(schema), values: [...place, MERGE_SEGMENTS + 1] })).rows;
  // The last of them may be the partition's newest.
  const closed = segments.slice(0, -1).map(({ base_offset, count, bytes }) => {
    return { baseOffset: Number(base_offset), count, bytes };
  });
  const { runs, mergedTo } = planMerges(closed, MERGE_TARGET_BYTES);
  const hasMoved = closed.length > 0 && mergedTo > closed[0]!.baseOffset;
  let fewer = 0;
  for (const { from, to } of runs) {
    const { rows } = await client.query<{ merged: number }>({
      ...mergeRun(schema),
      values: [...place, from, to],
    });
    fewer += rows[0]!.merged - 1;
  }
  if (hasMoved) await client.query({ ...noteMerged(schema), values: [...place, mergedTo] });
  // A thousand segments that together are not worth a merge will be looked at again, when there are more.
  return { fewer, more: segments.length > MERGE_SEGMENTS && hasMoved };
}

interface Row {
  readonly base_offset: string;
  readonly count: number;
  readonly bytes: number;
}

/** For the transaction. The key of a schema and a partition; a collision only puts a merge off. */
export async function tryLock(
  client: pg.ClientBase,
  schema: string,
  topicId: number,
  partition: number,
): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>({
    name: 'log_try_lock',
    text: `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked`,
    values: [`gimbal log segments ${schema} ${topicId} ${partition}`],
  });
  return rows[0]!.locked;
}

const selectClosed = (schema: string): Prepared => ({
  name: 'log_select_closed',
  text: `
    SELECT base_offset, count, bytes FROM ${schema}.log_segment
    WHERE topic_id = $1 AND partition = $2 AND base_offset >= coalesce(
      (SELECT merged_to FROM ${schema}.log_merge WHERE topic_id = $1 AND partition = $2), 0)
    ORDER BY base_offset LIMIT $3`,
});

const mergeRun = (schema: string): Prepared => ({
  name: 'log_merge_run',
  text: `
    WITH gone AS (
      DELETE FROM ${schema}.log_segment
      WHERE topic_id = $1 AND partition = $2 AND base_offset >= $3 AND base_offset < $4
      RETURNING *
    ), merged AS (
      INSERT INTO ${schema}.log_segment (topic_id, partition, base_offset, count, bytes, appended_at, data)
      SELECT topic_id, partition, min(base_offset), sum(count), sum(bytes), max(appended_at),
        string_agg(data, ''::bytea ORDER BY base_offset)
      FROM gone GROUP BY topic_id, partition
      RETURNING 1
    )
    SELECT count(*)::integer AS merged FROM gone, merged`,
});

const noteMerged = (schema: string): Prepared => ({
  name: 'log_note_merged',
  text: `
    INSERT INTO ${schema}.log_merge (topic_id, partition, merged_to) VALUES ($1, $2, $3)
    ON CONFLICT (topic_id, partition) DO UPDATE SET merged_to = excluded.merged_to`,
});
