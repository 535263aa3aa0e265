import type { ConversionRateObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { parseInstrument } from '@gimbal/instruments';
import { CONVERSION_RATE_MAX, YIELD_PER1_MAX } from '../../limits.js';
import type { Observation, Rejected } from './observation.js';
import { isPrice, numberOf } from './observedNumber.js';
import { rejected } from './rejected.js';

const TRACKERS: ReadonlySet<string> = new Set(['wrapped', 'staked', 'synth']);

/** What a token that follows another asset is worth: a rate, a price of its own, or both. */
export function readConversionRate(observed: ConversionRateObserved): Observation | Rejected {
  const { feed, instrumentId, assumed, observedAtUs } = observed;
  if (!TRACKERS.has(parseInstrument(instrumentId).kind)) {
    return rejected(feed, 'a wrapped, staked or synthetic asset', instrumentId);
  }
  const reject = (expected: string, found: string): Rejected => ({ ...rejected(feed, expected, found), instrumentId });
  const rate = unlessEmpty(observed.rate);
  const marketUsd = unlessEmpty(observed.marketPriceUsd);
  const yieldPer1 = unlessEmpty(observed.yieldPer1) ?? 0;
  if (rate !== undefined && !(rate > 0 && rate <= CONVERSION_RATE_MAX)) {
    return reject(`a conversion rate above 0 and up to ${CONVERSION_RATE_MAX}`, observed.rate);
  }
  if (marketUsd !== undefined && !isPrice(marketUsd)) return reject('a market price above 0', observed.marketPriceUsd);
  if (rate === undefined && marketUsd === undefined) return reject('a conversion rate or a market price', '');
  if (!(Math.abs(yieldPer1) <= YIELD_PER1_MAX)) {
    return reject(`a yield between -${YIELD_PER1_MAX} and ${YIELD_PER1_MAX}`, observed.yieldPer1);
  }
  return { kind: 'rate', feed, instrumentId, rate, marketUsd, yieldPer1, observedAtUs, assumed };
}

function unlessEmpty(text: string): number | undefined {
  return text === '' ? undefined : numberOf(text);
}
