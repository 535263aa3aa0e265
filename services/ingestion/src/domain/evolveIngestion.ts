import { type Event, isEvent } from '@gimbal/contracts';
import { ActionKind, OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { ChainLogObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import {
  FeedGapDetected,
  FeedRecovered,
  FeedWentStale,
  OracleRoundObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import {
  EModeConfigured,
  LendingPositionObserved,
  MarginParametersConfigured,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  withEModeConfigured,
  withLendingPositionObserved,
  withOracleRoundObserved,
  withReserveConfigured,
  withReserveStateObserved,
  withUserEModeObserved,
} from '@gimbal/margin';
import { stepOf } from '@gimbal/projection';
import { OPEN_HOLES_MAX } from '../limits.js';
import { evolveAccounts } from './accounts/evolveAccounts.js';
import { foldVenueOrders } from './accounts/venues/foldVenueOrders.js';
import { foldVenuePositions } from './accounts/venues/foldVenuePositions.js';
import { evolveChain } from './chain/evolveChain.js';
import {
  causeKey,
  feedHealthOf,
  type FeedRow,
  type Hole,
  type IngestionRows,
  nameKey,
  partKey,
} from './ingestionState.js';
import { foldHealth } from './health/foldHealth.js';
import { foldLive } from './live/foldLive.js';
import { sequenceOfText } from './sequenceText.js';
import { evolveOrderFlow } from './orderFlow/evolveOrderFlow.js';
import { evolveProtocolHealth } from './protocolHealth/evolveProtocolHealth.js';
import { type SourceIdentity, sourceIdentity } from './sourceIdentity.js';
import { foldVenueIdentity } from './venues/venueRows.js';

/** An event with the time at which Gimbal learnt it. */
export interface TimedEvent extends Event {
  readonly timeUs: bigint;
  readonly key: string;
  /** `step/N` for what was decided in a step. */
  readonly causationId: string;
}

/**
 * Folds what ingestion said, and the fills that its paper chain settles. Nothing of the recording comes in here, so a
 * log alone gives the same state. Each event touches rows of its own key.
 */
export function evolveIngestion(rows: IngestionRows, event: TimedEvent): void {
  if (isEvent(event, ChainLogObserved)) {
    // Of a chain nearly everything is a log, and nothing else hears it.
    evolveChain(rows.chain, event);
    evolveOrderFlow(rows.orderFlow, event);
    return;
  }
  const identity = sourceIdentity(event, event.timeUs);
  evolveChain(rows.chain, event);
  evolveAccounts(rows.accounts, event);
  foldVenuePositions(rows.venuePositions, event);
  foldVenueOrders(rows.venueOrders, event);
  if (identity !== undefined) withObservation(rows, identity, event.timeUs);
  const health = foldHealth(rows.health, (feed) => feedHealthOf(rows, feed), event);
  if (health !== undefined) rows.feedHealth.set(health.feed, health);
  foldLive(rows.live, event);
  evolveProtocolHealth(rows.protocolHealth, event);
  evolveOrderFlow(rows.orderFlow, event);

  if (isEvent(event, OracleRoundObserved)) withOracleRoundObserved(rows.book, event.value);
  else if (isEvent(event, ReserveStateObserved)) withReserveStateObserved(rows.book, event.value);
  else if (isEvent(event, ReserveConfigured)) withReserveConfigured(rows.book, event.value);
  else if (isEvent(event, EModeConfigured)) withEModeConfigured(rows.book, event.value);
  else if (isEvent(event, UserEModeObserved)) withUserEModeObserved(rows.book, event.value);
  else if (isEvent(event, MarginParametersConfigured)) withMarginParameters(rows, event.value);
  else if (isEvent(event, LendingPositionObserved)) withPosition(rows, event.value);
  else if (isEvent(event, FeedGapDetected)) withGap(rows, event.value);
  else if (isEvent(event, FeedWentStale)) withStale(rows, event.value.feed, true);
  else if (isEvent(event, FeedRecovered)) withStale(rows, event.value.feed, false);
  else if (isEvent(event, OrderFilled)) withFill(rows, event.value, stepOf(event.causationId));
}

function withObservation(rows: IngestionRows, identity: SourceIdentity, learntAtUs: bigint): void {
  const held = rows.feeds.get(identity.feed);
  const observedAtUs = later(held?.lastObservedAtUs, identity.observedAtUs);
  const row: FeedRow = {
    feed: identity.feed,
    lastObservedAtUs: observedAtUs,
    observations: (held?.observations ?? 0) + 1,
    learntAtUs,
    lagUs: learntAtUs - identity.observedAtUs,
    firstSequence: held?.firstSequence,
    lastSequence: held?.lastSequence,
  };
  if ('venue' in identity) {
    foldVenueIdentity(rows.venues, identity);
    rows.feeds.set(identity.feed, row);
    return;
  }
  if ('name' in identity) {
    rows.names.set(nameKey(identity.feed, identity.name), true);
    rows.feeds.set(identity.feed, row);
    return;
  }
  if ('part' in identity) {
    const key = partKey(identity.feed, identity.part);
    rows.parts.set(key, later(rows.parts.get(key), identity.observedAtUs));
    rows.feeds.set(identity.feed, row);
    return;
  }
  rows.feeds.set(identity.feed, {
    ...row,
    firstSequence: held?.firstSequence ?? identity.sequence,
    lastSequence: later(held?.lastSequence, identity.sequence),
  });
}

function withMarginParameters(rows: IngestionRows, configured: MarginParametersConfigured): void {
  const held = rows.marginParameters.get(configured.deployment) ?? [];
  rows.marginParameters.set(configured.deployment, [...held, configured]);
}

function withPosition(rows: IngestionRows, position: LendingPositionObserved): void {
  withLendingPositionObserved(rows.book, position);
  rows.settledCauses.set(causeKey(position.accountId, position.cause), true);
}

function withGap(rows: IngestionRows, gap: FeedGapDetected): void {
  const row = feedHealthOf(rows, gap.feed);
  const from = sequenceOfText(gap.expected);
  const found = sequenceOfText(gap.found);
  const hole: readonly Hole[] = from === undefined || found === undefined ? [] : [{ from, to: found - 1n }];
  rows.feedHealth.set(gap.feed, {
    ...row,
    gaps: row.gaps + 1,
    holes: bounded([...row.holes, ...hole]),
  });
}

/** Past the limit the two oldest holes become one, so that nothing in them can pass for a duplicate. */
function bounded(holes: readonly Hole[]): readonly Hole[] {
  const [oldest, second, ...rest] = holes;
  if (holes.length <= OPEN_HOLES_MAX || oldest === undefined || second === undefined) return holes;
  return [{ from: oldest.from, to: second.to }, ...rest];
}

function withStale(rows: IngestionRows, feed: string, stale: boolean): void {
  rows.feedHealth.set(feed, { ...feedHealthOf(rows, feed), stale });
}

function withFill(rows: IngestionRows, fill: OrderFilled, filledInStep: number | undefined): void {
  if (fill.kind !== ActionKind.ACTION_KIND_REPAY) return;
  const { orderId, deployment, accountId, instrumentId, quantity } = fill;
  rows.repayments.set(orderId, { orderId, deployment, accountId, instrumentId, quantity, filledInStep });
}

function later(held: bigint | undefined, found: bigint): bigint {
  return held === undefined || found > held ? found : held;
}
