import { ExactFields } from '../exactFields.js';
import { isRawObject } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { readVenueText } from '../readVenueText.js';
import type { RawFrame } from '../../rawFrame.js';
import { type FrameReading, NOTHING_READ, type VenueProtocol, type VenueStep } from '../venueSession.js';
import { readAllDexsClearinghouseState, readClearinghouseState, readSpotState, readWebData2 } from './readAccounts.js';
import { readTwapSliceFills, readUserEvents, readUserFills, readUserFundings } from './readFills.js';
import { isInfoType, isOfAccount, readInfoAnswer } from './readInfoAnswer.js';
import {
  readActiveAssetCtx,
  readActiveSpotAssetCtx,
  readAllDexsAssetCtxs,
  readAllMids,
  readAssetCtxs,
  readBbo,
  readL2Book,
  readSpotAssetCtxs,
  readTrades,
} from './readMarkets.js';
import {
  readHistoricalOrders,
  readOpenOrders,
  readOrderUpdates,
  readTwapHistory,
  readTwapStates,
} from './readOrders.js';
import { remember } from '../sessionMemory.js';
import { type HyperliquidSession, openHyperliquidSession } from './sessionState.js';
import type { HyperliquidMessage, HyperliquidOptions, MessageReader } from './venueMessage.js';

const VENUE = 'hyperliquid';
const nothing = (): void => undefined;

const CHANNELS: ReadonlyMap<string, MessageReader> = new Map<string, MessageReader>([
  ['l2Book', readL2Book],
  ['bbo', readBbo],
  ['trades', readTrades],
  ['allMids', readAllMids],
  ['activeAssetCtx', readActiveAssetCtx],
  ['activeSpotAssetCtx', readActiveSpotAssetCtx],
  ['assetCtxs', readAssetCtxs],
  ['allDexsAssetCtxs', readAllDexsAssetCtxs],
  ['spotAssetCtxs', readSpotAssetCtxs],
  ['candle', nothing],
  ['activeAssetData', nothing],
  ['webData2', readWebData2],
  ['webData3', nothing],
  ['clearinghouseState', readClearinghouseState],
  ['allDexsClearinghouseState', readAllDexsClearinghouseState],
  ['spotState', readSpotState],
  ['openOrders', readOpenOrders],
  ['orderUpdates', readOrderUpdates],
  ['user', readUserEvents],
  ['userEvents', readUserEvents],
  ['userFills', readUserFills],
  ['userFundings', readUserFundings],
  ['userNonFundingLedgerUpdates', nothing],
  ['userHistoricalOrders', readHistoricalOrders],
  ['userTwapSliceFills', readTwapSliceFills],
  ['userTwapHistory', readTwapHistory],
  ['twapStates', readTwapStates],
  ['notification', nothing],
  ['subscriptionResponse', readSubscriptionResponse],
  ['post', readPost],
  ['pong', nothing],
  ['error', readError],
]);

/**
 * Hyperliquid's messages over a socket, and answers of its info endpoint as `{"request", "response"}`. Every book is whole and
 * every message stands for itself, so there is no sequence and nothing to resubscribe to.
 */
export function hyperliquidProtocol(options: HyperliquidOptions = {}): VenueProtocol<HyperliquidSession> {
  return {
    venue: VENUE,
    open: openHyperliquidSession,
    read: (session, frame) => readMessage(options, session, frame),
  };
}

function readMessage(
  options: HyperliquidOptions,
  session: HyperliquidSession,
  frame: RawFrame,
): VenueStep<HyperliquidSession> {
  if (frame.control !== undefined) return { state: session, reading: NOTHING_READ };
  const json = readVenueText(frame.raw);
  if (!json.ok && isGreeting(frame.raw)) return { state: session, reading: NOTHING_READ };
  if (!json.ok) return { state: session, reading: refusal('message', json.reason) };
  if (!isRawObject(json.value)) {
    return { state: session, reading: refusal('message', 'Expected an object, was another JSON.') };
  }
  const message: HyperliquidMessage = {
    source: { feed: frame.feed, venue: VENUE },
    receivedAtUs: frame.receivedAtUs,
    options,
    session,
    fields: new ExactFields(),
    observations: [],
    problems: [],
    replies: [],
    changes: [],
    complete: [],
    notModelled: new Set(),
  };
  const subject = route(message, json.value);
  const { failure } = message.fields;
  if (failure !== undefined) return { state: session, reading: refusal(subject, failure) };
  for (const change of message.changes) change();
  const { observations, problems, replies, complete } = message;
  return {
    state: session,
    reading: { observations, problems, replies, ...(complete.length === 0 ? {} : { complete }) },
  };
}

/** What the message was about, for whoever has to say that it was refused. */
function route(message: HyperliquidMessage, object: RawObject): string {
  const { fields } = message;
  const { channel, request } = object;
  if (request !== undefined) {
    const asked = fields.object(request, 'request');
    readInfoAnswer(message, asked, object['response']);
    const { type } = asked;
    return typeof type === 'string' ? `info ${type.slice(0, 64)}` : 'info';
  }
  const reader = typeof channel === 'string' ? CHANNELS.get(channel) : undefined;
  if (reader === undefined) fields.fail('channel', 'a supported kind of message', channel);
  else reader(message, object['data']);
  return typeof channel === 'string' ? channel.slice(0, 64) : 'message';
}

function refusal(subject: string, detail: string): FrameReading {
  return { observations: [], problems: [{ kind: 'refused', subject, detail }], replies: [] };
}

/** `{method, subscription: {type, user}}`: whose the messages of a type without a name are. */
function readSubscriptionResponse(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields, session } = message;
  const answer = fields.object(data, 'data');
  const method = fields.text(answer, 'method');
  const subscription = fields.object(answer['subscription'], 'subscription');
  const type = fields.text(subscription, 'type');
  const user = fields.optionalText(subscription, 'user').toLowerCase();
  if (user === '') return;
  message.changes.push(() => {
    const users = session.subscribers.get(type) ?? new Set<string>();
    if (method === 'unsubscribe') users.delete(user);
    else users.add(user);
    remember(session.subscribers, type, users);
  });
}

/** `{id, response: {type, payload}}`: an info answer names its type, and neither account nor coin. */
function readPost(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields, problems } = message;
  const response = fields.object(fields.object(data, 'data')['response'], 'response');
  const type = fields.text(response, 'type');
  if (type === 'info') {
    const payload = fields.object(response['payload'], 'payload');
    readPostedInfo(message, fields.text(payload, 'type'), payload['data']);
  } else if (type === 'error') {
    problems.push({ kind: 'venue', subject: 'post', detail: fields.text(response, 'payload').slice(0, 500) });
  }
}

function readPostedInfo(message: HyperliquidMessage, asked: string, data: RawJson | undefined): void {
  const { options, problems } = message;
  if (!isInfoType(asked)) {
    const detail = 'Expected an info answer that is taken.';
    problems.push({ kind: 'unsupported', subject: `info ${asked.slice(0, 64)}`, detail });
  } else if (options.account === undefined && isOfAccount(asked)) {
    const detail = 'Expected an answer that names its account, was one without.';
    problems.push({ kind: 'gap', subject: `info ${asked}`, detail });
  } else readInfoAnswer(message, { type: asked, user: options.account ?? null }, data);
}

function readError(message: HyperliquidMessage, data: RawJson | undefined): void {
  const detail = typeof data === 'string' ? data.slice(0, 500) : 'An error without a text.';
  message.problems.push({ kind: 'venue', subject: 'error', detail });
}

/** What the venue says first isn't JSON. */
const GREETING = new TextEncoder().encode('Websocket connection established.');

function isGreeting(raw: Uint8Array): boolean {
  return raw.length === GREETING.length && raw.every((byte, index) => byte === GREETING[index]);
}
