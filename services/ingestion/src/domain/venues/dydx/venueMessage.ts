import type { Observed } from '../../decoded.js';
import type { ExactFields } from '../exactFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { instrumentFact } from '../venueFacts.js';
import type { FactSource } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { instrumentIdOrNone } from '../instrumentIdOrNone.js';
import type { CompleteList, FrameProblem } from '../venueSession.js';
import type { DydxSession } from './sessionState.js';

export interface DydxOptions {
  /** Gimbal's name of the subaccount that the feed is about; without one ADDRESS/NUMBER stands for itself. */
  readonly account?: string | undefined;
}

/** One message on its way to a reading. What it changes in the session waits until it was read to its end. */
export interface DydxMessage {
  readonly source: FactSource;
  readonly receivedAtUs: bigint;
  readonly options: DydxOptions;
  readonly session: DydxSession;
  readonly fields: ExactFields;
  readonly observations: Observed[];
  readonly problems: FrameProblem[];
  readonly replies: string[];
  readonly changes: (() => void)[];
  readonly complete: CompleteList[];
  readonly joining: string[];
  /** Markets as this message leaves them, of those that it names: a batch may name one twice. */
  markets: Map<string, RawObject> | undefined;
  /** Tickers that this message said to name no instrument. */
  unnamed: Set<string> | undefined;
  /** Markets by their number, once they were asked for. */
  pairs: ReadonlyMap<RawJson | undefined, string> | undefined;
}

/** Subaccounts from this number on are isolated positions of another one. */
const FIRST_CHILD_NUMBER = 128;

export function accountOf({ options }: DydxMessage, subaccount: string): string {
  const { account } = options;
  if (account === undefined) return subaccount;
  const number = subaccount.slice(subaccount.lastIndexOf('/') + 1);
  return Number(number) < FIRST_CHILD_NUMBER ? account : `${account}/${number}`;
}

/** The instrument of a market's ticker; undefined for one whose name can't stand in an id, which is said once per connection. */
export function marketInstrument(message: DydxMessage, ticker: string): string | undefined {
  const { changes, observations, receivedAtUs, session, source } = message;
  const known = session.instrumentIds.get(ticker);
  if (known !== undefined) return known;
  const instrumentId = instrumentIdOrNone(`perp:dydx:${ticker}`);
  if (instrumentId !== '') {
    changes.push(() => remember(session.instrumentIds, ticker, instrumentId));
    return instrumentId;
  }
  if (session.specified.has(ticker) || message.unnamed?.has(ticker) === true) return undefined;
  message.unnamed = (message.unnamed ?? new Set()).add(ticker);
  observations.push(instrumentFact(source, { symbol: ticker, notModelled: 'symbol', observedAtUs: receivedAtUs }));
  changes.push(() => remember(session.specified, ticker, 'symbol'));
  return undefined;
}

/** Messages about a parent name the child in each row. */
export function ownerOf({ fields }: DydxMessage, id: string, row: RawObject): string {
  if (row['subaccountNumber'] === undefined) return id;
  return `${id.slice(0, id.lastIndexOf('/'))}/${fields.whole(row, 'subaccountNumber')}`;
}
