import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import type { DeribitSession } from './deribitSession.js';
import { readDeribitTicker } from './readDeribitTicker.js';

/** A book summary's names for what a ticker has, and the ticker's. */
const TICKER_NAMES: Readonly<Record<string, string>> = {
  bid_price: 'best_bid_price',
  ask_price: 'best_ask_price',
  last: 'last_price',
  creation_timestamp: 'timestamp',
};

/** The answers of `get_book_summary_by_…`: tickers under other names, without sizes, Greeks and the index. */
export function readDeribitSummaries(
  session: DeribitSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawJson[],
): void {
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a summary, was ${shownRaw(raw)}.`);
    readDeribitTicker(session, draft, subject, new RawFields(tickerOf(raw)));
  }
}

function tickerOf(summary: RawObject): RawObject {
  const renamed = Object.entries(summary).map(([name, value]): [string, RawJson] => [
    Object.hasOwn(TICKER_NAMES, name) ? TICKER_NAMES[name]! : name,
    value,
  ]);
  return Object.fromEntries(renamed);
}
