import { event } from '@gimbal/contracts';
import { InstrumentSpecified } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { emptySpecification, remember } from '../sessionMemory.js';
import { deriveInstrument } from './deriveInstrument.js';
import type { DeriveSession } from './deriveSession.js';

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
    if (listed.kind === 'unknown') fields.refuse('instrument_name', listed.expected);
    const option = fields.raw('option_details');
    const terms = new RawFields(isRawObject(option) ? option : {});
    said.push({
      ...emptySpecification(draft.feed, 'derive', symbol, observedAtUs),
      instrumentId: listed.kind === 'modelled' ? listed.id : '',
      notModelled: listed.kind === 'not_modelled' ? listed.reason : '',
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
    remember(session.instruments, specified.symbol, deriveInstrument(specified.symbol));
    draft.protocol(event(InstrumentSpecified, specified), observedAtUs);
  }
}
