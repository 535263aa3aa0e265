import { RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import { ReadingDraft } from '../readingDraft.js';
import { readVenueFields } from '../readVenueFields.js';
import { NOTHING_READ, type VenueProtocol } from '../venueSession.js';
import { jsonRpcRequest } from '../jsonRpcRequest.js';
import { deribitCarry, type DeribitSession, openDeribitSession } from './deribitSession.js';
import { readDeribitChannel } from './readDeribitChannel.js';
import { readDeribitResult } from './readDeribitResult.js';

export interface DeribitOptions {
  /** The account that private messages are about; without one they are refused. */
  readonly accountId?: string | undefined;
}

/** Deribit's JSON-RPC, as it comes over a WebSocket and in the answers of HTTP: notifications, answers, errors, heartbeats. */
export function deribitProtocol({ accountId }: DeribitOptions = {}): VenueProtocol<DeribitSession> {
  return {
    venue: 'deribit',
    open: openDeribitSession,
    carry: deribitCarry,
    read: (state, frame) => {
      if (frame.control !== undefined) {
        return { state: frame.control.kind === 'connected' ? openDeribitSession(state) : state, reading: NOTHING_READ };
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
  session: DeribitSession,
  draft: ReadingDraft,
  fields: RawFields,
  accountId: string | undefined,
): void {
  if (fields.has('error')) return readError(draft, fields);
  if (fields.isThere('result')) return readDeribitResult(session, draft, fields, accountId);
  const method = fields.raw('method');
  const params = fields.object('params') ?? new RawFields(fields.record('params'));
  if (fields.failure !== undefined) return draft.problem('refused', 'message', fields.failure);
  if (method === 'heartbeat') return readHeartbeat(draft, params.raw('type'));
  if (method !== 'subscription') {
    return draft.problem('unsupported', shownRaw(method), 'Expected a notification, an answer or a heartbeat.');
  }
  const channel = params.name('channel');
  if (params.failure !== undefined || !params.isThere('data')) {
    return draft.problem('refused', channel, params.failure ?? 'Expected data, was missing.');
  }
  readDeribitChannel(session, draft, channel, params, accountId);
}

/** A test request has to be answered, or the venue closes the connection. */
function readHeartbeat(draft: ReadingDraft, type: RawJson | undefined): void {
  if (type === 'test_request') draft.reply(jsonRpcRequest('public/test'));
  else if (type !== 'heartbeat') draft.problem('refused', 'heartbeat', `Expected a heartbeat, was ${shownRaw(type)}.`);
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
