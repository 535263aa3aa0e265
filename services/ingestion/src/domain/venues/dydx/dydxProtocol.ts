import type { RawFrame } from '../../rawFrame.js';
import { keepShape } from '../keepShape.js';
import { isRawObject } from '../rawJson/rawFields.js';
import { indexVenueMessage } from '../readVenueFields.js';
import { type ChannelChange, channelChange } from './channelChange.js';
import { readIndexedBook, readIndexedMarkets, readIndexedTrades } from './readIndexed.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { readVenueText } from '../readVenueText.js';
import { type FrameReading, NOTHING_READ, type VenueProtocol, type VenueStep } from '../venueSession.js';
import { remember } from '../sessionMemory.js';
import { readBookChanges, readBookSnapshot } from './readBooks.js';
import { readIndexerAnswer } from './readIndexerAnswer.js';
import { readMarketChanges, readMarkets, readTrades, sayChangedMarkets } from './readMarkets.js';
import { readSubaccountChanges, readSubaccountSnapshot } from './readSubaccounts.js';
import { dydxCarry, type DydxSession, type DydxSubject, openDydxSession } from './sessionState.js';
import { DYDX, DydxMessage, type DydxOptions } from './venueMessage.js';

const SUBACCOUNTS: ReadonlySet<string> = new Set(['v4_subaccounts', 'v4_parent_subaccounts']);
/** Their subscriptions begin with everything, and go on with what changes. */
const WITH_SNAPSHOT: ReadonlySet<string> = new Set(['v4_orderbook', 'v4_trades', 'v4_markets', ...SUBACCOUNTS]);
/** They show that the venue goes on; candles follow from trades. */
const SILENT: ReadonlySet<string> = new Set(['v4_candles', 'v4_block_height']);

/**
 * The messages of dYdX's indexer (v4) over a socket, and its answers over REST as `{"request": {"path"}, "response"}`. Messages are
 * numbered by one over all channels of a connection, so a missing one leaves every book and every subaccount in doubt: they are
 * forgotten and asked for anew.
 */
export function dydxProtocol(options: DydxOptions = {}): VenueProtocol<DydxSession> {
  return {
    venue: DYDX,
    open: openDydxSession,
    carry: dydxCarry,
    read: (session, frame) => readMessage(options, session, frame),
  };
}

keepShape(new DydxMessage({}, openDydxSession(), { feed: '', receivedAtUs: 0n }));

function readMessage(options: DydxOptions, session: DydxSession, frame: RawFrame): VenueStep<DydxSession> {
  if (frame.control !== undefined) return { state: session, reading: NOTHING_READ };
  const indexed = indexVenueMessage(frame.raw);
  const change = indexed && channelChange(indexed);
  if (change !== undefined) {
    return { state: session, reading: readChange(new DydxMessage(options, session, frame), change) };
  }
  const json = readVenueText(frame.raw);
  if (!json.ok) return { state: session, reading: refusal('message', json.reason) };
  if (!isRawObject(json.value)) {
    return { state: session, reading: refusal('message', 'Expected an object, was another JSON.') };
  }
  return { state: session, reading: readObject(new DydxMessage(options, session, frame), json.value) };
}

function readObject(message: DydxMessage, object: RawObject): FrameReading {
  const { fields } = message;
  const { request, type } = object;
  if (request !== undefined) {
    readIndexerAnswer(message, fields.object(request, 'request'), object['response']);
    sayChangedMarkets(message);
    return message.finish('answer');
  }
  const subject = subjectOfObject(object);
  const messageId = fields.count(object, 'message_id');
  if (typeof type !== 'string') fields.fail('type', 'a text', type);
  if (fields.failure !== undefined) return message.finish(subject);
  if (!isNext(message, messageId)) return tooLate(message);
  readTyped(message, object, messageId);
  return closeNumbered(message, subject, messageId);
}

/** What nearly all messages are: a change of a market's book, its trades or an oracle's price, read from where it stands. */
function readChange(message: DydxMessage, change: ChannelChange): FrameReading {
  const { channel, contents, id, index, messageId } = change;
  const subject = id === undefined ? channel : message.session.subjects.of(channel, id, subjectOf);
  if (!isNext(message, messageId)) return tooLate(message);
  askForSnapshot(message, channel, id ?? '', subject);
  if (id === undefined) readIndexedMarkets(message, index, contents);
  else if (channel === 'v4_trades') readIndexedTrades(message, id, index, contents);
  else readIndexedBook(message, id, index, contents, messageId);
  return closeNumbered(message, subject, messageId);
}

function tooLate({ problems }: DydxMessage): FrameReading {
  return { observations: [], problems, replies: [] };
}

function closeNumbered(message: DydxMessage, subject: string, messageId: number): FrameReading {
  sayChangedMarkets(message);
  const reading = message.finish(subject);
  // Even a message that can't be read had its number, and what it would have changed is missing.
  message.session.lastMessageId = messageId;
  const isRefused = message.fields.failure !== undefined;
  return isRefused && SUBJECT_OF_STATE.test(subject) ? doubt(message, reading, subject) : reading;
}

/** What was refused was a change of something: the books and accounts that it belonged to are no longer known. */
const SUBJECT_OF_STATE = /^(?:v4_orderbook|v4_subaccounts|v4_parent_subaccounts|v4_markets)(?:\/|$)/;

function doubt(message: DydxMessage, reading: FrameReading, subject: string): FrameReading {
  const { session } = message;
  const asked = session.subscribed.get(subject) ?? session.awaited.get(subject);
  if (asked === undefined) return reading;
  session.books.delete(asked.id);
  return { ...reading, replies: [...reading.replies, ...askAgain(session, asked)] };
}

/** Whether the message comes after the last one. After a gap all that rests on changes is forgotten, and asked for again. */
function isNext(message: DydxMessage, messageId: number): boolean {
  const { session } = message;
  const { lastMessageId: last } = session;
  if (last === undefined || messageId === last + 1) return true;
  const { problems, replies } = message;
  const detail = `Expected message ${last + 1}, was ${messageId}.`;
  if (messageId <= last) {
    problems.push({ kind: 'late', subject: 'message_id', detail });
    return false;
  }
  problems.push({ kind: 'gap', subject: 'message_id', detail });
  session.books.clear();
  for (const asked of new Map([...session.subscribed, ...session.awaited]).values()) {
    // A trade that was missed comes with the snapshot of a new subscription as well.
    if (!SILENT.has(asked.channel)) replies.push(...askAgain(session, asked));
  }
  return true;
}

/** At once and not with the message's changes: what is asked for is awaited, whatever becomes of the message. */
function askAgain(session: DydxSession, subject: DydxSubject): readonly string[] {
  const { channel, id } = subject;
  remember(session.awaited, id === '' || id === channel ? channel : `${channel}/${id}`, subject);
  const about = id === '' || id === channel ? { channel } : { channel, id };
  return [JSON.stringify({ type: 'unsubscribe', ...about }), JSON.stringify({ type: 'subscribe', ...about })];
}

function subjectOfObject({ channel, id, type }: RawObject): string {
  return subjectOf(channel, id, type);
}

function subjectOf(channel: RawJson | undefined, id: RawJson | undefined, type?: RawJson): string {
  const name = channel ?? type;
  const text = typeof name === 'string' ? name.slice(0, 64) : 'message';
  return typeof id === 'string' && id !== text ? `${text}/${id.slice(0, 128)}` : text;
}

function readTyped(message: DydxMessage, object: RawObject, messageId: number): void {
  const { fields, session } = message;
  switch (object['type']) {
    case 'connected':
      return;
    case 'error': {
      const detail = fields.optionalText(object, 'message').slice(0, 500) || 'An error without a text.';
      return void message.problems.push({ kind: 'venue', subject: 'error', detail });
    }
    case 'unsubscribed': {
      const [channel, id] = [fields.text(object, 'channel'), fields.optionalText(object, 'id')];
      message.changes.push(() => {
        session.subscribed.delete(subjectOfObject(object));
        if (channel === 'v4_orderbook') session.books.delete(id);
      });
      return;
    }
    case 'subscribed':
      return readSubscribed(message, object, messageId);
    case 'channel_data':
      return readChannel(message, object, [fields.object(object['contents'], 'contents')], messageId);
    case 'channel_batch_data': {
      const batch = fields.list(object['contents'], 'contents').map((part) => fields.object(part, 'contents'));
      return readChannel(message, object, batch, messageId);
    }
    default:
      fields.fail('type', 'a supported kind of message', object['type']);
  }
}

function readSubscribed(message: DydxMessage, object: RawObject, messageId: number): void {
  const { fields, session } = message;
  const [channel, id] = [fields.text(object, 'channel'), fields.optionalText(object, 'id')];
  const contents = fields.object(object['contents'], 'contents');
  message.changes.push(() => {
    remember(session.subscribed, subjectOfObject(object), { channel, id });
    session.awaited.delete(subjectOfObject(object));
  });
  if (channel === 'v4_orderbook') readBookSnapshot(message, fields.text(object, 'id'), contents, messageId);
  else if (channel === 'v4_trades') readTrades(message, fields.text(object, 'id'), contents, { whole: true });
  else if (channel === 'v4_markets') readMarkets(message, contents);
  else if (SUBACCOUNTS.has(channel)) readSubaccountSnapshot(message, fields.text(object, 'id'), contents);
  else if (!SILENT.has(channel)) unsupported(message, channel);
}

function readChannel(message: DydxMessage, object: RawObject, contents: readonly RawObject[], messageId: number): void {
  const { fields } = message;
  const channel = fields.text(object, 'channel');
  if (WITH_SNAPSHOT.has(channel)) {
    askForSnapshot(message, channel, fields.optionalText(object, 'id'), subjectOfObject(object));
  }
  if (channel === 'v4_orderbook') return readBookChanges(message, fields.text(object, 'id'), contents, messageId);
  for (const part of contents) {
    if (channel === 'v4_trades') readTrades(message, fields.text(object, 'id'), part, { whole: false });
    else if (channel === 'v4_markets') readMarketChanges(message, part);
    else if (SUBACCOUNTS.has(channel)) readSubaccountChanges(message, fields.text(object, 'id'), part);
    else if (!SILENT.has(channel)) unsupported(message, channel);
  }
}

/** Changes of what never came whole: its snapshot was lost with the message that had it. */
function askForSnapshot(message: DydxMessage, channel: string, id: string, subject: string): void {
  const { session } = message;
  if (session.subscribed.has(subject) || session.awaited.has(subject)) return;
  message.problems.push({ kind: 'gap', subject, detail: 'Expected a snapshot before changes.' });
  message.replies.push(...askAgain(session, { channel, id }));
}

/** Channels of v3 are those of another exchange, that ended in October 2024. */
function unsupported({ fields }: DydxMessage, channel: string): void {
  const expected = channel.startsWith('v3_')
    ? 'a channel of dYdX v4 (v3 is not supported)'
    : 'a supported kind of message';
  fields.fail('channel', expected, channel);
}

function refusal(subject: string, detail: string): FrameReading {
  return { observations: [], problems: [{ kind: 'refused', subject, detail }], replies: [] };
}
