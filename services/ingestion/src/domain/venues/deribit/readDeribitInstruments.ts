import { event } from '@gimbal/contracts';
import { InstrumentSpecified } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { emptySpecification, remember } from '../sessionMemory.js';
import { deribitInstrument } from './deribitInstrument.js';
import { type DeribitSession } from './deribitSession.js';
import type { VenueInstrument } from '../symbolMeaning.js';

/** The year 3000: what Deribit writes as the expiry of what has none. */
const NO_EXPIRY_US = 32_503_708_800_000_000n;

/** The answers of `get_instruments` and `get_instrument`: all of the list, or nothing of it. */
export function readDeribitInstruments(
  session: DeribitSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawJson[],
  observedAtUs: bigint,
): void {
  const said: InstrumentSpecified[] = [];
  const sizes = new Map<string, number>();
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected an instrument, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const symbol = fields.text('instrument_name');
    const kind = fields.text('kind');
    const contractSize = fields.optionalAmount('contract_size');
    if (kind === 'future' && isInverse(fields, symbol)) {
      const size = Number(contractSize);
      // It stands in the instrument's id, and amounts are divided by it.
      if (Number.isSafeInteger(size) && size > 0) sizes.set(symbol, size);
      else fields.refuse('contract_size', 'whole dollars');
    }
    const listed = deribitInstrument(symbol, sizes);
    said.push({
      ...specificationOf(fields, draft.feed, symbol, observedAtUs),
      contractSize,
      instrumentId: listed.kind === 'modelled' ? listed.id : '',
      notModelled: notModelled(listed, kind),
    });
    if (fields.failure !== undefined) return draft.problem('refused', subject, `${symbol}: ${fields.failure}`);
  }
  for (const [symbol, size] of sizes) {
    remember(session.contractSizesUsd, symbol, size);
    session.instruments.delete(symbol);
  }
  for (const specified of said) {
    const { symbol } = specified;
    const { notModelled: reason } = specified;
    const listed = deribitInstrument(symbol, session.contractSizesUsd);
    remember(session.instruments, symbol, listed.kind === 'unknown' ? { kind: 'not_modelled', reason } : listed);
    draft.protocol(event(InstrumentSpecified, specified), observedAtUs);
  }
}

/** Listings before October 2022 had no type; what settles in its own coin has one currency in its name. */
function isInverse(fields: RawFields, symbol: string): boolean {
  return fields.has('instrument_type') ? fields.raw('instrument_type') === 'reversed' : !symbol.includes('_');
}

/** What the venue lists, it may name as it likes: one new kind of instrument is no reason to refuse all the others. */
function notModelled(listed: VenueInstrument, kind: string): string {
  if (listed.kind === 'modelled') return '';
  return listed.kind === 'not_modelled' ? listed.reason : `an instrument of the kind ${kind.slice(0, 80)}`;
}

function specificationOf(fields: RawFields, feed: string, symbol: string, observedAtUs: bigint): InstrumentSpecified {
  const expiryUs = fields.has('expiration_timestamp') ? fields.millisUs('expiration_timestamp') : 0n;
  return {
    ...emptySpecification(feed, 'deribit', symbol, observedAtUs),
    tickSize: fields.optionalAmount('tick_size'),
    lotSize: fields.optionalAmount('lot_size'),
    minimumSize: fields.optionalAmount('min_trade_amount'),
    settlementAsset: fields.optionalText('settlement_currency'),
    quoteAsset: fields.optionalText('quote_currency'),
    underlyingAsset: fields.optionalText('base_currency'),
    expiryUs: expiryUs >= NO_EXPIRY_US ? 0n : expiryUs,
    strike: fields.optionalAmount('strike'),
    makerFee: fields.optionalDecimal('maker_commission'),
    takerFee: fields.optionalDecimal('taker_commission'),
    maxLeverage: fields.optionalAmount('max_leverage'),
    active: fields.flag('is_active'),
  };
}

/**
 * `instrument.state.KIND.CURRENCY`: a listing begins or ends. Its terms stand in `get_instruments`; here only whether it is
 * active is news, and the rest is left empty.
 */
export function readDeribitInstrumentState(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const symbol = fields.text('instrument_name');
  const state = fields.text('state');
  const observedAtUs = fields.millisUs('timestamp');
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  const listed = deribitInstrument(symbol, session.contractSizesUsd);
  const reason = notModelled(listed, channel.split('.')[2] ?? '');
  remember(session.instruments, symbol, listed.kind === 'unknown' ? { kind: 'not_modelled', reason } : listed);
  const specified = {
    ...emptySpecification(draft.feed, 'deribit', symbol, observedAtUs),
    instrumentId: listed.kind === 'modelled' ? listed.id : '',
    active: state === 'created' || state === 'started' || state === 'open',
    notModelled: reason,
  };
  draft.protocol(event(InstrumentSpecified, specified), observedAtUs);
}
