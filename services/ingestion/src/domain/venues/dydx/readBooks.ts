import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { BOOK_LEVELS_MAX } from '../venueLimits.js';
import { bookFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { LevelBook, markedLevel, type MarkedLevel } from './levelBook.js';
import { uncrossBook } from './uncrossBook.js';
import { type DydxMessage, marketInstrument } from './venueMessage.js';

const SIDES = ['bids', 'asks'] as const;

/** `{bids: [{price, size}], asks}`: the whole book. */
export function readBookSnapshot(message: DydxMessage, ticker: string, contents: RawObject, messageId: number): void {
  const changes = levelChanges(message, contents, messageId);
  const book = new LevelBook();
  if (!fits(message, book, changes)) return;
  for (const level of changes) book.set(level);
  message.changes.push(() => remember(message.session.books, ticker, book));
  sayBook(message, ticker, book, messageId);
}

/** `{bids: [[price, size]], asks}`: levels that changed, a size of 0 for one that is gone. Batches hold several. */
export function readBookChanges(
  message: DydxMessage,
  ticker: string,
  contents: readonly RawObject[],
  messageId: number,
): void {
  const { fields } = message;
  const changes =
    contents.length === 1
      ? levelChanges(message, contents[0]!, messageId)
      : contents.flatMap((part) => levelChanges(message, part, messageId));
  if (fields.failure === undefined) readLevelChanges(message, ticker, changes, messageId);
}

export function readLevelChanges(
  message: DydxMessage,
  ticker: string,
  changes: readonly MarkedLevel[],
  messageId: number,
): void {
  const book = message.session.books.get(ticker);
  // Asked for anew, and that was said; what changes until it comes is in it.
  if (book === undefined || !fits(message, book, changes)) return;
  // The whole message is understood by now, so the book that the session owns can take it.
  for (const level of changes) book.set(level);
  sayBook(message, ticker, book, messageId);
}

/** Within the bound of a side, whatever the changes come to; a failure when they aren't. */
function fits({ fields }: DydxMessage, book: LevelBook, changes: readonly MarkedLevel[]): boolean {
  for (const side of SIDES) {
    if (book[side].length + changes.length <= BOOK_LEVELS_MAX) continue;
    const most = book[side].length + changes.filter((change) => change.side === side).length;
    if (most > BOOK_LEVELS_MAX) fields.fail(side, `at most ${BOOK_LEVELS_MAX} levels`, String(most));
  }
  return fields.failure === undefined;
}

function levelChanges(message: DydxMessage, contents: RawObject, messageId: number): readonly MarkedLevel[] {
  const changes: MarkedLevel[] = [];
  for (const side of SIDES) {
    const levels = contents[side];
    if (levels === undefined) continue;
    for (const value of message.fields.list(levels, side)) {
      changes.push(levelOf(message, side, value, messageId));
    }
  }
  return changes;
}

function levelOf({ fields }: DydxMessage, side: 'bids' | 'asks', value: RawJson, setBy: number): MarkedLevel {
  if (Array.isArray(value)) {
    const [price, size] = value as readonly RawJson[];
    return markedLevel(side, fields.priceValue(price, 'price'), fields.amountValue(size, 'size'), setBy);
  }
  const level = fields.object(value, 'level');
  return markedLevel(side, fields.price(level, 'price'), fields.amount(level, 'size'), setBy);
}

function sayBook(message: DydxMessage, ticker: string, book: LevelBook, messageId: number): void {
  const { observations, receivedAtUs: observedAtUs, source } = message;
  const { asks, bids, removed } = uncrossBook(book);
  if (removed.length > 0) {
    const detail = `Expected a best bid below the best ask; left out ${removed.slice(0, 8).join(', ')}.`;
    message.problems.push({ kind: 'crossed', subject: `v4_orderbook/${ticker}`, detail });
  }
  const instrumentId = marketInstrument(message, ticker);
  if (instrumentId === undefined) return;
  const sequence = messageId.toString();
  observations.push(bookFact(source, { instrumentId, bids, asks, sequence, observedAtUs }));
}

/** Over REST: a whole book that no message numbers. */
export function readBookAnswer(message: DydxMessage, ticker: string, contents: RawObject): void {
  const { observations, receivedAtUs: observedAtUs, source } = message;
  const book = new LevelBook();
  const changes = levelChanges(message, contents, 0);
  if (!fits(message, book, changes)) return;
  for (const level of changes) book.set(level);
  const [bid, ask] = [book.bids[0], book.asks[0]];
  if (bid !== undefined && ask !== undefined && bid.priceNumber >= ask.priceNumber) {
    // Nothing tells which level is older, so it is passed on as it stands.
    const detail = `Expected a best bid below the best ask ${ask.said.price}, was ${bid.said.price}.`;
    message.problems.push({ kind: 'crossed', subject: `orderbooks/${ticker}`, detail });
  }
  const instrumentId = marketInstrument(message, ticker);
  if (instrumentId === undefined) return;
  observations.push(bookFact(source, { instrumentId, bids: book.said('bids'), asks: book.said('asks'), observedAtUs }));
}
