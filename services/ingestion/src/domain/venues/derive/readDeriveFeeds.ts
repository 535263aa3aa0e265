import { event } from '@gimbal/contracts';
import { SurfaceSliceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { FundingSettled, IndexObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { inTime } from '../inTime.js';
import { deriveSviParameters } from '../../decoders/decodeDeriveSvi.js';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { isNewer } from '../sessionMemory.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';

const SECONDS_PER_HOUR = 3_600;

/** `spot_feed.CURRENCY`: the index of each currency that it names. */
export function readDeriveSpotFeed(
  session: DeriveSession,
  draft: ReadingDraft,
  channel: string,
  fields: RawFields,
): void {
  const observedAtUs = fields.millisUs('timestamp');
  const said: [string, string][] = [];
  for (const [asset, raw] of Object.entries(fields.record('feeds'))) {
    const feed = new RawFields(isRawObject(raw) ? raw : {});
    said.push([asset, feed.amount('price')]);
    fields.failure ??= feed.failure;
  }
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  for (const [asset, price] of said) sayIndex(session, draft, asset, price, observedAtUs);
}

/** The answer of `get_latest_signed_feeds`: spots, and one slice of the surface for each expiry. */
export function readDeriveSignedFeeds(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  data: RawObject,
): void {
  const fields = new RawFields(data);
  const spots = Object.entries(fields.has('spot_data') ? fields.record('spot_data') : {});
  const vols = Object.entries(fields.has('vol_data') ? fields.record('vol_data') : {});
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  for (const [asset, raw] of spots) {
    const spot = new RawFields(isRawObject(raw) ? raw : {});
    const [price, observedAtUs] = [spot.amount('price'), spot.millisUs('timestamp')];
    if (spot.failure === undefined) sayIndex(session, draft, asset, price, observedAtUs);
    else draft.problem('refused', `${subject} ${asset}`.slice(0, 200), spot.failure);
  }
  for (const [currency, byExpiry] of vols) {
    for (const raw of Object.values(isRawObject(byExpiry) ? byExpiry : {}))
      readSlice(session, draft, subject, currency, raw);
  }
}

function readSlice(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  underlying: string,
  raw: RawJson,
): void {
  const fields = new RawFields(isRawObject(raw) ? raw : {});
  const observedAtUs = fields.millisUs('timestamp');
  const expiryUs = fields.secondsUs('expiry');
  const confidence = Number(fields.amount('confidence'));
  const svi = deriveSviParameters(fields.record('vol_data'));
  if (!svi.ok) fields.failure ??= svi.reason;
  if (!(confidence <= 1)) fields.refuse('confidence', 'a number from 0 to 1');
  const part = `slice ${underlying} ${expiryUs}`.slice(0, 200);
  if (!svi.ok || fields.failure !== undefined) return draft.problem('refused', subject, `${part}: ${fields.failure}`);
  if (!isNewer(session, draft, part, observedAtUs)) return;
  const { SVI_a: a, SVI_b: b, SVI_rho: rho, SVI_m: m, SVI_sigma: sigma, SVI_fwd, SVI_refTau } = svi.value;
  const slice = event(SurfaceSliceObserved, {
    feed: draft.feed,
    venue: 'derive',
    underlying,
    expiryUs,
    a,
    b,
    rho,
    m,
    sigma,
    forwardUsd: SVI_fwd,
    tauRefYears: SVI_refTau,
    confidence,
    assumed: false,
    observedAtUs,
  });
  draft.market(slice, observedAtUs);
}

/** The answer of `get_funding_rate_history`: an hourly rate at each time. */
export function readDeriveFundingHistory(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawJson[],
  name: string,
): void {
  const instrument = instrumentOf(session, draft, name, draft.receivedAtUs);
  if (instrument === undefined) return;
  const settled: FundingSettled[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a rate, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    settled.push({
      feed: draft.feed,
      venue: 'derive',
      instrumentId: instrument.id,
      rate: fields.decimal('funding_rate'),
      intervalSeconds: SECONDS_PER_HOUR,
      base: 'index',
      basePrice: '',
      observedAtUs: fields.millisUs('timestamp'),
    });
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  }
  for (const funding of inTime(settled)) draft.market(event(FundingSettled, funding), funding.observedAtUs);
}

function sayIndex(
  session: DeriveSession,
  draft: ReadingDraft,
  asset: string,
  price: string,
  observedAtUs: bigint,
): void {
  const index = `${asset}-USD`;
  if (!isNewer(session, draft, `index ${index}`.slice(0, 200), observedAtUs)) return;
  const said = event(IndexObserved, { feed: draft.feed, venue: 'derive', index, asset, price, observedAtUs });
  draft.market(said, observedAtUs);
}
