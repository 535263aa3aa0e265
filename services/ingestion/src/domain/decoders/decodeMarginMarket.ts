import { event } from '@gimbal/contracts';
import { MarginMarketObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describeStandingFailure, readMarginMarket, writeMarginData } from '@gimbal/margin';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { jsonObject } from './jsonFields.js';
import { engineText, microsField } from './marginFields.js';

/** Prices and rates of a venue's own: `{"market":{…},"observed_at_us"}`, read by the reader of the feed's engine. */
export function decodeMarginMarket(line: string, feed: FeedOf<'margin-market-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const observedAtUs = microsField(object.value, 'observed_at_us');
  if (!observedAtUs.ok) return refused(observedAtUs.reason);
  const text = engineText(object.value, 'market');
  if (!text.ok) return refused(text.reason);
  const market = readMarginMarket(feed.ruleset, text.value);
  if (!market.ok) return refused(describeStandingFailure(market.failure));
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs: observedAtUs.value,
    event: event(MarginMarketObserved, {
      feed: feed.id,
      deployment: feed.deployment,
      marketJson: writeMarginData(market.value),
      observedAtUs: observedAtUs.value,
    }),
  };
}
