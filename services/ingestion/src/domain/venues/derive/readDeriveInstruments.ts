import { event } from '@gimbal/contracts';
import { InstrumentSpecified } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { emptySpecification, remember } from '../sessionMemory.js';
import { deriveInstrument } from './deriveInstrument.js';
import type { DeriveSession } from './deriveSession.js';
import type { VenueInstrument } from '../symbolMeaning.js';

/** The answers of `get_instruments`, `get_all_instruments` and `get_instrument`: all of the list, or nothing of it. */
export function readDeriveInstruments(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawJson[],
  observedAtUs: bigint,
): void {
  const said: InstrumentSpecified[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected an instrument, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const symbol = fields.text('instrument_name');
    const listed = deriveInstrument(symbol);
    const option = fields.raw('option_details');
    const terms = new RawFields(isRawObject(option) ? option : {});
    said.push({
      ...emptySpecification(draft.feed, 'derive', symbol, observedAtUs),
      instrumentId: listed.kind === 'modelled' ? listed.id : '',
      notModelled: notModelled(listed, fields.optionalText('instrument_type')),
      tickSize: fields.optionalAmount('tick_size'),
      lotSize: fields.optionalAmount('amount_step'),
      minimumSize: fields.optionalAmount('minimum_amount'),
      settlementAsset: fields.optionalText('quote_currency'),
      quoteAsset: fields.optionalText('quote_currency'),
      underlyingAsset: fields.optionalText('base_currency'),
      expiryUs: terms.has('expiry') ? terms.secondsUs('expiry') : 0n,
      strike: terms.optionalAmount('strike'),
      makerFee: fields.optionalDecimal('maker_fee_rate'),
      takerFee: fields.optionalDecimal('taker_fee_rate'),
      active: fields.flag('is_active'),
    });
    const failure = fields.failure ?? terms.failure;
    if (failure !== undefined) return draft.problem('refused', subject, `${symbol.slice(0, 80)}: ${failure}`);
  }
  for (const specified of said) {
    const { notModelled: reason } = specified;
    const listed = deriveInstrument(specified.symbol);
    remember(
      session.instruments,
      specified.symbol,
      listed.kind === 'unknown' ? { kind: 'not_modelled', reason } : listed,
    );
    draft.protocol(event(InstrumentSpecified, specified), observedAtUs);
  }
}

/** What the venue lists, it may name as it likes: one new kind of instrument is no reason to refuse all the others. */
function notModelled(listed: VenueInstrument, type: string): string {
  if (listed.kind === 'modelled') return '';
  return listed.kind === 'not_modelled' ? listed.reason : `an instrument of the kind ${type.slice(0, 80)}`;
}
