import { event } from '@gimbal/contracts';
import { BookObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { applyLevels, createBook, crossedDetail, saidLevels } from '../book.js';
import type { RawFields } from '../rawJson/rawFields.js';
import { readLevels } from '../readLevels.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer } from '../sessionMemory.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';

/** `orderbook.NAME.GROUP.DEPTH`: each message is the whole book to its depth. */
export function readDeriveBook(session: DeriveSession, draft: ReadingDraft, channel: string, fields: RawFields): void {
  const name = fields.name('instrument_name');
  const observedAtUs = fields.millisUs('timestamp');
  const sequence = fields.has('publish_id') ? fields.count('publish_id') : '';
  const book = createBook();
  const fits =
    applyLevels(book.bids, readLevels(fields, 'bids', 'pair'), 'highest') &&
    applyLevels(book.asks, readLevels(fields, 'asks', 'pair'), 'lowest');
  if (!fits) fields.failure ??= 'Expected a book within its bound, was a longer one.';
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const instrument = instrumentOf(session, draft, name, observedAtUs);
  if (instrument === undefined || !isNewer(session, draft, instrument.bookPart, observedAtUs)) return;
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
