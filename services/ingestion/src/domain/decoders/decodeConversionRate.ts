import { event } from '@gimbal/contracts';
import { ConversionRateObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { expected, positiveDecimalField, signedDecimalField } from './fieldText.js';
import { epochSecondsOf, jsonObject } from './jsonFields.js';
import { optionalText } from './optionalText.js';

/**
 * What a wrapped, staked or synthetic token is worth:
 * `{"rate":"1.1423","marketPriceUsd":"1822.10","yieldPer1":"0.035","at":1692230400}`. Either of rate and price may be left
 * out, and the yield; none of the first two can be zero or less.
 */
export function decodeConversionRate(line: string, feed: FeedOf<'conversion-rate-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const rate = optionalText(object.value, 'rate', positiveDecimalField);
  if (!rate.ok) return refused(rate.reason);
  const price = optionalText(object.value, 'marketPriceUsd', positiveDecimalField);
  if (!price.ok) return refused(price.reason);
  const yieldPer1 = optionalText(object.value, 'yieldPer1', signedDecimalField);
  if (!yieldPer1.ok) return refused(yieldPer1.reason);
  if (rate.value === '' && price.value === '') {
    return refused(expected('the line', 'a rate or a marketPriceUsd', line).reason);
  }
  const observedAt = epochSecondsOf(object.value, 'at');
  if (!observedAt.ok) return refused(observedAt.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: observedAt.value,
    event: event(ConversionRateObserved, {
      feed: feed.id,
      instrumentId: feed.instrumentId,
      rate: rate.value,
      marketPriceUsd: price.value,
      yieldPer1: yieldPer1.value,
      assumed: feed.assumed !== null,
      observedAtUs: observedAt.value,
    }),
  };
}
