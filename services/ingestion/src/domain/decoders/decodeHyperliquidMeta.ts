import { event } from '@gimbal/contracts';
import { MarginParametersConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { hyperliquidResponse } from './hyperliquidResponse.js';
import { hyperliquidTiers } from './hyperliquidTiers.js';
import { jsonObject } from './jsonFields.js';

/**
 * The venue's recorded `meta`: the tiers of its assets, with the rules that its documents state. In force from when it was
 * asked, since it doesn't say since when. Answers to other questions in the same file say nothing here.
 */
export function decodeHyperliquidMeta(line: string, feed: FeedOf<'hyperliquid-meta-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const answer = hyperliquidResponse(object.value, 'meta');
  if (!answer.ok) return refused(answer.reason);
  const { answeredAtUs, response } = answer.value;
  if (response === undefined) return { kind: 'carried', sequence: answeredAtUs, observedAtUs: answeredAtUs };
  const parametersJson = hyperliquidTiers(response, feed.rules, feed.liquidation);
  if (!parametersJson.ok) return refused(parametersJson.reason);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs: answeredAtUs,
    event: event(MarginParametersConfigured, {
      deployment: feed.deployment,
      ruleset: 'hyperliquid',
      parametersJson: parametersJson.value,
      source: `meta, with the rules of ${feed.rules}`,
      effectiveAtUs: answeredAtUs,
    }),
  };
}
