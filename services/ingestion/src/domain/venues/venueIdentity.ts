import { type Event, isEvent } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import {
  type BookLevel,
  BookObserved,
  FundingSettled,
  IndexObserved,
  InstrumentSpecified,
  TradeObserved,
  VenueBalanceObserved,
  VenueFillObserved,
  VenueMarginObserved,
  VenueOrderObserved,
} from '@gimbal/contracts/ingestion/v1/venue_events';
import { NOT_OPEN } from './venueFacts.js';
import { FILL_NAMES_MAX, ORDER_NAMES_MAX } from './venueLimits.js';

/** Which observation of a venue an event is, in the venue's own terms, whichever connection it came over. */
export type VenueSource =
  /** Of a thing the newest state counts. `state` tells two states of one instant apart; a count among them orders them. */
  | { readonly kind: 'state'; readonly part: string; readonly state: string; readonly count?: bigint | undefined }
  /** What holds until it is said otherwise: the same again, at whatever time, is no news. */
  | { readonly kind: 'terms'; readonly part: string; readonly state: string }
  /** The venue counts the things of a series without gaps. */
  | { readonly kind: 'counted'; readonly series: string; readonly count: bigint }
  /**
   * The venue names the things of a series; `state` is empty for what never changes, and `GONE` for what is only missed. So
   * many names are remembered.
   */
  | {
      readonly kind: 'named';
      readonly series: string;
      readonly name: string;
      readonly state: string;
      readonly namesMax?: number;
      /** What was said before events named their sub-account stands there. */
      readonly olderSeries?: string;
    };

/** Begins the state of an order that ended, as the venue said. */
export const ENDED = 'ended|';
/** The state of an order that isn't listed any more: how it ended isn't known, so whatever the venue says of it tells more. */
export const GONE = 'gone';

export interface VenueIdentity {
  readonly feed: string;
  readonly observedAtUs: bigint;
  readonly venue: VenueSource;
}

/** The identity of what a venue said; undefined for an event that is nothing of a venue. */
export function venueIdentity(event: Event): VenueIdentity | undefined {
  return marketIdentity(event) ?? accountIdentity(event);
}

function marketIdentity(event: Event): VenueIdentity | undefined {
  if (isEvent(event, TradeObserved)) {
    const { feed, observedAtUs, tradeId, sequence } = event.value;
    const series = tradeSeries(event.value);
    const count = countOf(sequence);
    const source: VenueSource =
      count === undefined ? { kind: 'named', series, name: tradeId, state: '' } : { kind: 'counted', series, count };
    return { feed, observedAtUs, venue: source };
  }
  if (isEvent(event, BookObserved)) {
    const { feed, observedAtUs, venue, instrumentId, bids, asks, sequence } = event.value;
    const state = sequence === '' ? levelsText(bids, asks) : sequence;
    return { feed, observedAtUs, venue: stateOf(`book|${venue}|${instrumentId}`, state, countOf(sequence)) };
  }
  if (isEvent(event, IndexObserved)) {
    const { feed, observedAtUs, venue, index, price } = event.value;
    return { feed, observedAtUs, venue: stateOf(`index|${venue}|${index}`, price) };
  }
  if (isEvent(event, FundingSettled)) {
    const { feed, observedAtUs, venue, instrumentId, rate } = event.value;
    const series = `funding|${venue}|${instrumentId}`;
    return { feed, observedAtUs, venue: { kind: 'named', series, name: observedAtUs.toString(), state: rate } };
  }
  if (isEvent(event, InstrumentSpecified)) {
    const { feed, observedAtUs, ...terms } = event.value;
    const state = Object.values(terms).join('|');
    return { feed, observedAtUs, venue: { kind: 'terms', part: `terms|${terms.venue}|${terms.symbol}`, state } };
  }
  return undefined;
}

function accountIdentity(event: Event): VenueIdentity | undefined {
  if (isEvent(event, VenueFillObserved)) {
    const { feed, observedAtUs, venue, accountId, instrumentId, source, tradeId } = event.value;
    const older = `fills|${venue}|${accountId}|${instrumentId}`;
    // Either side of a trade may be a sub-account of one name, and has the trade's id.
    const [series, olderSeries] = source === '' ? [older, undefined] : [`${older}|${source}`, older];
    const names = { series, name: tradeId, state: '', namesMax: FILL_NAMES_MAX };
    return { feed, observedAtUs, venue: { kind: 'named', ...names, ...(olderSeries && { olderSeries }) } };
  }
  if (isEvent(event, VenueOrderObserved)) {
    const { feed, observedAtUs, ...order } = event.value;
    const series = `orders|${order.venue}|${order.accountId}`;
    const names = { series, name: order.orderId, state: orderState(order), namesMax: ORDER_NAMES_MAX };
    return { feed, observedAtUs, venue: { kind: 'named', ...names } };
  }
  if (isEvent(event, VenueBalanceObserved)) {
    const { feed, observedAtUs, venue, accountId, asset, total, available, source } = event.value;
    const part = `balance|${venue}|${accountId}|${asset}${source === '' ? '' : `|${source}`}`;
    return { feed, observedAtUs, venue: stateOf(part, `${total}|${available}`) };
  }
  if (isEvent(event, VenueMarginObserved)) {
    const { feed, observedAtUs, venue, accountId, currency, source, ...margin } = event.value;
    return {
      feed,
      observedAtUs,
      venue: stateOf(
        `margin|${venue}|${accountId}|${currency}${source === '' ? '' : `|${source}`}`,
        Object.values(margin).join('|'),
      ),
    };
  }
  if (isEvent(event, AccountPositionObserved) && event.value.blockHash === '') {
    const { observedAtUs, place, accountId, instrumentId, source, quantity, entryPrice } = event.value;
    const part = `position|${place}|${accountId}|${source}|${instrumentId}`;
    return { feed: accountFeed(place, accountId), observedAtUs, venue: stateOf(part, `${quantity}|${entryPrice}`) };
  }
  return undefined;
}

/** The trades of an instrument at a venue. */
export function tradeSeries({ venue, instrumentId }: Pick<TradeObserved, 'venue' | 'instrumentId'>): string {
  return `trades|${venue}|${instrumentId}`;
}

function levelsText(bids: readonly BookLevel[], asks: readonly BookLevel[]): string {
  let text = `${bids.length}:`;
  for (const { price, size } of bids) text += `${price}x${size},`;
  for (const { price, size } of asks) text += `${price}x${size},`;
  return text;
}

function orderState(order: Omit<VenueOrderObserved, 'feed' | 'observedAtUs'>): string {
  if (order.status === NOT_OPEN) return GONE;
  const { averagePrice, filledSize, open, price, size, status } = order;
  return `${open ? '' : ENDED}${[status, price, size, filledSize, averagePrice].join('|')}`;
}

/** Positions carry no feed; those of an account at a venue are a feed of their own. */
export function accountFeed(place: string, accountId: string): string {
  return `account:${place}:${accountId}`;
}

function stateOf(part: string, state: string, count?: bigint): VenueSource {
  return { kind: 'state', part, state, count };
}

function countOf(sequence: string): bigint | undefined {
  return /^[0-9]{1,38}$/.test(sequence) ? BigInt(sequence) : undefined;
}
