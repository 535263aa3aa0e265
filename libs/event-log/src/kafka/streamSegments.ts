import { LogFailure, type SubscribeFrom } from '../eventLog.js';
import { READ_MAX_BYTES } from '../limits.js';
import type { Segment } from '../segmentReader.js';
import { LONG_POLL_MS } from './limits.js';

import { offsetAfter, RecordCursor } from './recordCursor.js';
import type { Reader } from './reader.js';

/** See SegmentReader. `place` is named as on the broker. The next answer is under way while this one is handed over. */
export async function* streamSegments(reader: Reader, place: SubscribeFrom, head: number): AsyncGenerator<Segment> {
  const { topic, partition, offset } = place;
  if (offset > head) {
    const found = `Expected an offset of at most ${head} in ${topic} partition ${partition}, was ${offset}.`;
    throw new LogFailure('offset_beyond_head', found);
  }
  if (offset === head) return;
  const fetchFrom = (next: number) => reader.fetch({ topic, partition, offset: next }, LONG_POLL_MS, READ_MAX_BYTES);
  let from = offset;
  let fetching = fetchFrom(from);
  while (from < head) {
    const { bytes } = await fetching;
    const after = offsetAfter(bytes) ?? from;
    // A reader that stopped early hears nothing of how the next one ended.
    if (after < head) (fetching = fetchFrom(after)).catch(() => {});
    const cursor = new RecordCursor(bytes, from);
    for (let segment = cursor.takeSegment(head); segment; segment = cursor.takeSegment(head)) yield segment;
    from = after;
  }
}
