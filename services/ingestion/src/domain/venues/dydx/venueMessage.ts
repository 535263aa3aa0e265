import type { Observed } from '../../decoded.js';
import type { RawFrame } from '../../rawFrame.js';
import { ExactFields } from '../exactFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { instrumentFact } from '../venueFacts.js';
import type { FactSource } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { instrumentIdOrNone } from '../instrumentIdOrNone.js';
import type { CompleteList, FrameProblem, FrameReading } from '../venueSession.js';
import { ChangedMarkets } from './changedMarkets.js';
import type { MarketState } from './marketState.js';
import type { DydxSession } from './sessionState.js';

export const DYDX = 'dydx';
const NO_PROBLEMS: readonly FrameProblem[] = [];
const NO_REPLIES: readonly string[] = [];

export interface DydxOptions {
  /** Gimbal's name of the subaccount that the feed is about; without one ADDRESS/NUMBER stands for itself. */
  readonly account?: string | undefined;
}

/** One message on its way to a reading. What it changes in the session waits until it was read to its end. */
export class DydxMessage {
  readonly source: FactSource;
  readonly receivedAtUs: bigint;
  readonly fields = new ExactFields();
  readonly observations: Observed[] = [];
  markets: ChangedMarkets | undefined;
  /** Tickers that this message said to name no instrument. */
  unnamed: Set<string> | undefined;
  /** Markets by their number, once they were asked for. */
  pairs: ReadonlyMap<RawJson | undefined, string> | undefined;
  // Nearly all messages leave these empty.
  private problemsSaid: FrameProblem[] | undefined;
  private repliesSaid: string[] | undefined;
  private changesSaid: (() => void)[] | undefined;
  private completeSaid: CompleteList[] | undefined;
  private joiningSaid: string[] | undefined;

  constructor(
    readonly options: DydxOptions,
    readonly session: DydxSession,
    { feed, receivedAtUs }: Pick<RawFrame, 'feed' | 'receivedAtUs'>,
  ) {
    this.source = { feed, venue: DYDX };
    this.receivedAtUs = receivedAtUs;
  }

  get problems(): FrameProblem[] {
    return (this.problemsSaid ??= []);
  }

  get replies(): string[] {
    return (this.repliesSaid ??= []);
  }

  get changes(): (() => void)[] {
    return (this.changesSaid ??= []);
  }

  get complete(): CompleteList[] {
    return (this.completeSaid ??= []);
  }

  get joining(): string[] {
    return (this.joiningSaid ??= []);
  }

  /** A market as this message has it so far. */
  marketOf(ticker: string): MarketState | undefined {
    return this.markets?.get(ticker) ?? this.session.markets.get(ticker);
  }

  changeMarket(ticker: string, market: MarketState): void {
    (this.markets ??= new ChangedMarkets()).set(ticker, market);
  }

  /** The reading of what was read to its end; the session takes what changed. */
  finish(subject: string): FrameReading {
    const { changesSaid: changes, completeSaid: complete, fields, joiningSaid: joining, observations } = this;
    const [problems, replies] = [this.problemsSaid ?? NO_PROBLEMS, this.repliesSaid ?? NO_REPLIES];
    const { failure } = fields;
    if (failure !== undefined) {
      const gaps = problems.filter(({ subject: about }) => about === 'message_id');
      return { observations: [], problems: [...gaps, { kind: 'refused', subject, detail: failure }], replies };
    }
    if (changes !== undefined) for (const change of changes) change();
    this.markets?.forEach((ticker, market) => void remember(this.session.markets, ticker, market));
    if (complete === undefined && joining === undefined) return { observations, problems, replies };
    return {
      observations,
      problems,
      replies,
      ...(complete === undefined ? {} : { complete }),
      ...(joining === undefined ? {} : { joining }),
    };
  }
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
  const { session } = message;
  const known = session.instrumentIds.get(ticker);
  if (known !== undefined) return known;
  const instrumentId = instrumentIdOrNone(`perp:dydx:${ticker}`);
  if (instrumentId !== '') {
    message.changes.push(() => remember(session.instrumentIds, ticker, instrumentId));
    return instrumentId;
  }
  if (session.specified.has(ticker) || message.unnamed?.has(ticker) === true) return undefined;
  message.unnamed = (message.unnamed ?? new Set()).add(ticker);
  const { observations, receivedAtUs: observedAtUs, source } = message;
  observations.push(instrumentFact(source, { symbol: ticker, notModelled: 'symbol', observedAtUs }));
  message.changes.push(() => remember(session.specified, ticker, 'symbol'));
  return undefined;
}

/** Messages about a parent name the child in each row. */
export function ownerOf({ fields }: DydxMessage, id: string, row: RawObject): string {
  if (row['subaccountNumber'] === undefined) return id;
  return `${id.slice(0, id.lastIndexOf('/'))}/${fields.whole(row, 'subaccountNumber')}`;
}
