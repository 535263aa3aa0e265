import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { jsonRpcRequest, requestOf } from '../jsonRpcRequest.js';
import { FILL_PAGES_MAX } from '../venueLimits.js';
import type { ReadingDraft } from '../readingDraft.js';
import type { DeriveKind } from './capabilities.js';
import { deriveMethodByShape } from './deriveMethodByShape.js';
import type { DeriveSession } from './deriveSession.js';
import { readDeriveCollaterals, readDerivePositions, readDeriveSubaccount } from './readDeriveAccount.js';
import { readDeriveFundingHistory, readDeriveSignedFeeds } from './readDeriveFeeds.js';
import { readDeriveInstruments } from './readDeriveInstruments.js';
import { readDeriveOrders } from './readDeriveOrders.js';
import { readDeriveSlimTicker, readDeriveTicker } from './readDeriveTicker.js';
import { subaccountSource } from './subaccountSource.js';
import { readDeriveTradeHistory } from './readDeriveTradeHistory.js';
import { readDeriveFills } from './readDeriveTrades.js';

/** An answer with all that is needed to read it. */
interface Answer {
  readonly session: DeriveSession;
  readonly draft: ReadingDraft;
  readonly method: string;
  readonly params: ReadonlyMap<string, string>;
  readonly result: RawJson;
  readonly accountId: string;
}

/** Reads the answer to a request by the method that its id names, or by its shape where another asked. */
export function readDeriveResult(
  session: DeriveSession,
  draft: ReadingDraft,
  message: RawFields,
  accountId: string | undefined,
): void {
  const result = message.raw('result') ?? null;
  const id = message.raw('id');
  const named = typeof id === 'string' ? requestOf(id) : undefined;
  const method = named?.method ?? deriveMethodByShape(result);
  if (method === undefined) {
    return draft.problem('unsupported', 'answer', `Expected an answer that names its request, was ${shownRaw(id)}.`);
  }
  const read = RESULT_READERS.get(method);
  if (read === undefined) return draft.problem('unsupported', method, 'Expected an answer that is taken.');
  if (method.startsWith('private/') && read !== NOTHING && accountId === undefined) {
    return draft.problem('refused', method, 'Expected an account of the feed, was none.');
  }
  const params = named?.params ?? new Map<string, string>();
  read({ session, draft, method, params, result, accountId: accountId ?? '' });
}

const NOTHING = (): void => undefined;

/** A list that stands by itself or under one of the names. */
const withList =
  (read: (answer: Answer, list: readonly RawJson[]) => void, ...names: readonly string[]) =>
  (answer: Answer): void => {
    const { result, draft, method } = answer;
    const fields = isRawObject(result) ? new RawFields(result) : undefined;
    const list = [result, ...names.map((name) => fields?.raw(name))].find(isRawList);
    if (list !== undefined) read(answer, list);
    else draft.problem('refused', method, `Expected a list, was ${shownRaw(result)}.`);
  };

const withObject =
  (read: (answer: Answer, object: RawObject) => void) =>
  (answer: Answer): void => {
    if (isRawObject(answer.result)) read(answer, answer.result);
    else answer.draft.problem('refused', answer.method, `Expected an object, was ${shownRaw(answer.result)}.`);
  };

const instruments = ({ session, draft, method }: Answer, list: readonly RawJson[]): void =>
  readDeriveInstruments(session, draft, method, list, draft.receivedAtUs);
const orders = ({ session, draft, method, accountId }: Answer, list: readonly RawJson[]): void =>
  readDeriveOrders(session, draft, accountId, method, list);
const fills = ({ session, draft, method, accountId }: Answer, list: readonly RawJson[]): void =>
  readDeriveFills(session, draft, accountId, method, list);

/** The sub-account of an answer: its own word, or the question's; '' when neither names it. */
function sourceOfAnswer(result: RawJson, params: ReadonlyMap<string, string>): string {
  const named = new RawFields(isRawObject(result) ? result : {});
  const of = named.has('subaccount_id') ? named.count('subaccount_id') : params.get('subaccount_id');
  return of === undefined ? '' : subaccountSource(of);
}

/** How many pages the whole answer has; 0 where it doesn't say. */
function pagesOf(result: RawJson): number {
  const pagination = isRawObject(result) ? result['pagination'] : undefined;
  const pages = isRawObject(pagination) ? Number(pagination['num_pages']) : 0;
  return Number.isSafeInteger(pages) ? pages : 0;
}

/** Page by page: what comes meanwhile moves rows to the next page, so that none is left out. */
const fillHistory = (answer: Answer, list: readonly RawJson[]): void => {
  const { accountId, draft, method, params, result, session } = answer;
  // The answer names the sub-account, and not each row of it.
  readDeriveFills(session, draft, accountId, method, list, sourceOfAnswer(result, params));
  const pages = pagesOf(result);
  const [subaccount, from, size, page] = ['subaccount_id', 'from_timestamp', 'page_size', 'page'].map((name) =>
    Number(params.get(name)),
  );
  if (!(page! < pages)) return;
  if (page! >= FILL_PAGES_MAX) {
    return draft.problem('gap', method, `Expected at most ${FILL_PAGES_MAX} pages of fills, were ${pages}.`);
  }
  const next = { subaccount_id: subaccount!, from_timestamp: from!, page_size: size!, page: page! + 1 };
  draft.reply(jsonRpcRequest(method, next));
};

const tickers = withObject(({ session, draft, method }, object) => {
  const fields = new RawFields(object);
  const byName = Object.entries(fields.record('tickers'));
  if (fields.failure !== undefined) return draft.problem('refused', method, fields.failure);
  for (const [name, ticker] of byName) {
    if (isRawObject(ticker)) readDeriveSlimTicker(session, draft, method, name, new RawFields(ticker));
    else draft.problem('refused', method, `Expected a ticker, was ${shownRaw(ticker)}.`);
  }
});

const orderAndFills = withObject((answer, object) => {
  const fields = new RawFields(object);
  const [order, filled] = [fields.record('order'), fields.list('trades')];
  if (fields.failure !== undefined) return answer.draft.problem('refused', answer.method, fields.failure);
  orders(answer, [order]);
  fills(answer, filled);
});

/** The venue says of each channel whether it was taken. */
const subscribed = withObject(({ draft }, object) => {
  const status = new RawFields(object).raw('status');
  for (const [channel, said] of Object.entries(isRawObject(status) ? status : {})) {
    if (said !== 'ok') draft.problem('venue', channel.slice(0, 200), `Expected "ok", was ${shownRaw(said)}.`);
  }
});

const RESULT_READERS: ReadonlyMap<string, (answer: Answer) => void> = new Map<DeriveKind, (answer: Answer) => void>([
  ['public/login', NOTHING],
  ['public/get_time', NOTHING],
  ['private/get_subaccounts', NOTHING],
  ['unsubscribe', NOTHING],
  ['subscribe', subscribed],
  ['public/get_instrument', withObject((answer, object) => instruments(answer, [object]))],
  ['public/get_instruments', withList(instruments, 'instruments')],
  ['public/get_all_instruments', withList(instruments, 'instruments')],
  [
    'public/get_ticker',
    withObject(({ session, draft, method, params }, object) => {
      const inner = object['instrument_ticker'];
      // The third version of the API answers with the slim ticker, which names no instrument.
      const isSlim = isRawObject(inner) && Object.hasOwn(inner, 't');
      if (!isSlim) return readDeriveTicker(session, draft, method, new RawFields(object));
      readDeriveSlimTicker(session, draft, method, params.get('instrument_name') ?? '', new RawFields(inner));
    }),
  ],
  ['public/get_tickers', tickers],
  [
    'public/get_trade_history',
    withList(({ session, draft, method, params, result }, list) => {
      readDeriveTradeHistory(session, draft, method, { params, pages: pagesOf(result) }, list);
    }, 'trades'),
  ],
  [
    'public/get_funding_rate_history',
    withList(
      ({ session, draft, method, params }, list) =>
        readDeriveFundingHistory(session, draft, method, list, params.get('instrument_name') ?? ''),
      'funding_rate_history',
    ),
  ],
  [
    'public/get_latest_signed_feeds',
    withObject(({ session, draft, method }, object) => readDeriveSignedFeeds(session, draft, method, object)),
  ],
  [
    'private/get_subaccount',
    withObject(({ session, draft, method, accountId }, object) =>
      readDeriveSubaccount(session, draft, accountId, method, object, draft.receivedAtUs),
    ),
  ],
  [
    'private/get_positions',
    withObject(({ session, draft, method, accountId }, object) =>
      readDerivePositions(session, draft, accountId, method, object, draft.receivedAtUs),
    ),
  ],
  [
    'private/get_collaterals',
    withList(({ draft, method, accountId, params, result }, list) => {
      const source = sourceOfAnswer(result, params);
      readDeriveCollaterals(draft, accountId, source, method, list, draft.receivedAtUs);
    }, 'collaterals'),
  ],
  [
    'private/get_open_orders',
    withList(({ session, draft, method, accountId, result }, list) => {
      const fields = new RawFields(isRawObject(result) ? result : {});
      // An answer that doesn't say of whom it is can't be known to be all of anybody's.
      const whole = fields.has('subaccount_id')
        ? { source: subaccountSource(fields.count('subaccount_id')) }
        : undefined;
      readDeriveOrders(session, draft, accountId, method, list, fields.failure === undefined ? whole : undefined);
    }, 'orders'),
  ],
  ['private/get_order', withObject((answer, object) => orders(answer, [object]))],
  ['private/order', orderAndFills],
  ['private/get_trade_history', withList(fillHistory, 'trades')],
]);
