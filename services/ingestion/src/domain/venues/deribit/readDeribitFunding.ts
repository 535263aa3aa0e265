import { event } from '@gimbal/contracts';
import { FundingSettled } from '@gimbal/contracts/ingestion/v1/venue_events';
import { inTime } from '../inTime.js';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

const SECONDS_PER_HOUR = 3_600;

/**
 * The answer of `get_funding_rate_history`: a row an hour. What was paid in that hour is `interest_1h`; `interest_8h` of the
 * same row overlaps the seven rows before it.
 */
export function readDeribitFundingHistory(
  session: DeribitSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawJson[],
  symbol: string,
): void {
  const settled: FundingSettled[] = [];
  const instrument = instrumentOf(session, draft, symbol, draft.receivedAtUs);
  if (instrument === undefined) return;
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a row, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    settled.push({
      feed: draft.feed,
      venue: 'deribit',
      instrumentId: instrument.id,
      rate: fields.decimal('interest_1h'),
      intervalSeconds: SECONDS_PER_HOUR,
      base: 'index',
      basePrice: fields.amount('index_price'),
      observedAtUs: fields.millisUs('timestamp'),
    });
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  }
  for (const funding of inTime(settled)) draft.market(event(FundingSettled, funding), funding.observedAtUs);
}
