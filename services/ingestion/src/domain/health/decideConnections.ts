import { event } from '@gimbal/contracts';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { feedHealthOf, type IngestionRows } from '../ingestionState.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { type BroughtFeed, broughtFeeds } from './broughtFeeds.js';
import type { Connection } from './connectionOf.js';
import type { Degradation } from './healthRows.js';
import { CLOCK_OFFSET_US_MAX, REORG_DEPTH_MAX } from './tolerances.js';

/** What is wrong with a connection is wrong with every feed that it brings: those who use one need not know the other. */
const REASONS = ['disconnected', 'quorum', 'reorg', 'reorg_depth', 'clock'] as const;
type Reason = (typeof REASONS)[number];

/** Says of the feeds that connections bring what their connection's state means for them, and when that is over. */
export function decideConnections(
  ledger: StepLedger,
  connections: readonly Connection[],
  frames: readonly RawFrame[],
): void {
  if (connections.length === 0) return;
  const states = new Map(connections.map((one) => [one.id, stateOf(ledger.now, one)]));
  for (const { feed, connection } of concerned(ledger.now, connections, states)) {
    const state = states.get(connection.id)!;
    for (const reason of REASONS) {
      if (feed === connection.id && isSaidElsewhere(reason, connection)) continue;
      const held = feedHealthOf(ledger.now, feed).degraded.find((one) => one.reason === reason);
      const detail = state[reason];
      if (detail !== undefined && held === undefined) {
        ledger.say('market', feed, event(FeedDegraded, { feed, reason, detail, instrumentId: '' }));
      } else if (detail === undefined && held !== undefined && isBack(ledger, feed, held, connection, frames)) {
        ledger.say('market', feed, event(FeedRestored, { feed, reason, instrumentId: '' }));
      }
    }
  }
}

/** All feeds of the connections of which something is to be said, or was said; connections first. Mostly there are none. */
function concerned(
  rows: IngestionRows,
  connections: readonly Connection[],
  states: ReadonlyMap<string, ReturnType<typeof stateOf>>,
): readonly BroughtFeed[] {
  const isQuiet = REASONS.every((reason) => [...states.values()].every((state) => state[reason] === undefined));
  if (isQuiet && ![...rows.feedHealth.values()].some(({ degraded }) => degraded.length > 0)) return [];
  return [
    ...connections.map((connection) => ({ feed: connection.id, connection })),
    ...broughtFeeds(rows, connections),
  ];
}

/**
 * That its nodes disagree is said of a connection by its connector; that a branch leaves what is final, and that its blocks are
 * ahead of our clock, by whoever follows the chain.
 */
function isSaidElsewhere(reason: Reason, { decoder }: Connection): boolean {
  return reason === 'quorum' || reason === 'reorg' || (reason === 'clock' && decoder === 'evm-block-json');
}

/** Why each reason holds; undefined for one that doesn't. */
function stateOf(rows: IngestionRows, connection: Connection): Readonly<Record<Reason, string | undefined>> {
  const { connections, reorgs } = rows.health;
  const isChain = connection.decoder === 'evm-block-json';
  const row = connections.get(connection.id);
  const reorg = connection.decoder === 'evm-block-json' ? reorgs.get(connection.chain) : undefined;
  const offsetUs = row?.clockOffsetUs ?? 0n;
  const heldOf = (name: Reason): string | undefined =>
    feedHealthOf(rows, connection.id).degraded.find(({ reason }) => reason === name)?.detail;
  const isFar = !isChain && (offsetUs > CLOCK_OFFSET_US_MAX || offsetUs < -CLOCK_OFFSET_US_MAX);
  const isDeep = reorg !== undefined && reorg.depth > REORG_DEPTH_MAX && reorg.finalizedNumber < reorg.number;
  return {
    disconnected:
      row !== undefined && row.sessions.length === 0
        ? `Expected a session of ${connection.id}, the last one ended: ${row.lastEnd}.`
        : undefined,
    quorum: heldOf('quorum'),
    reorg: heldOf('reorg'),
    reorg_depth: isDeep
      ? `Expected reorganisations of at most ${REORG_DEPTH_MAX} blocks, was ${reorg.depth}; until ${reorg.number} is final.`
      : undefined,
    clock: isFar
      ? `Expected a clock within ${CLOCK_OFFSET_US_MAX / 1000n} ms of ours, was ${offsetUs / 1000n} ms off.`
      : undefined,
  };
}

/**
 * A session alone says nothing new: a feed of a venue is back when it has spoken since; what a chain says, when its next
 * block has come, since a block tells of every contract that nothing happened.
 */
function isBack(
  { now, step }: StepLedger,
  feed: string,
  { reason, sinceUs }: Degradation,
  connection: Connection,
  frames: readonly RawFrame[],
): boolean {
  const row = now.feeds.get(feed);
  if (reason !== 'disconnected' || row === undefined) return true;
  if (connection.decoder === 'venue-session') return row.learntAtUs > sinceUs;
  return step.timeUs > sinceUs && frames.some((frame) => frame.feed === connection.id && frame.control === undefined);
}
