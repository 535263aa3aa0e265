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
  // Older journals asked without a page, and for nothing more.
  if (symbol === undefined || fromMs === undefined || !params.has('page')) return sayDeriveTrades(draft, trades ?? []);
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
  const [readUs, asked] = [session.historyReadUs.get(symbol), session.historyPages.get(symbol)];
  if (asked !== undefined && receivedAtUs - asked.askedAtUs < DERIVE_PAGE_PATIENCE_US) return;
  const reachedUs = pages > 1 ? (trades[0]?.observedAtUs ?? receivedAtUs) : fromMs * 1000n;
  if (readUs === undefined || reachedUs <= readUs) {
    session.historyPages.delete(symbol);
    sayDeriveTrades(draft, trades);
    return noteRead(session, symbol, receivedAtUs - DERIVE_HISTORY_LAG_US);
  }
  askForPage(session, draft, symbol, { fromMs: readUs / 1000n, toMs: receivedAtUs / 1000n + 1n, page: 0 });
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
  const [newestUs, settledUs] = [trades?.at(-1)?.observedAtUs ?? 0n, toMs * 1000n - DERIVE_HISTORY_LAG_US];
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
