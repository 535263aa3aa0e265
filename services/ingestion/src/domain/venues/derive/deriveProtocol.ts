import { isRawList, RawFields, type RawItem, shownRaw } from '../rawJson/rawFields.js';
import { ReadingDraft } from '../readingDraft.js';
import { readVenueFields } from '../readVenueFields.js';
import { NOTHING_READ, type VenueProtocol } from '../venueSession.js';
import { deriveCarry, type DeriveSession, openDeriveSession } from './deriveSession.js';
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
    carry: deriveCarry,
    read: (state, frame) => {
      if (frame.control !== undefined) {
        return { state: frame.control.kind === 'connected' ? openDeriveSession(state) : state, reading: NOTHING_READ };
      }
      const draft = new ReadingDraft(frame.feed, frame.receivedAtUs);
      const message = readVenueFields(frame.raw);
      if (message.ok) readMessage(state, draft, message.fields, accountId);
      else draft.problem('refused', 'message', message.reason);
      return { state, reading: draft.reading };
    },
  };
}

function readMessage(
  session: DeriveSession,
  draft: ReadingDraft,
  fields: RawFields,
  accountId: string | undefined,
): void {
  if (fields.has('error')) return readError(draft, fields);
  if (fields.isThere('result')) return readDeriveResult(session, draft, fields, accountId);
  const method = fields.raw('method');
  const params = fields.object('params') ?? new RawFields(fields.record('params'));
  if (fields.failure !== undefined) return draft.problem('refused', 'message', fields.failure);
  if (method !== 'subscription') {
    return draft.problem('unsupported', shownRaw(method), 'Expected a notification or an answer.');
  }
  const channel = params.name('channel');
  if (params.failure !== undefined || !params.isThere('data')) {
    return draft.problem('refused', channel, params.failure ?? 'Expected data, was missing.');
  }
  readChannel(session, draft, channel, params, accountId);
}

/** The kind of a channel: orderbook.ETH-PERP.1.10 is orderbook, 30769.trades is subaccount.trades. */
export function deriveChannelKind(channel: string): string {
  const [first = '', second = ''] = channel.split('.');
  return /^[0-9]+$/.test(first) ? `subaccount.${second}` : first;
}

/** Reads the `data` that stands in the parameters of a notification. */
function readChannel(
  session: DeriveSession,
  draft: ReadingDraft,
  channel: string,
  params: RawFields,
  accountId: string | undefined,
): void {
  const kind = deriveChannelKind(channel);
  if (kind.startsWith('subaccount.')) return readPrivateChannel(session, draft, kind, channel, params, accountId);
  // Trades come as a list, or one by itself.
  if (kind === 'trades') return readDeriveTrades(session, draft, channel, itemsOf(params));
  if (kind !== 'orderbook' && kind !== 'ticker' && kind !== 'ticker_slim' && kind !== 'spot_feed') {
    return draft.problem('unsupported', kind, `Expected a channel that is taken, was ${channel.slice(0, 200)}.`);
  }
  const fields = params.object('data');
  if (fields === undefined) {
    return draft.problem('refused', channel, `Expected an object, was ${shownRaw(params.raw('data'))}.`);
  }
  if (kind === 'orderbook') return readDeriveBook(session, draft, channel, fields);
  if (kind === 'ticker') return readDeriveTicker(session, draft, channel, fields);
  if (kind === 'spot_feed') return readDeriveSpotFeed(session, draft, channel, fields);
  const ticker = fields.object('instrument_ticker');
  const name = channel.split('.')[1] ?? '';
  if (ticker !== undefined) return readDeriveSlimTicker(session, draft, channel, name, ticker);
  const found = shownRaw(fields.raw('instrument_ticker'));
  draft.problem('refused', channel, `Expected an object in instrument_ticker, was ${found}.`);
}

/** What comes as a list, or one by itself. */
function itemsOf(params: RawFields): readonly RawItem[] {
  return params.items('data') ?? [params.object('data') ?? params.raw('data') ?? null];
}

function readPrivateChannel(
  session: DeriveSession,
  draft: ReadingDraft,
  kind: string,
  channel: string,
  params: RawFields,
  accountId: string | undefined,
): void {
  const data = params.raw('data') ?? null;
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
