import type { FeedDescription } from '../../domain/feedDescription.js';
import { repeatedValue } from '../recording/repeatedValue.js';
import type { RecordedFeed } from '../recording/manifest.js';
import type { Connector, FrameSink } from './connector.js';
import type { LiveIo } from './liveIo.js';
import { pauseFor } from './pauseFor.js';

const US_PER_SECOND = 1_000_000n;
const US_PER_MS = 1_000n;

/**
 * Feeds whose records the configuration has itself. The records are delivered at every start, and what is known already
 * is a duplicate; a repeated value is said at each full interval of the clock, so two processes say it of the same rounds.
 */
export function givenFeeds(feeds: readonly RecordedFeed[], io: LiveIo): Connector {
  return {
    id: 'given',
    feeds: feeds.map(descriptionOf),
    async run(sink, signal) {
      for (const { id, inline } of feeds) {
        for (const record of inline) void deliver(sink, id, record, io.nowUs());
      }
      await Promise.all(feeds.map((feed) => repeat(feed, sink, io, signal)));
      // Records alone: there is nothing more to say, and the host would take an end for a failure.
      await ended(signal);
    },
  };
}

async function repeat({ id, repeat }: RecordedFeed, sink: FrameSink, io: LiveIo, signal: AbortSignal): Promise<void> {
  if (repeat === undefined) return;
  const everyUs = BigInt(repeat.everySeconds) * US_PER_SECOND;
  let saidUs = -1n;
  while (!signal.aborted) {
    const nowUs = io.nowUs();
    const atUs = nowUs - (nowUs % everyUs);
    if (atUs > saidUs) void deliver(sink, id, repeatedValue(repeat, atUs), nowUs);
    saidUs = atUs > saidUs ? atUs : saidUs;
    await pauseFor(Number((atUs + everyUs - nowUs) / US_PER_MS) + 1, io, signal);
  }
}

function deliver(sink: FrameSink, feed: string, record: object, receivedAtUs: bigint): Promise<void> {
  return sink.deliver({ feed, raw: Buffer.from(JSON.stringify(record), 'utf8'), receivedAtUs });
}

function descriptionOf(feed: RecordedFeed): FeedDescription {
  const {
    files: _files,
    before: _before,
    optional: _optional,
    inline: _inline,
    repeat: _repeat,
    ...description
  } = feed;
  return description;
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
