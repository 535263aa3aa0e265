import { event } from '@gimbal/contracts';
import { VenueBalanceObserved, VenueMarginObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';

/** `user.portfolio.CURRENCY` and the answers of `get_account_summary` and `get_account_summaries`: all, or nothing. */
export function readDeribitPortfolios(
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawJson[],
  observedAtUs: bigint,
): void {
  const said: [VenueBalanceObserved, VenueMarginObserved][] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a portfolio, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const currency = fields.text('currency');
    const where = { feed: draft.feed, accountId, venue: 'deribit', source: 'deribit', observedAtUs };
    const available = fields.optionalDecimal('available_funds');
    const balance = {
      ...where,
      asset: currency,
      total: fields.decimal('balance'),
      available: fields.optionalDecimal('available_withdrawal_funds'),
      cause: subject,
    };
    const margin = {
      ...where,
      currency,
      equity: fields.decimal('equity'),
      initialMargin: fields.optionalAmount('initial_margin'),
      maintenanceMargin: fields.optionalAmount('maintenance_margin'),
      available,
      mode: fields.optionalText('margin_model'),
    };
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
    said.push([balance, margin]);
  }
  for (const [balance, margin] of said) {
    draft.account(accountId, event(VenueBalanceObserved, balance), observedAtUs);
    draft.account(accountId, event(VenueMarginObserved, margin), observedAtUs);
  }
}
