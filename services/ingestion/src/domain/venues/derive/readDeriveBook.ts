import { event } from '@gimbal/contracts';
import { BookObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { applyLevels, createBook, crossedDetail, type Level, levelOf, saidLevels } from '../book.js';
import { amountText, decimalText, isRawList, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawObject } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer } from '../sessionMemory.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';

/** `orderbook.NAME.GROUP.DEPTH`: each message is the whole book to its depth. */
export function readDeriveBook(session: DeriveSession, draft: ReadingDraft, channel: string, data: RawObject): void {
  const fields = new RawFields(data);
  const name = fields.text('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  const sequence = fields.has('publish_id') ? fields.count('publish_id') : '';
  const book = createBook();
  const fits =
    applyLevels(book.bids, levelsOf(fields, 'bids'), 'highest') &&
    applyLevels(book.asks, levelsOf(fields, 'asks'), 'lowest');
  if (!fits) fields.failure ??= 'Expected a book within its bound, was a longer one.';
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const instrument = instrumentOf(session, draft, name, observedAtUs);
  if (instrument === undefined || !isNewer(session, draft, `book ${instrument.id}`, observedAtUs)) return;
  const crossed = crossedDetail(book);
  if (crossed !== undefined) draft.problem('crossed', instrument.id, crossed);
  const said = event(BookObserved, {
    feed: draft.feed,
    venue: 'derive',
    instrumentId: instrument.id,
    bids: saidLevels(book.bids),
    asks: saidLevels(book.asks),
    sequence,
    observedAtUs,
  });
  draft.market(said, observedAtUs);
}

function levelsOf(fields: RawFields, side: string): readonly Level[] {
  const levels: Level[] = [];
  for (const raw of fields.list(side)) {
    const isPair = isRawList(raw) && raw.length === 2;
    const price = isPair ? decimalText(raw[0]) : undefined;
    const size = isPair ? amountText(raw[1]) : undefined;
    if (price === undefined || size === undefined) {
      fields.failure ??= `Expected a level of price and size in ${side}, was ${shownRaw(raw)}.`;
      return [];
    }
    levels.push(levelOf(price, size));
  }
  return levels;
}
