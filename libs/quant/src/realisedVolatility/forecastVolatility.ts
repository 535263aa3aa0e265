import type { Candle, CandleOrder, RejectedCandle, VolatilityFailure } from './candleTypes.js';
import { cleanCandles } from './cleanCandles.js';
import type { CleaningOptions } from './cleanCandles.js';
import { dailyRealised } from './dailyRealised.js';
import { forecastHar } from './forecastHar.js';
import type { HarForecast } from './forecastHar.js';
import { HAR_LOG } from './harTypes.js';
import type { HarSpec } from './harTypes.js';

export interface ForecastOptions extends CleaningOptions {
  /** Candles that end later are not looked at. The days of the forecast end at the last slot's end up to here. */
  readonly asOfMs: number;
  readonly horizonsDays: readonly number[];
  /** The log form when left out; its horizon is replaced by each of `horizonsDays`. */
  readonly spec?: HarSpec;
}

/** Forecasts and failures side by side, in the order of `horizonsDays`, with what the candles were worth. */
export interface VolatilityForecasts {
  readonly kind: 'forecasts';
  readonly forecasts: readonly (HarForecast | VolatilityFailure)[];
  readonly measuredDaysCount: number;
  readonly missingDaysCount: number;
  readonly coverageRatio: number;
  readonly order: CandleOrder;
  readonly rejected: readonly RejectedCandle[];
}

/** From raw candles to forecasts: cleaned, cut at the time of asking, measured by days that end then, fitted, forecast. */
export function forecastVolatility(
  candles: readonly Candle[],
  options: ForecastOptions,
): VolatilityForecasts | VolatilityFailure {
  const { asOfMs, intervalSeconds, horizonsDays, spec = HAR_LOG } = options;
  if (!Number.isFinite(asOfMs)) {
    return { kind: 'failure', reason: 'notFinite', field: 'asOfMs', expected: 'a time in ms', found: `${asOfMs}` };
  }
  const intervalMs = intervalSeconds * 1000;
  // What has no usable time stays, for the cleaning to name.
  const knownIndexes = [...candles.keys()].filter((index) => !(candles[index]!.openTimeMs + intervalMs > asOfMs));
  const cleaned = cleanCandles(
    knownIndexes.map((index) => candles[index]!),
    options,
  );
  if (cleaned.kind === 'failure') return cleaned;
  // A late feed leaves the last slots of the last day empty. Past a quarter of them the day counts as missing, and the
  // forecast is refused.
  const days = dailyRealised(cleaned, Math.floor(asOfMs / intervalMs) * intervalMs);
  if ('kind' in days) return days;
  const measuredDaysCount = days.filter((day) => day.kind === 'measured').length;
  const { coverageRatio, order, rejected } = cleaned;
  return {
    kind: 'forecasts',
    forecasts: horizonsDays.map((horizonDays) => forecastHar(days, { ...spec, horizonDays })),
    measuredDaysCount,
    missingDaysCount: days.length - measuredDaysCount,
    coverageRatio,
    order,
    rejected: rejected.map((one) => ({ ...one, index: knownIndexes[one.index]! })),
  };
}
