import { event } from '@gimbal/contracts';
import { BookObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { applyLevels, type Book, createBook, crossedDetail, type Level, levelOf, saidLevels } from '../book.js';
import { BOOK_LEVELS_MAX, SESSION_ITEMS_MAX } from '../venueLimits.js';
import type { RawFields } from '../rawJson/rawFields.js';
import { readLevels } from '../readLevels.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer, remember } from '../sessionMemory.js';
import type { ModelledInstrument } from '../symbolMeaning.js';
import { compareCounts } from '../compareCounts.js';
import { jsonRpcRequest } from '../jsonRpcRequest.js';
import { type DeribitBook, type DeribitSession, instrumentOf } from './deribitSession.js';

/**
 * `book.NAME.INTERVAL`: a snapshot, then changes that each name the one before them (Deribit API, "book.(instrument_name).
 * (interval)"). A chain that breaks is asked for anew, and what comes until the snapshot is left out.
 */
export function readDeribitBook(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const symbol = fields.name('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  const changeId = fields.count('change_id');
  const previousId = fields.has('prev_change_id') ? fields.count('prev_change_id') : '';
  const bids = readLevels(fields, 'bids', 'acted');
  const asks = readLevels(fields, 'asks', 'acted');
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  // Before 2021 no type was sent; a chain began without a previous id, or with 0.
  const isSnapshot = fields.raw('type') === 'snapshot' || previousId === '' || previousId === '0';
  const instrument = instrumentOf(session, draft, symbol, observedAtUs);
  if (instrument === undefined) return;
  const held = session.books.get(channel);
  if (!isSnapshot && (held === undefined || !held.joined)) {
    // The gap was said with the message that showed it.
    if (held === undefined) askAnew(session, draft, channel, `Expected a snapshot, was the change ${changeId}.`);
    return;
  }
  if (!isSnapshot && held !== undefined && compareCounts(changeId, held.changeId) <= 0) {
    // The chain's last change again is the book as it stands; what lies before it is in there.
    if (changeId === held.changeId) return sayBook(session, draft, instrument, held.book, changeId, observedAtUs);
    return draft.problem('late', channel, `Expected a change after ${held.changeId}, was ${changeId}.`);
  }
  if (!isSnapshot && held?.changeId !== previousId) {
    const detail = `Expected a change after ${held?.changeId}, was one after ${previousId}.`;
    return askAnew(session, draft, channel, detail);
  }
  const kept: DeribitBook =
    isSnapshot || held === undefined ? { book: createBook(), changeId, observedAtUs, joined: true } : held;
  if (!canApply(kept.book, bids, asks)) {
    return draft.problem('refused', channel, `Expected at most ${BOOK_LEVELS_MAX} levels of a side, were more.`);
  }
  if (!remember(session.books, channel, kept)) {
    return draft.problem('venue', channel, `Expected at most ${SESSION_ITEMS_MAX} books, were more.`);
  }
  applyLevels(kept.book.bids, bids, 'highest');
  applyLevels(kept.book.asks, asks, 'lowest');
  kept.changeId = changeId;
  sayBook(session, draft, instrument, kept.book, changeId, observedAtUs);
  // A venue matches orders that meet, so the changes went wrong; a snapshot that is crossed is asked for once.
  if (!isSnapshot && crossedDetail(kept.book) !== undefined) askAgain(session, draft, channel);
}

/** `book.NAME.GROUP.DEPTH.INTERVAL`: each message is the whole book to a depth. */
export function readDeribitGroupedBook(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const symbol = fields.name('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  const changeId = fields.count('change_id');
  const book = bookOf(fields);
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const instrument = instrumentOf(session, draft, symbol, observedAtUs);
  if (instrument !== undefined) sayBook(session, draft, instrument, book, changeId, observedAtUs);
}

/** `quote.NAME`: the best level of either side; a price of 0 or null is none. */
export function readDeribitQuote(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const symbol = fields.name('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  const book = createBook();
  for (const [side, name] of [
    [book.bids, 'bid'],
    [book.asks, 'ask'],
  ] as const) {
    const price = fields.optionalDecimal(`best_${name}_price`);
    const size = fields.optionalAmount(`best_${name}_amount`);
    if (Number(price) !== 0 && Number(size) !== 0) side.push(levelOf(price, size));
  }
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const instrument = instrumentOf(session, draft, symbol, observedAtUs);
  if (instrument !== undefined) sayBook(session, draft, instrument, book, '', observedAtUs);
}

/** Both sides of a whole book whose levels are pairs of price and size, as in `get_order_book` too. */
export function bookOf(fields: RawFields): Book {
  const book = createBook();
  const fits =
    applyLevels(book.bids, readLevels(fields, 'bids', 'pair'), 'highest') &&
    applyLevels(book.asks, readLevels(fields, 'asks', 'pair'), 'lowest');
  if (!fits) fields.failure ??= `Expected at most ${BOOK_LEVELS_MAX} levels of a side, were more.`;
  return book;
}

export function sayBook(
  session: DeribitSession,
  draft: ReadingDraft,
  instrument: ModelledInstrument,
  book: Book,
  sequence: string,
  observedAtUs: bigint,
): void {
  const { bookPart, id: instrumentId } = instrument;
  if (!isNewer(session, draft, bookPart, observedAtUs)) return;
  const crossed = crossedDetail(book);
  if (crossed !== undefined) draft.problem('crossed', instrumentId, crossed);
  const said = event(BookObserved, {
    feed: draft.feed,
    venue: 'deribit',
    instrumentId,
    bids: saidLevels(book.bids),
    asks: saidLevels(book.asks),
    sequence,
    observedAtUs,
  });
  draft.market(said, observedAtUs);
}

function askAnew(session: DeribitSession, draft: ReadingDraft, channel: string, detail: string): void {
  draft.problem('gap', channel, detail);
  askAgain(session, draft, channel);
}

function askAgain(session: DeribitSession, draft: ReadingDraft, channel: string): void {
  const lost: DeribitBook = { book: createBook(), changeId: '', observedAtUs: 0n, joined: false };
  remember(session.books, channel, lost);
  draft.reply(jsonRpcRequest('public/unsubscribe', { channels: [channel] }));
  draft.reply(jsonRpcRequest('public/subscribe', { channels: [channel] }));
}

function canApply(book: Book, bids: readonly Level[], asks: readonly Level[]): boolean {
  return book.bids.length + bids.length <= BOOK_LEVELS_MAX && book.asks.length + asks.length <= BOOK_LEVELS_MAX;
}
