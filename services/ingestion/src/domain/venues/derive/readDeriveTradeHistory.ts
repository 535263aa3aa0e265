import type { TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { RawItem } from '../rawJson/rawFields.js';
import type { ReadingDraft } from '../readingDraft.js';
import { jsonRpcRequest } from '../jsonRpcRequest.js';
import { remember } from '../sessionMemory.js';
import {
  DERIVE_HISTORY_LAG_US,
  DERIVE_HISTORY_PAGES_MAX,
  DERIVE_HISTORY_ROWS,
  DERIVE_PAGE_PATIENCE_US,
  SYMBOL_CHARS_MAX,
} from '../venueLimits.js';
import type { DeriveSession, HistoryPages } from './deriveSession.js';
import { deriveTradesOf, sayDeriveTrades } from './readDeriveTrades.js';

const METHOD = 'public/get_trade_history';

/** What is known of an answer beside its trades. */
export interface HistoryAnswer {
  /** Those of the question; none where another asked. */
  readonly params: ReadonlyMap<string, string>;
  /** How many pages there are to the question. */
  readonly pages: number;
}

/**
 * An answer of the history of trades. The connector asks for the last minutes; where an answer doesn't reach back to what was read
 * before, on whichever connection, all since then is asked for instead. Pages begin with the newest trades, and trades are taken in
 * the order of their times, so the first answer only says how many there are, and the pages are asked for from the last to the first.
 */
export function readDeriveTradeHistory(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  { params, pages }: HistoryAnswer,
  list: readonly RawItem[],
): void {
  const trades = deriveTradesOf(session, draft, subject, list);
  const [symbol, fromMs] = [params.get('instrument_name'), millis(params.get('from_timestamp'))];
  const isNamed = symbol !== undefined && symbol.length <= SYMBOL_CHARS_MAX;
  // Older journals asked without a page, and for nothing more.
  if (!isNamed || fromMs === undefined || !params.has('page')) return sayDeriveTrades(draft, trades ?? []);
  const [asked, toMs] = [session.historyPages.get(symbol), millis(params.get('to_timestamp'))];
  if (toMs === undefined) return trades && readNewest(session, draft, symbol, trades, { fromMs, pages });
  if (asked === undefined) return sayDeriveTrades(draft, trades ?? []);
  const isAwaited = fromMs === asked.fromMs && toMs === asked.toMs && params.get('page') === `${asked.page || 1}`;
  // Of a question that was given up in the meantime.
  if (isAwaited) readPage(session, draft, symbol, asked, { trades, pages });
}

/** The last minutes, which the connector asks for again and again. */
function readNewest(
  session: DeriveSession,
  draft: ReadingDraft,
  symbol: string,
  trades: readonly TradeObserved[],
  { fromMs, pages }: { readonly fromMs: bigint; readonly pages: number },
): void {
  const { receivedAtUs } = draft;
  const liveFromUs = session.liveFromUs.get(symbol) ?? receivedAtUs;
  remember(session.liveFromUs, symbol, liveFromUs);
  const asked = session.historyPages.get(symbol);
  const waitedUs = asked === undefined ? undefined : receivedAtUs - asked.askedAtUs;
  // A clock that was set back waits for nothing.
  if (waitedUs !== undefined && waitedUs >= 0n && waitedUs < DERIVE_PAGE_PATIENCE_US) return;
  const settledUs = receivedAtUs - DERIVE_HISTORY_LAG_US;
  const readUs = readThrough(session, draft, symbol);
  const reachedUs = pages > 1 ? (trades[0]?.observedAtUs ?? receivedAtUs) : fromMs * 1000n;
  // What was traded since the connection stands comes over its channel.
  if (readUs === undefined || readUs >= liveFromUs || readUs >= settledUs || reachedUs <= readUs) {
    session.historyPages.delete(symbol);
    sayDeriveTrades(draft, trades);
    return noteRead(session, symbol, settledUs);
  }
  // What settles while pages are read would move rows from one that is still to come to one that was read.
  askForPage(session, draft, symbol, { fromMs: readUs / 1000n, toMs: settledUs / 1000n, page: 0 });
}

/** Through when the history was read; a time that is still to come was noted by a clock that was wrong, and what it hides is said. */
function readThrough({ historyReadUs }: DeriveSession, draft: ReadingDraft, symbol: string): bigint | undefined {
  const { receivedAtUs } = draft;
  const readUs = historyReadUs.get(symbol);
  if (readUs === undefined || readUs <= receivedAtUs) return readUs;
  const detail = `Expected a history that was read to a time before ${receivedAtUs} µs, was ${readUs} µs.`;
  draft.problem('gap', `trades.${symbol}`, detail);
  historyReadUs.delete(symbol);
  return undefined;
}

function readPage(
  session: DeriveSession,
  draft: ReadingDraft,
  symbol: string,
  { fromMs, toMs, page }: HistoryPages,
  { trades, pages }: { readonly trades: readonly TradeObserved[] | undefined; readonly pages: number },
): void {
  if (page === 0 && pages > 1) {
    if (pages > DERIVE_HISTORY_PAGES_MAX) {
      const detail = `Expected at most ${DERIVE_HISTORY_PAGES_MAX} pages of trades from ${fromMs} ms on, were ${pages}.`;
      draft.problem('gap', `trades.${symbol}`, detail);
    }
    return askForPage(session, draft, symbol, { fromMs, toMs, page: Math.min(pages, DERIVE_HISTORY_PAGES_MAX) });
  }
  sayDeriveTrades(draft, trades ?? []);
  const [newestUs, settledUs] = [trades?.at(-1)?.observedAtUs ?? 0n, toMs * 1000n];
  // A connection that ends before the last page goes on from there.
  noteRead(session, symbol, page > 1 && newestUs < settledUs ? newestUs : settledUs);
  if (page > 1) return askForPage(session, draft, symbol, { fromMs, toMs, page: page - 1 });
  session.historyPages.delete(symbol);
}

function askForPage(
  session: DeriveSession,
  draft: ReadingDraft,
  symbol: string,
  asked: Omit<HistoryPages, 'askedAtUs'>,
): void {
  const { fromMs, page, toMs } = asked;
  if (!remember(session.historyPages, symbol, { ...asked, askedAtUs: draft.receivedAtUs })) return;
  draft.reply(
    jsonRpcRequest(METHOD, {
      instrument_name: symbol,
      from_timestamp: Number(fromMs),
      to_timestamp: Number(toMs),
      page_size: DERIVE_HISTORY_ROWS,
      page: page || 1,
    }),
  );
}

/** Never back: what was read stays read. */
function noteRead({ historyReadUs }: DeriveSession, symbol: string, throughUs: bigint): void {
  const readUs = historyReadUs.get(symbol);
  if (throughUs > 0n && (readUs === undefined || throughUs > readUs)) remember(historyReadUs, symbol, throughUs);
}

function millis(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? BigInt(text) : undefined;
}
