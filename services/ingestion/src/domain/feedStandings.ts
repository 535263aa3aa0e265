import type { FeedCatalogue } from './feedCatalogue.js';
import type { FeedDescription } from './feedDescription.js';
import { broughtFeeds, heardAtUs } from './health/broughtFeeds.js';
import { type Connection, connectionOf, connectionsOf } from './health/connectionOf.js';
import { type Degradation, type DropCount, NO_CONNECTION } from './health/healthRows.js';
import { deviationText, oracleDeviation } from './health/oracleDeviation.js';
import { type FeedHealthRow, feedHealthOf, type FeedRow, type IngestionRows } from './ingestionState.js';
import { ageingFeeds } from './staleness.js';

/** Where a feed stands on the domain clock. */
export interface FeedStanding {
  readonly feed: string;
  /** Zero for a feed that has not spoken yet. */
  readonly lastObservedAtUs: bigint;
  readonly ageUs: bigint;
  /** Zero for a feed that is never stale. */
  readonly ageLimitUs: bigint;
  readonly stale: boolean;
  readonly assumed: boolean;
  readonly observations: number;
  readonly gaps: number;
  /** From the source's time to the step that took the message, by our clock. */
  readonly lagUs: bigint;
  readonly reorgDepthMax: number;
  /** Decimal, basis points; empty for what is no oracle, or has no market beside it. */
  readonly oracleDeviationBps: string;
  readonly dropped: readonly DropCount[];
  readonly degraded: readonly string[];
  /** The same with what was found, and since when. */
  readonly faults: readonly Degradation[];
  /** False while what brings the feed has no session. */
  readonly connected: boolean;
  readonly clockOffsetUs: bigint;
}

/** Every feed that observes something: those of the catalogue in its order, then what connections brought, by name. */
export function feedStandings(rows: IngestionRows, catalogue: FeedCatalogue, clockUs: bigint): readonly FeedStanding[] {
  const connections = connectionsOf(catalogue);
  const limits = new Map(ageingFeeds(rows, catalogue).map(({ feed, ageLimitUs }) => [feed, ageLimitUs]));
  const listed = [...catalogue.feeds.values()]
    .filter(observes)
    .map(({ id, assumed }) => ({ id, isAssumed: assumed !== null }));
  const brought = broughtFeeds(rows, connections)
    .filter(({ feed }) => !catalogue.feeds.has(feed) && !namesAccount(feed))
    .map(({ feed }) => ({ id: feed, isAssumed: false }));
  return [...listed, ...brought].map(({ id, isAssumed }) => {
    const connection = connectionOf(connections, id);
    const row = rows.feeds.get(id);
    const health = feedHealthOf(rows, id);
    const lastObservedAtUs = lastHeard(rows, id, row, connection) ?? 0n;
    return {
      feed: id,
      lastObservedAtUs,
      ageUs: lastObservedAtUs === 0n ? 0n : clockUs - lastObservedAtUs,
      ageLimitUs: limits.get(id) ?? 0n,
      stale: health.stale,
      assumed: isAssumed,
      observations: row?.observations ?? 0,
      gaps: health.gaps,
      oracleDeviationBps: deviationOf(rows, catalogue, id, clockUs),
      dropped: droppedOf(health),
      degraded: health.degraded.map(({ reason, instrumentId }) =>
        instrumentId === '' ? reason : `${reason}|${instrumentId}`,
      ),
      faults: health.degraded,
      ...standingOfConnection(rows, row, connection),
    };
  });
}

/** Parameters and paper actions state what is so; they have no age. */
function observes(feed: FeedDescription): boolean {
  return feed.decoder !== 'reserve-configuration-json' && feed.decoder !== 'lending-action-json';
}

/** Whether a feed's own name says whose account it is of, which is nobody's business who may see the market. */
export function namesAccount(feed: string): boolean {
  return feed.startsWith('margin-account:') || feed.startsWith('user-emode:');
}

/** A chain is as old as its newest block, and a pool of it that was quiet since as old as its last swap. */
function lastHeard(
  rows: IngestionRows,
  feed: string,
  row: FeedRow | undefined,
  connection: Connection | undefined,
): bigint | undefined {
  return connection?.id === feed ? heardAtUs(rows, { feed, connection }) : row?.lastObservedAtUs;
}

function deviationOf(rows: IngestionRows, catalogue: FeedCatalogue, feed: string, clockUs: bigint): string {
  const quote = rows.health.quotes.get(feed);
  if (quote?.kind !== 'oracle' || quote.assumed) return '';
  const deviation = oracleDeviation(rows, catalogue, quote, clockUs);
  return deviation === undefined ? '' : deviationText(deviation);
}

function droppedOf({ drops, gaps }: FeedHealthRow): readonly DropCount[] {
  return gaps === 0 ? drops : [{ reason: 'gap', count: gaps }, ...drops];
}

function standingOfConnection(
  rows: IngestionRows,
  row: FeedRow | undefined,
  connection: Connection | undefined,
): Pick<FeedStanding, 'lagUs' | 'connected' | 'clockOffsetUs' | 'reorgDepthMax'> {
  const lagUs = row?.lagUs ?? 0n;
  if (connection === undefined) return { lagUs, connected: true, clockOffsetUs: 0n, reorgDepthMax: 0 };
  const session = rows.health.connections.get(connection.id);
  const { sessions, clockOffsetUs } = session ?? NO_CONNECTION;
  // A connector says that it has a session before anything comes of it: what came without one is a recording's.
  const isRecorded = session === undefined && heardAtUs(rows, { feed: connection.id, connection }) !== undefined;
  const reorg = connection.decoder === 'evm-block-json' ? rows.health.reorgs.get(connection.chain) : undefined;
  return {
    // A source whose clock is ahead stamps its messages later than they are, which made the lag look shorter.
    lagUs: row === undefined ? 0n : lagUs + clockOffsetUs,
    connected: isRecorded || sessions.length > 0,
    clockOffsetUs,
    reorgDepthMax: reorg?.depthMax ?? 0,
  };
}
