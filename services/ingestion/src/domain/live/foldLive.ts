import { type Event, isEvent } from '@gimbal/contracts';
import { FeedConnected, FeedDisconnected } from '@gimbal/contracts/ingestion/v1/health_events';
import type { LiveRows } from './liveRows.js';

/** Folds what was said of connections; their events have the feed as their key. */
export function foldLive(rows: LiveRows, event: Event & { readonly key: string }): void {
  if (isEvent(event, FeedConnected)) rows.sessions.set(event.key, { connected: true });
  else if (isEvent(event, FeedDisconnected)) rows.sessions.set(event.key, { connected: false });
}
