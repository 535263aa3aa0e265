import { type Event, isEvent } from '@gimbal/contracts';
import { BlockAdopted } from '@gimbal/contracts/ingestion/v1/chain_events';
import {
  ConversionRateObserved,
  DebtPoolObserved,
  GasPriceObserved,
  OptionQuoteObserved,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
  PoolReservesObserved,
  SurfaceSliceObserved,
  VolatilityObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import {
  GovernanceLogObserved,
  GovernancePayloadRead,
  MarginAccountObserved,
  MarginMarketObserved,
  NormFactorObserved,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { chainFeed } from './chain/chainFeed.js';
import { US_PER_MINUTE } from './decoders/fieldText.js';
import { type VenueIdentity, venueIdentity } from './venues/venueIdentity.js';

/** Which observation of which feed an event is, in the source's own terms; the same before and after the log. */
export type SourceIdentity =
  /** The source counts: a round, or a minute since the Unix epoch. */
  | { readonly feed: string; readonly observedAtUs: bigint; readonly sequence: bigint }
  /** The source speaks of many things, each with an order of its own: an option, or an expiry. */
  | { readonly feed: string; readonly observedAtUs: bigint; readonly part: string }
  /** The source names: `name` is unique within the feed. */
  | { readonly feed: string; readonly observedAtUs: bigint; readonly name: string }
  /** A venue says it. */
  | VenueIdentity;

export function governanceLogFeed(deployment: string): string {
  return `governance:${deployment}`;
}

export function governancePayloadFeed(deployment: string): string {
  return `governance-payloads:${deployment}`;
}

/** Accounts carry no feed either, and each is a feed of its own: its records have a key of their own. */
export function marginAccountFeed(deployment: string, account: string): string {
  return `margin-account:${deployment}:${account}`;
}

export function userEModeFeed(deployment: string, account: string): string {
  return `user-emode:${deployment}:${account}`;
}

/** The identity of an observation, or undefined for an event that is none. `timeUs` is when Gimbal learnt it. */
export function sourceIdentity(event: Event, timeUs: bigint): SourceIdentity | undefined {
  // A v4 pool, whose hooks its feed says, is read whenever somebody asks; a v3 pool is recorded by the minute.
  if (isEvent(event, PoolObserved)) return event.value.hooks === '' ? minuteOf(event.value) : instantOf(event.value);
  if (isEvent(event, GasPriceObserved)) return minuteOf(event.value);
  // An assumed perpetual follows the minutes of its pool; a venue says its own whenever it likes.
  if (isEvent(event, PerpObserved)) return event.value.assumed ? minuteOf(event.value) : instrumentPartOf(event.value);
  if (isEvent(event, ReserveStateObserved)) return minuteOf(event.value);
  if (isEvent(event, NormFactorObserved)) return minuteOf(event.value);
  if (isEvent(event, OracleRoundObserved)) {
    const { feed, updatedAtUs, roundId } = event.value;
    return { feed, observedAtUs: updatedAtUs, sequence: BigInt(roundId) };
  }
  if (isEvent(event, VolatilityObserved)) return instantOf(event.value);
  if (isEvent(event, PoolReservesObserved)) return instantOf(event.value);
  if (isEvent(event, ConversionRateObserved)) return instantOf(event.value);
  if (isEvent(event, DebtPoolObserved)) return instantOf(event.value);
  if (isEvent(event, OptionQuoteObserved)) return instrumentPartOf(event.value);
  if (isEvent(event, SurfaceSliceObserved)) {
    const { feed, observedAtUs, underlying, expiryUs } = event.value;
    return { feed, observedAtUs, part: `${underlying}/${expiryUs}` };
  }
  if (isEvent(event, GovernanceLogObserved)) {
    const { deployment, chain, blockHash, transactionHash, logIndex, blockTimeUs } = event.value;
    const name = `${chain}/${blockHash}/${transactionHash}/${logIndex}`;
    return { feed: governanceLogFeed(deployment), observedAtUs: blockTimeUs, name };
  }
  if (isEvent(event, GovernancePayloadRead)) {
    const { deployment, chain, payloadId, source } = event.value;
    return { feed: governancePayloadFeed(deployment), observedAtUs: timeUs, name: `${chain}/${payloadId}/${source}` };
  }
  if (isEvent(event, MarginMarketObserved)) {
    const { feed, observedAtUs } = event.value;
    return { feed, observedAtUs, sequence: observedAtUs };
  }
  if (isEvent(event, MarginAccountObserved)) {
    const { deployment, accountId, observedAtUs } = event.value;
    return { feed: marginAccountFeed(deployment, accountId), observedAtUs, sequence: observedAtUs };
  }
  if (isEvent(event, BlockAdopted)) {
    const { chain, adoption, blockTimeUs } = event.value;
    return { feed: chainFeed(chain), observedAtUs: blockTimeUs, sequence: adoption };
  }
  if (isEvent(event, UserEModeObserved)) {
    const { deployment, accountId, observedAtUs } = event.value;
    return { feed: userEModeFeed(deployment, accountId), observedAtUs, sequence: observedAtUs };
  }
  return venueIdentity(event);
}

/** A feed may be of many instruments. */
function instrumentPartOf(value: {
  readonly feed: string;
  readonly instrumentId: string;
  readonly observedAtUs: bigint;
}): SourceIdentity {
  return { feed: value.feed, observedAtUs: value.observedAtUs, part: value.instrumentId };
}

function minuteOf(value: { readonly feed: string; readonly observedAtUs: bigint }): SourceIdentity {
  return { feed: value.feed, observedAtUs: value.observedAtUs, sequence: value.observedAtUs / US_PER_MINUTE };
}

/** The time of the observation counts by itself, to the microsecond. */
function instantOf({ feed, observedAtUs }: { readonly feed: string; readonly observedAtUs: bigint }): SourceIdentity {
  return { feed, observedAtUs, sequence: observedAtUs };
}
