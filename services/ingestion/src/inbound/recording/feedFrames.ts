import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parseChainFrame } from '../../domain/chain/chainFrame.js';
import { decodeFrame } from '../../domain/decodeFrame.js';
import type { FeedDescription } from '../../domain/feedDescription.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { arrivalTimes } from './arrivalTimes.js';
import type { RecordedFeed } from './manifest.js';
import { readLines } from './readLines.js';
import { repeatedValue } from './repeatedValue.js';

/** The day that is replayed, in microseconds since the Unix epoch; the end is not part of it. */
export interface Day {
  readonly startUs: bigint;
  readonly endUs: bigint;
}

const US_PER_SECOND = 1_000_000n;

/** The frames of one feed in the order of their arrival; undefined when an optional feed has no files. */
export async function feedFrames(
  folder: string,
  feed: RecordedFeed,
  day: Day,
): Promise<readonly RawFrame[] | undefined> {
  const lines: Uint8Array[] = feed.inline.map((record) => Buffer.from(JSON.stringify(record), 'utf8'));
  for (const file of feed.files) {
    const path = join(folder, file);
    if (feed.optional && !(await isThere(path))) return undefined;
    lines.push(...(await readLines(path, feed.decoder)));
  }
  const beforeDay = feed.inline.length > 0 ? 'all' : feed.before;
  return [...delivered(lines, feed, beforeDay, day), ...repeated(feed, day)];
}

/** What arrived within the day at its time, and what the first step needs of what came before. */
function delivered(
  lines: readonly Uint8Array[],
  feed: FeedDescription,
  beforeDay: RecordedFeed['before'],
  day: Day,
): readonly RawFrame[] {
  const arrivals = arrivalTimes(
    lines.map((line) => statedTimeUs(line, feed)),
    day.startUs,
  );
  const earlier: RawFrame[] = [];
  const within: RawFrame[] = [];
  lines.forEach((raw, index) => {
    const arrivedUs = arrivals[index]!;
    if (arrivedUs >= day.endUs) return;
    if (arrivedUs < day.startUs) earlier.push({ feed: feed.id, raw, receivedAtUs: day.startUs });
    else within.push({ feed: feed.id, raw, previousRaw: within.at(-1)?.raw, receivedAtUs: arrivedUs });
  });
  if (beforeDay === 'none') return within;
  if (beforeDay === 'all') return [...earlier, ...within];
  const last = earlier.findLast((frame) => decodeFrame(frame.raw, feed).kind === 'observation');
  return last === undefined ? within : [last, ...within];
}

function statedTimeUs(line: Uint8Array, feed: FeedDescription): bigint | undefined {
  if (feed.decoder === 'evm-block-json') {
    const block = parseChainFrame(line);
    return block.ok ? block.value.timeUs : undefined;
  }
  const decoded = decodeFrame(line, feed);
  return decoded.kind === 'observation' || decoded.kind === 'carried' ? decoded.observedAtUs : undefined;
}

/** An assumed value, said again at each full interval of the day so that everybody sees that it is still assumed. */
function repeated(feed: RecordedFeed, day: Day): readonly RawFrame[] {
  if (feed.repeat === undefined) return [];
  const everyUs = BigInt(feed.repeat.everySeconds) * US_PER_SECOND;
  const frames: RawFrame[] = [];
  for (let atUs = day.startUs; atUs < day.endUs; atUs += everyUs) {
    const record = repeatedValue(feed.repeat, atUs);
    frames.push({ feed: feed.id, raw: Buffer.from(JSON.stringify(record), 'utf8'), receivedAtUs: atUs });
  }
  return frames;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
