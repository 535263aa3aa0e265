import { isEvent } from '@gimbal/contracts';
import { OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import {
  AccountPositionObserved,
  BridgeTransferObserved,
  PositionBreakClosed,
  PositionBreakFound,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { FeedDegraded, FeedRestored, OracleDeviationObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import {
  FeedRecovered,
  FeedWentStale,
  OracleRoundObserved,
  PoolObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import {
  EModeConfigured,
  LendingPositionObserved,
  MarginAccountObserved,
  MarginMarketObserved,
  MarginParametersConfigured,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { VenueBalanceObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { InboundEvent } from '@gimbal/projection';

/** A fact about something that has one standing at a time, and when that standing began. */
export interface TrueTime {
  /** Microseconds since the Unix epoch. */
  readonly trueAtUs: bigint;
  /** What it replaces the standing of; undefined for a fact that adds to what is there. */
  readonly subject: string | undefined;
}

/** What is said of a feed is true from the step that says it. */
const DOUBTS: ReadonlySet<string> = new Set(
  [FeedWentStale, FeedRecovered, FeedDegraded, FeedRestored, OracleDeviationObserved].map(({ $type }) => $type),
);

/**
 * What is observed of an account replaces what was said before, in the order of the log and whatever its time: what a
 * reorganisation undid is older or newer than what stands in its place.
 */
const OBSERVATIONS: ReadonlySet<string> = new Set(
  [AccountPositionObserved, VenueBalanceObserved, BridgeTransferObserved, PositionBreakFound, PositionBreakClosed].map(
    ({ $type }) => $type,
  ),
);

/**
 * When a fact became true. Undefined for what holds whenever it is known: the shape of the book, which is the desk's own
 * saying, the places of instruments, and a correction, which is as old as the trade that it corrects. A fact that says
 * no time is true from when it was known.
 */
export function trueTimeOf(event: InboundEvent): TrueTime | undefined {
  if (isEvent(event, TradeBooked)) return at(event, event.value.executedAtUs);
  if (isEvent(event, OrderFilled)) return at(event, event.value.filledAtUs);
  if (isEvent(event, MarksPublished)) return at(event, event.value.timeUs);
  if (isEvent(event, OracleRoundObserved)) return at(event, event.value.updatedAtUs, event.value.feed);
  if (isEvent(event, PoolObserved)) return at(event, event.value.observedAtUs, event.value.feed);
  if (OBSERVATIONS.has(event.type)) return at(event, (event.value as { observedAtUs: bigint }).observedAtUs);
  if (DOUBTS.has(event.type)) return at(event, event.timeUs);
  return isEvent(event, ReserveConfigured) ||
    isEvent(event, EModeConfigured) ||
    isEvent(event, MarginParametersConfigured)
    ? parametersTime(event)
    : observationTime(event);
}

function parametersTime(
  event: InboundEvent<ReserveConfigured> | InboundEvent<EModeConfigured> | InboundEvent<MarginParametersConfigured>,
): TrueTime {
  return at(event, event.value.effectiveAtUs, parameterSubject(event));
}

/** Names what a parameter set is for within its deployment: an asset, an e-mode category, or the venue as a whole. */
export function parameterSubject(event: InboundEvent): string | undefined {
  if (isEvent(event, ReserveConfigured)) return `${event.value.deployment}|${event.value.asset}`;
  if (isEvent(event, EModeConfigured)) return `${event.value.deployment}|e-mode ${event.value.category}`;
  if (isEvent(event, MarginParametersConfigured)) return `${event.value.deployment}|`;
  return undefined;
}

function observationTime(event: InboundEvent): TrueTime | undefined {
  if (isEvent(event, ReserveStateObserved))
    return at(event, event.value.observedAtUs, `${event.value.deployment}|${event.value.asset}`);
  if (isEvent(event, LendingPositionObserved)) {
    const { accountId, deployment, asset, observedAtUs } = event.value;
    return at(event, observedAtUs, `${accountId}|${deployment}|${asset}`);
  }
  if (isEvent(event, UserEModeObserved) || isEvent(event, MarginAccountObserved))
    return at(event, event.value.observedAtUs, `${event.value.accountId}|${event.value.deployment}`);
  if (isEvent(event, MarginMarketObserved))
    return at(event, event.value.observedAtUs, `${event.value.feed}|${event.value.deployment}`);
  return undefined;
}

/** The subject carries the type, so that an asset's parameters and its indexes don't replace one another. */
function at(event: InboundEvent, trueAtUs: bigint, subject?: string): TrueTime {
  return {
    trueAtUs: trueAtUs > 0n ? trueAtUs : event.timeUs,
    subject: subject === undefined ? undefined : `${event.type}|${subject}`,
  };
}
