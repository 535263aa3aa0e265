import { event } from '@gimbal/contracts';
import { SurfaceSliceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { epochSecondsField, expected, type Field, integerField } from './fieldText.js';
import { integerTextOf, isObject, type JsonObject, jsonObject, shown } from './jsonFields.js';
import { decimalNumber, type NumberRange } from './numberFields.js';

const MILLIS_MAX = 253_402_300_799_999n;
const FINITE: NumberRange = { min: -1e6, max: 1e6 };
const NOT_NEGATIVE: NumberRange = { min: 0, max: 1e6 };

/** The names of Derive's `vol_data`; what can't be of a hyperbola (b or σ below 0, |ρ| above 1) is refused at the door. */
const PARAMETERS = {
  SVI_a: FINITE,
  SVI_b: NOT_NEGATIVE,
  SVI_rho: { min: -1, max: 1 },
  SVI_m: FINITE,
  SVI_sigma: NOT_NEGATIVE,
  SVI_fwd: { min: Number.MIN_VALUE, max: 1e12 },
  SVI_refTau: { min: Number.MIN_VALUE, max: 100 },
} as const satisfies Readonly<Record<string, NumberRange>>;

export type DeriveSviParameters = Readonly<Record<keyof typeof PARAMETERS, number>>;

/**
 * One expiry of the volatility feed that Derive signs, as its `public/get_latest_signed_feeds` shows it: currency, expiry
 * in seconds, timestamp in milliseconds, decimals as text. Signatures are for its contracts, and not looked at here.
 */
export function decodeDeriveSvi(line: string, feed: FeedOf<'derive-svi-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const { currency, vol_data: volData } = object.value;
  if (currency !== feed.underlying) return refused(`Expected ${feed.underlying} in currency, was ${shown(currency)}.`);
  const expiryText = integerTextOf(object.value, 'expiry');
  if (!expiryText.ok) return refused(expiryText.reason);
  const expiryUs = epochSecondsField(expiryText.value, 'expiry');
  if (!expiryUs.ok) return refused(expiryUs.reason);
  const timeText = integerTextOf(object.value, 'timestamp');
  if (!timeText.ok) return refused(timeText.reason);
  const timeMs = integerField(timeText.value, 'timestamp', 0n, MILLIS_MAX);
  if (!timeMs.ok) return refused(timeMs.reason);
  const confidence = decimalNumber(object.value, 'confidence', { min: 0, max: 1 });
  if (!confidence.ok) return refused(confidence.reason);
  if (!isObject(volData)) return refused(`Expected an object in vol_data, was ${shown(volData)}.`);
  const parameters = deriveSviParameters(volData);
  if (!parameters.ok) return refused(parameters.reason);
  const svi = parameters.value;
  const observedAtUs = timeMs.value * 1000n;
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs,
    event: event(SurfaceSliceObserved, {
      feed: feed.id,
      venue: feed.venue,
      underlying: feed.underlying,
      expiryUs: expiryUs.value,
      a: svi.SVI_a,
      b: svi.SVI_b,
      rho: svi.SVI_rho,
      m: svi.SVI_m,
      sigma: svi.SVI_sigma,
      forwardUsd: svi.SVI_fwd,
      tauRefYears: svi.SVI_refTau,
      confidence: confidence.value,
      assumed: feed.assumed !== null,
      observedAtUs,
    }),
  };
}

/** The parameters of a `vol_data`, when they are those of a hyperbola that is nowhere below 0. */
export function deriveSviParameters(volData: JsonObject): Field<DeriveSviParameters> {
  const values: Partial<Record<keyof DeriveSviParameters, number>> = {};
  for (const [name, range] of Object.entries(PARAMETERS)) {
    const field = decimalNumber(volData, name, range);
    if (!field.ok) return field;
    values[name as keyof DeriveSviParameters] = field.value;
  }
  const { SVI_a: a = 0, SVI_b: b = 0, SVI_rho: rho = 0, SVI_sigma: sigma = 0 } = values;
  // The hyperbola's lowest point; below 0 the variance would be, too.
  const least = a + b * sigma * Math.sqrt(1 - rho * rho);
  if (!(least >= 0)) return expected('vol_data', 'a least variance of 0 or more', String(least));
  return { ok: true, value: values as DeriveSviParameters };
}
