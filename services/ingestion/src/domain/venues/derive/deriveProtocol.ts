import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { ReadingDraft } from '../readingDraft.js';
import { readVenueText } from '../readVenueText.js';
import { NOTHING_READ, type VenueProtocol } from '../venueSession.js';
import { type DeriveSession, openDeriveSession } from './deriveSession.js';
import { readDeriveBalanceChanges } from './readDeriveAccount.js';
import { readDeriveBook } from './readDeriveBook.js';
import { readDeriveSpotFeed } from './readDeriveFeeds.js';
import { readDeriveOrders } from './readDeriveOrders.js';
import { readDeriveResult } from './readDeriveResult.js';
import { readDeriveSlimTicker, readDeriveTicker } from './readDeriveTicker.js';
import { readDeriveFills, readDeriveTrades } from './readDeriveTrades.js';

export interface DeriveOptions {
  /** The account that private messages are about; without one they are refused. */
  readonly accountId?: string | undefined;
}

/** Derive's JSON-RPC, as it comes over a WebSocket and in the answers of HTTP. */
export function deriveProtocol({ accountId }: DeriveOptions = {}): VenueProtocol<DeriveSession> {
  return {
    venue: 'derive',
    open: openDeriveSession,
    read: (state, frame) => {
      if (frame.control !== undefined) {
        return { state: frame.control.kind === 'connected' ? openDeriveSession() : state, reading: NOTHING_READ };
      }
      const draft = new ReadingDraft(frame.feed, frame.receivedAtUs);
      const json = readVenueText(frame.raw);
      if (!json.ok) draft.problem('refused', 'message', json.reason);
      else if (!isRawObject(json.value)) {
        draft.problem('refused', 'message', `Expected an object, was ${shownRaw(json.value)}.`);
      } else readMessage(state, draft, json.value, accountId);
      return { state, reading: draft.reading };
    },
  };
}

function readMessage(
  session: DeriveSession,
  draft: ReadingDraft,
  message: RawObject,
  accountId: string | undefined,
): void {
  const fields = new RawFields(message);
  if (fields.has('error')) return readError(draft, fields);
  if (fields.raw('result') !== undefined) return readDeriveResult(session, draft, fields, accountId);
  const method = fields.raw('method');
  const params = new RawFields(fields.record('params'));
  if (fields.failure !== undefined) return draft.problem('refused', 'message', fields.failure);
  if (method !== 'subscription') {
    return draft.problem('unsupported', shownRaw(method), 'Expected a notification or an answer.');
  }
  const channel = params.text('channel');
  const data = params.raw('data');
  if (params.failure !== undefined || data === undefined) {
    return draft.problem('refused', channel, params.failure ?? 'Expected data, was missing.');
  }
  readChannel(session, draft, channel, data, accountId);
}

/** The kind of a channel: orderbook.ETH-PERP.1.10 is orderbook, 30769.trades is subaccount.trades. */
export function deriveChannelKind(channel: string): string {
  const [first = '', second = ''] = channel.split('.');
  return /^[0-9]+$/.test(first) ? `subaccount.${second}` : first;
}

function readChannel(
  session: DeriveSession,
  draft: ReadingDraft,
  channel: string,
  data: RawJson,
  accountId: string | undefined,
): void {
  const kind = deriveChannelKind(channel);
  if (kind.startsWith('subaccount.')) return readPrivateChannel(session, draft, kind, channel, data, accountId);
  // Trades come as a list, or one by itself.
  if (kind === 'trades') return readDeriveTrades(session, draft, channel, isRawList(data) ? data : [data]);
  const name = channel.split('.')[1] ?? '';
  if (kind !== 'orderbook' && kind !== 'ticker' && kind !== 'ticker_slim' && kind !== 'spot_feed') {
    return draft.problem('unsupported', kind, `Expected a channel that is taken, was ${channel.slice(0, 200)}.`);
  }
  if (!isRawObject(data)) return draft.problem('refused', channel, `Expected an object, was ${shownRaw(data)}.`);
  if (kind === 'orderbook') return readDeriveBook(session, draft, channel, data);
  if (kind === 'ticker') return readDeriveTicker(session, draft, channel, data);
  if (kind === 'spot_feed') return readDeriveSpotFeed(session, draft, channel, data);
  const ticker = new RawFields(data).raw('instrument_ticker');
  if (isRawObject(ticker)) return readDeriveSlimTicker(session, draft, channel, name, ticker);
  draft.problem('refused', channel, `Expected an object in instrument_ticker, was ${shownRaw(ticker)}.`);
}

function readPrivateChannel(
  session: DeriveSession,
  draft: ReadingDraft,
  kind: string,
  channel: string,
  data: RawJson,
  accountId: string | undefined,
): void {
  const list = isRawList(data) ? data : [data];
  if (kind !== 'subaccount.balances' && kind !== 'subaccount.orders' && kind !== 'subaccount.trades') {
    return draft.problem('unsupported', kind, `Expected a channel that is taken, was ${channel.slice(0, 200)}.`);
  }
  if (accountId === undefined) return draft.problem('refused', channel, 'Expected an account of the feed, was none.');
  if (kind === 'subaccount.orders') return readDeriveOrders(session, draft, accountId, channel, list);
  if (kind === 'subaccount.trades') return readDeriveFills(session, draft, accountId, channel, list);
  readDeriveBalanceChanges(session, draft, accountId, channel, list);
}

function readError(draft: ReadingDraft, fields: RawFields): void {
  const error = new RawFields(fields.record('error'));
  const detail = `${error.optionalText('message')} (${error.optionalText('code')})`;
  const id = fields.raw('id');
  const subject = typeof id === 'string' ? id.slice(0, 200) : 'message';
  const failure = fields.failure ?? error.failure;
  if (failure !== undefined) draft.problem('refused', subject, failure);
  else draft.problem('venue', subject, `Expected an answer, was the error ${detail}.`);
}
