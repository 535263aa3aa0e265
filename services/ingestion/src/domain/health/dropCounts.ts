import type { FeedHealthRow } from '../ingestionState.js';
import type { DropCount } from './healthRows.js';
import { DROP_WINDOW_US } from './tolerances.js';

/** The row with more drops of a reason; in the window of `timeUs` too, unless they are no drops of messages. */
export function withDrops(
  row: FeedHealthRow,
  reason: string,
  count: number,
  timeUs: bigint | undefined,
): FeedHealthRow {
  const drops = added(row.drops, reason, count);
  if (timeUs === undefined) return { ...row, drops };
  const { dropWindow } = row;
  const isOpen = dropWindow !== undefined && timeUs - dropWindow.startUs < DROP_WINDOW_US;
  const window = isOpen ? dropWindow : { startUs: timeUs, drops: [] };
  return { ...row, drops, dropWindow: { ...window, drops: added(window.drops, reason, count) } };
}

/** How many of a reason were dropped in the window that is open at `timeUs`. */
export function droppedLately({ dropWindow }: FeedHealthRow, reason: string, timeUs: bigint): number {
  if (dropWindow === undefined || timeUs - dropWindow.startUs >= DROP_WINDOW_US) return 0;
  return dropWindow.drops.find((one) => one.reason === reason)?.count ?? 0;
}

function added(drops: readonly DropCount[], reason: string, count: number): readonly DropCount[] {
  const held = drops.find((one) => one.reason === reason);
  if (held === undefined) return [...drops, { reason, count }];
  return drops.map((one) => (one === held ? { reason, count: one.count + count } : one));
}
