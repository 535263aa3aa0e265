import type { Feed, WatchFeedsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, RpcFailure } from '@gimbal/runtime';
import type { IngestionState } from '../domain/ingestionState.js';
import { changedFeeds, standingText } from './changedFeeds.js';

/**
 * The feeds at once, then those whose standing changed. Nothing is queued for a subscriber: all that is kept of it is what it
 * was last sent of each feed, and what has changed is looked up when the connection takes another message.
 */
export async function* watchFeeds(
  host: StageHost<IngestionState>,
  feeds: () => readonly Feed[],
  call: CallContext,
): AsyncGenerator<WatchFeedsResponse, void, undefined> {
  requireServing(host);
  const sent = new Map<string, string>();
  const advances = latestAdvance(host, call.signal);
  try {
    for (let isFirst = true; !call.signal.aborted; isFirst = false) {
      advances.take();
      const { step } = host.status;
      const changed = changedFeeds(feeds(), sent);
      for (const feed of changed) sent.set(feed.feed, standingText(feed));
      if (isFirst || changed.length > 0) {
        yield { step: BigInt(step.number), timeUs: step.timeUs, feeds: [...changed] };
      }
      await advances.next();
    }
  } finally {
    advances.stop();
  }
}

function requireServing({ status: { state, reason } }: StageHost<IngestionState>): void {
  if (state === 'serving' || state === 'degraded' || state === 'halted') return;
  const because = reason === '' ? '' : `: ${reason}`;
  throw new RpcFailure('UNAVAILABLE', `Expected an instance that serves, this one is ${state}${because}`);
}

/** Whether there was a step since `take`, to wait on: several count as one, and whoever comes late has missed none. */
function latestAdvance(host: StageHost<IngestionState>, signal: AbortSignal) {
  let isNew = true;
  let wake: () => void = () => undefined;
  const stop = host.onAdvance(() => {
    isNew = true;
    wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    take: () => void (isNew = false),
    async next(): Promise<void> {
      if (isNew || signal.aborted) return;
      await new Promise<void>((resolve) => (wake = resolve));
    },
    stop: () => {
      stop();
      signal.removeEventListener('abort', onAbort);
    },
  };
}
