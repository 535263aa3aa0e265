import type { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { differenceOf } from '../decimalDifference.js';
import type { Observed } from '../../decoded.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { NOT_OPEN, orderFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { coinInstrument } from './coinInstrument.js';
import { sideOf } from './readMarkets.js';
import { accountOf, type HyperliquidMessage, soleSubscriber } from './venueMessage.js';

/** Of the words for an order's state these leave it in the book, or waiting for its trigger. */
const OPEN_STATUSES: ReadonlySet<string> = new Set(['open', 'triggered']);

/** `{dex, user, orders}`. */
export function readOpenOrders(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const outer = fields.object(data, 'data');
  sayOpenOrders(message, fields.text(outer, 'user'), fields.optionalText(outer, 'dex'), outer['orders']);
}

/** All that is open. What was open by the snapshot before and isn't any more is closed, for a reason that orderUpdates tells. */
export function sayOpenOrders(
  message: HyperliquidMessage,
  user: string,
  dex: string,
  value: RawJson | undefined,
): void {
  const { fields, observations, receivedAtUs, session, source } = message;
  const open = new Map<string, VenueOrderObserved>();
  for (const row of fields.list(value, 'orders')) {
    const order = fields.object(row, 'order');
    const fact = orderOf(message, user, order, 'open', fields.epochMs(order, 'timestamp'));
    if (fact === undefined) continue;
    const said = fact.event.value as VenueOrderObserved;
    open.set(said.orderId, said);
    observations.push(fact);
  }
  const key = `${accountOf(message, user)}|${dex}`;
  for (const [orderId, before] of session.open.get(key) ?? []) {
    if (open.has(orderId)) continue;
    const gone = { ...before, status: NOT_OPEN, open: false, observedAtUs: receivedAtUs };
    observations.push(orderFact(source, gone));
  }
  message.changes.push(() => remember(session.open, key, open));
}

/** `[{order, status, statusTimestamp}]`, of whom the subscription names. */
export function readOrderUpdates(message: HyperliquidMessage, data: RawJson | undefined): void {
  const user = soleSubscriber(message, 'orderUpdates');
  if (user !== undefined) sayOrderUpdates(message, user, data);
}

/** `{user, isSnapshot, orderHistory}`. */
export function readHistoricalOrders(message: HyperliquidMessage, data: RawJson | undefined): void {
  const outer = message.fields.object(data, 'data');
  sayOrderUpdates(message, message.fields.text(outer, 'user'), outer['orderHistory']);
}

export function sayOrderUpdates(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  for (const row of message.fields.list(value, 'orders')) sayOrderUpdate(message, user, row);
}

function sayOrderUpdate(message: HyperliquidMessage, user: string, value: RawJson): void {
  const { fields } = message;
  const update = fields.object(value, 'order');
  const order = fields.object(update['order'], 'order');
  const status = fields.text(update, 'status');
  const fact = orderOf(message, user, order, status, fields.epochMs(update, 'statusTimestamp'));
  if (fact === undefined) return;
  message.observations.push(fact);
  message.changes.push(() => keepOpen(message, user, order, fact.event.value as VenueOrderObserved));
}

/** So that the next list of what is open tells of an order that opened since the last one, and leaves alone what ended. */
function keepOpen(message: HyperliquidMessage, user: string, { coin }: RawObject, said: VenueOrderObserved): void {
  const { session } = message;
  const dex = typeof coin === 'string' && coin.includes(':') ? coin.slice(0, coin.indexOf(':')) : '';
  const key = `${accountOf(message, user)}|${dex}`;
  const open = session.open.get(key) ?? new Map<string, VenueOrderObserved>();
  if (said.open) remember(open, said.orderId, said);
  else open.delete(said.orderId);
  remember(session.open, key, open);
}

/** Over REST: `{status: 'order', order: {order, status, statusTimestamp}}`, or `{status: 'unknownOid'}`. */
export function sayOrderStatus(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  const { fields } = message;
  const answer = fields.object(value, 'orderStatus');
  if (fields.text(answer, 'status') === 'order') sayOrderUpdate(message, user, answer['order'] ?? null);
}

function orderOf(
  message: HyperliquidMessage,
  user: string,
  order: RawObject,
  status: string,
  observedAtUs: bigint,
): Observed | undefined {
  const { fields, source } = message;
  const left = fields.amount(order, 'sz');
  const original = fields.optionalDecimal(order, 'origSz');
  const said = {
    accountId: accountOf(message, user),
    orderId: fields.whole(order, 'oid'),
    clientOrderId: fields.optionalText(order, 'cloid'),
    side: sideOf(message, order),
    orderType: fields.optionalText(order, 'orderType'),
    price: fields.amount(order, 'limitPx'),
    // What is left stands for the whole where the venue says no more.
    size: original === '' ? left : original,
    filledSize: filledSize(message, original, left, status),
    status,
    open: OPEN_STATUSES.has(status),
    reduceOnly: fields.optionalFlag(order, 'reduceOnly'),
    observedAtUs,
  };
  const instrumentId = coinInstrument(message, fields.text(order, 'coin'));
  return instrumentId === undefined ? undefined : orderFact(source, { instrumentId, ...said });
}

/** The size of an order that ended unfilled is 0 or what was left, so only of open and filled ones the rest says what was filled. */
function filledSize({ fields }: HyperliquidMessage, original: string, left: string, status: string): string {
  if (fields.failure !== undefined || original === '' || (status !== 'filled' && !OPEN_STATUSES.has(status))) return '';
  return differenceOf(original, left);
}

/** `{user, isSnapshot, history: [{time, state, status: {status}}]}`. */
export function readTwapHistory(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const outer = fields.object(data, 'data');
  sayTwapHistory(message, fields.text(outer, 'user'), outer['history']);
}

export function sayTwapHistory(message: HyperliquidMessage, user: string, history: RawJson | undefined): void {
  const { fields } = message;
  for (const value of fields.list(history, 'history')) {
    const row = fields.object(value, 'history');
    const status = fields.text(fields.object(row['status'], 'status'), 'status');
    // Seconds, unlike all other times of the venue.
    const observedAtUs = BigInt(fields.count(row, 'time')) * 1_000_000n;
    sayTwap(message, user, fields.object(row['state'], 'state'), status, observedAtUs);
  }
}

/** `{dex, user, states: [[id, state], …]}`. */
export function readTwapStates(message: HyperliquidMessage, data: RawJson | undefined): void {
  const outer = message.fields.object(data, 'data');
  sayTwapStates(message, message.fields.text(outer, 'user'), outer['states']);
}

export function sayTwapStates(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  const { fields } = message;
  for (const row of fields.list(value, 'twapStates')) {
    const [, state] = fields.list(row, 'twapState');
    sayTwap(message, user, fields.object(state, 'state'), 'activated', message.receivedAtUs);
  }
}

function sayTwap(
  message: HyperliquidMessage,
  user: string,
  state: RawObject,
  status: string,
  observedAtUs: bigint,
): void {
  const { fields, observations, source } = message;
  const said = {
    accountId: accountOf(message, user),
    // Not every message has the number of a TWAP; when it was put in names it as well.
    orderId: `twap/${fields.whole(state, 'timestamp')}/${fields.text(state, 'coin')}`,
    side: sideOf(message, state),
    orderType: 'twap',
    size: fields.amount(state, 'sz'),
    filledSize: fields.amount(state, 'executedSz'),
    status,
    open: status === 'activated',
    reduceOnly: fields.optionalFlag(state, 'reduceOnly'),
    observedAtUs,
  };
  const instrumentId = coinInstrument(message, fields.text(state, 'coin'));
  if (instrumentId !== undefined) observations.push(orderFact(source, { instrumentId, ...said }));
}
