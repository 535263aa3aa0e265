import { event } from '@gimbal/contracts';
import { MarginParametersConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describeStandingFailure, readMarginParameters, writeMarginData } from '@gimbal/margin';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { jsonObject, textOf } from './jsonFields.js';
import { engineField, engineText, microsField, optionalMicrosField } from './marginFields.js';

/**
 * A venue's margin parameters: `{"ruleset","parameters":{…},"source","effective_at_us"}`, and `known_at_us` when they became
 * known later than the recording begins. Read by the engine's own reader, so that what contradicts itself never becomes a
 * fact; written back in its one form, so that the same set has the same text.
 */
export function decodeMarginParameters(line: string, feed: FeedOf<'margin-parameters-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const ruleset = engineField(object.value, 'ruleset');
  if (!ruleset.ok) return refused(ruleset.reason);
  const source = textOf(object.value, 'source');
  if (!source.ok) return refused(source.reason);
  const effectiveAtUs = microsField(object.value, 'effective_at_us');
  if (!effectiveAtUs.ok) return refused(effectiveAtUs.reason);
  const knownAtUs = optionalMicrosField(object.value, 'known_at_us');
  if (!knownAtUs.ok) return refused(knownAtUs.reason);
  const text = engineText(object.value, 'parameters');
  if (!text.ok) return refused(text.reason);
  const parameters = readMarginParameters(ruleset.value, text.value);
  if (!parameters.ok) return refused(describeStandingFailure(parameters.failure));
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    // A set may be announced before it comes into force, so it arrives when it was known.
    observedAtUs: knownAtUs.value,
    event: event(MarginParametersConfigured, {
      deployment: feed.deployment,
      ruleset: ruleset.value,
      parametersJson: writeMarginData(parameters.value),
      source: source.value,
      effectiveAtUs: effectiveAtUs.value,
    }),
  };
}
