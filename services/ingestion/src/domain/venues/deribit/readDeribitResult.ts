import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import type { DeribitKind } from './capabilities.js';
import { jsonRpcRequest, requestOf } from '../jsonRpcRequest.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';
import { deribitMethodByShape } from './deribitMethodByShape.js';
import { readDeribitPortfolios } from './readDeribitAccount.js';
import { bookOf, sayBook } from './readDeribitBook.js';
import { readDeribitFundingHistory } from './readDeribitFunding.js';
import { sayIndex } from './readDeribitIndexes.js';
import { readDeribitInstruments } from './readDeribitInstruments.js';
import { readDeribitFills, readDeribitOrders } from './readDeribitOrders.js';
import { readDeribitPositions } from './readDeribitPositions.js';
import { readDeribitSummaries } from './readDeribitSummaries.js';
import { readDeribitTicker } from './readDeribitTicker.js';
import { askForRest, readDeribitTrades } from './readDeribitTrades.js';

/** An answer with all that is needed to read it. */
interface Answer {
  readonly session: DeribitSession;
  readonly draft: ReadingDraft;
  readonly method: string;
  readonly params: ReadonlyMap<string, string>;
  /** Whether the answer names its request. */
  readonly isNamed: boolean;
  readonly result: RawJson;
  /** When the venue answered, or the answer came. */
  readonly answeredAtUs: bigint;
  readonly accountId: string;
}

/** Reads the answer to a request by the method that its id names, or by its shape where another asked. */
export function readDeribitResult(
  session: DeribitSession,
  draft: ReadingDraft,
  message: RawFields,
  accountId: string | undefined,
): void {
  const result = message.raw('result') ?? null;
  const id = message.raw('id');
  const named = typeof id === 'string' ? requestOf(id) : undefined;
  const method = named?.method ?? deribitMethodByShape(result);
  if (method === undefined) {
    return draft.problem('unsupported', 'answer', `Expected an answer that names its request, was ${shownRaw(id)}.`);
  }
  const read = RESULT_READERS.get(method);
  if (read === undefined) return draft.problem('unsupported', method, 'Expected an answer that is taken.');
  if (method.startsWith('private/') && read !== NOTHING && accountId === undefined) {
    return draft.problem('refused', method, 'Expected an account of the feed, was none.');
  }
  const answeredAtUs = message.has('usOut') ? BigInt(message.count('usOut')) : draft.receivedAtUs;
  if (message.failure !== undefined || answeredAtUs > TIME_US_MAX) {
    return draft.problem('refused', method, message.failure ?? `Expected microseconds in usOut, was ${answeredAtUs}.`);
  }
  const params = named?.params ?? new Map<string, string>();
  const isNamed = named !== undefined;
  read({ session, draft, method, params, isNamed, result, answeredAtUs, accountId: accountId ?? '' });
}

/** 9999-12-31. */
const TIME_US_MAX = 253_402_300_799_999_999n;
const NOTHING = (): void => undefined;

const withList =
  (read: (answer: Answer, list: readonly RawJson[]) => void, name?: string) =>
  (answer: Answer): void => {
    const list = name !== undefined && isRawObject(answer.result) ? answer.result[name] : answer.result;
    if (isRawList(list)) read(answer, list);
    else answer.draft.problem('refused', answer.method, `Expected a list, was ${shownRaw(list)}.`);
  };

const withObject =
  (read: (answer: Answer, object: RawObject) => void) =>
  (answer: Answer): void => {
    if (isRawObject(answer.result)) read(answer, answer.result);
    else answer.draft.problem('refused', answer.method, `Expected an object, was ${shownRaw(answer.result)}.`);
  };

const instruments = ({ session, draft, method, answeredAtUs }: Answer, list: readonly RawJson[]): void =>
  readDeribitInstruments(session, draft, method, list, answeredAtUs);
const trades = withList(({ session, draft, method, params }, list) => {
  readDeribitTrades(session, draft, method, list);
  askForRest(draft, params, list);
}, 'trades');
const summaries = withList(({ session, draft, method }, list) => readDeribitSummaries(session, draft, method, list));
const orders = ({ session, draft, method, accountId }: Answer, list: readonly RawJson[]): void =>
  readDeribitOrders(session, draft, accountId, method, list);
const fills = ({ session, draft, method, accountId }: Answer, list: readonly RawJson[]): void =>
  readDeribitFills(session, draft, accountId, method, list);
/** Oldest first, and the next page is asked for from the newest on. */
const fillsByCurrency = (answer: Answer, list: readonly RawJson[]): void => {
  const { draft, method, params, result } = answer;
  fills(answer, list);
  const [currency, count] = [params.get('currency') ?? '', Number(params.get('count'))];
  if (!isRawObject(result) || result['has_more'] !== true || currency === '' || !(count > 0)) return;
  const newest = Math.max(...list.map((row) => (isRawObject(row) ? Number(row['timestamp']) : NaN)));
  if (newest > Number(params.get('start_timestamp'))) {
    draft.reply(jsonRpcRequest(method, { currency, start_timestamp: newest, count, sorting: 'asc' }));
  } else draft.problem('gap', method, `Expected a fill after ${newest} ms on the next page, was none.`);
};
const portfolios = ({ draft, method, accountId, answeredAtUs }: Answer, list: readonly RawJson[]): void =>
  readDeribitPortfolios(draft, accountId, method, list, answeredAtUs);

const orderAndFills = withObject((answer, object) => {
  const fields = new RawFields(object);
  const [order, filled] = [fields.record('order'), fields.list('trades')];
  if (fields.failure !== undefined) return answer.draft.problem('refused', answer.method, fields.failure);
  orders(answer, [order]);
  fills(answer, filled);
});

const orderBook = withObject(({ session, draft, method }, object) => {
  const fields = new RawFields(object);
  const symbol = fields.text('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  const changeId = fields.count('change_id');
  const book = bookOf(fields);
  if (fields.failure !== undefined) return draft.problem('refused', method, fields.failure);
  const instrument = instrumentOf(session, draft, symbol, observedAtUs);
  if (instrument === undefined) return;
  sayBook(session, draft, instrument, book, changeId, observedAtUs);
  readDeribitTicker(session, draft, method, new RawFields(object));
});

const indexPrice = withObject(({ session, draft, method, params, answeredAtUs }, object) => {
  const fields = new RawFields(object);
  const price = fields.amount('index_price');
  const name = params.get('index_name') ?? '';
  if (name === '') fields.failure ??= 'Expected an index_name in the request, was none.';
  if (fields.failure !== undefined) return draft.problem('refused', method, fields.failure);
  sayIndex(session, draft, { index: name, name, price, observedAtUs: answeredAtUs });
});

const RESULT_READERS: ReadonlyMap<string, (answer: Answer) => void> = new Map<DeribitKind, (answer: Answer) => void>([
  ['public/auth', NOTHING],
  ['public/subscribe', NOTHING],
  ['public/unsubscribe', NOTHING],
  ['private/subscribe', NOTHING],
  ['private/unsubscribe', NOTHING],
  ['public/set_heartbeat', NOTHING],
  ['public/test', NOTHING],
  ['public/hello', NOTHING],
  ['public/get_time', NOTHING],
  ['public/get_expirations', NOTHING],
  ['public/get_instrument', withObject((answer, object) => instruments(answer, [object]))],
  ['public/get_instruments', withList(instruments)],
  ['public/get_order_book', orderBook],
  ['public/get_book_summary_by_currency', summaries],
  ['public/get_book_summary_by_instrument', summaries],
  [
    'public/ticker',
    withObject(({ session, draft, method }, object) =>
      readDeribitTicker(session, draft, method, new RawFields(object)),
    ),
  ],
  ['public/get_last_trades_by_currency', trades],
  ['public/get_last_trades_by_instrument', trades],
  [
    'public/get_funding_rate_history',
    withList(({ session, draft, method, params }, list) =>
      readDeribitFundingHistory(session, draft, method, list, params.get('instrument_name') ?? ''),
    ),
  ],
  ['public/get_index_price', indexPrice],
  [
    'private/get_positions',
    withList(({ session, draft, method, accountId, params, answeredAtUs }, list) => {
      const of = `${params.get('currency') ?? 'any'}|${params.get('kind') ?? 'any'}`;
      // An answer that doesn't name its request may be that of one currency.
      const whole = params.get('currency') === 'any' && (params.get('kind') ?? 'any') === 'any';
      readDeribitPositions(session, draft, accountId, method, list, { kind: 'all', of, whole }, answeredAtUs);
    }),
  ],
  ['private/get_account_summary', withObject((answer, object) => portfolios(answer, [object]))],
  ['private/get_account_summaries', withList(portfolios, 'summaries')],
  [
    'private/get_open_orders',
    withList(({ session, draft, method, accountId, params, isNamed }, list) => {
      // Without a kind or a type it lists all; an answer that doesn't name its request may be that of one of them.
      const isWhole = isNamed && !params.has('kind') && !params.has('type');
      readDeribitOrders(session, draft, accountId, method, list, isWhole);
    }),
  ],
  ['private/get_open_orders_by_currency', withList(orders)],
  ['private/get_open_orders_by_instrument', withList(orders)],
  ['private/get_order_state', withObject((answer, object) => orders(answer, [object]))],
  ['private/buy', orderAndFills],
  ['private/sell', orderAndFills],
  ['private/edit', orderAndFills],
  ['private/cancel', withObject((answer, object) => orders(answer, [object]))],
  ['private/get_user_trades_by_currency', withList(fillsByCurrency, 'trades')],
  ['private/get_user_trades_by_instrument', withList(fills, 'trades')],
]);
