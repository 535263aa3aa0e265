import type { Segment } from '../segmentReader.js';
import { CopyRows } from './copyRows.js';
import type { Database } from './database.js';
import { checkOffset, type Fetcher } from './fetcher.js';
import type { TopicCatalog } from './topicCatalog.js';

/** See SegmentReader. One snapshot, one connection of its own; nothing else is held up. */
export async function* streamSegments(
  { database, catalog, fetcher }: { database: Database; catalog: TopicCatalog; fetcher: Fetcher },
  topic: string,
  partition: number,
  from: number,
): AsyncGenerator<Segment> {
  const [known] = await catalog.topicsOf([{ topic, partition }]);
  const [bounds] = await fetcher.bounds([{ topic, partition }]);
  checkOffset({ topic, partition, offset: from }, bounds!);
  if (from === bounds!.head) return;
  const client = await database.connect();
  try {
    // COPY takes no parameters; all of these are numbers that have been checked.
    const place = `topic_id = ${known!.id} AND partition = ${partition}`;
    const table = `${database.schema}.log_segment`;
    const rows = client.query(
      new CopyRows(`COPY (
        SELECT base_offset, count, data FROM ${table}
        WHERE ${place} AND base_offset + count > ${from} AND base_offset >= coalesce(
          (SELECT max(base_offset) FROM ${table} WHERE ${place} AND base_offset <= ${from}), 0)
        ORDER BY base_offset
      ) TO STDOUT (FORMAT binary)`),
    );
    for await (const [baseOffset, count, bytes] of rows) {
      yield {
        baseOffset: Number(baseOffset!.readBigInt64BE(0)),
        count: count!.readInt32BE(0),
        bytes: bytes!,
      };
    }
  } finally {
    // A reader that stopped early leaves rows on the way: the socket is ended, not drained.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
