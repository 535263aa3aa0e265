import { event } from '@gimbal/contracts';
import { UserEModeObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { integerField } from './fieldText.js';
import { integerTextOf, jsonObject, textOf } from './jsonFields.js';
import { microsField } from './marginFields.js';

const CATEGORY_MAX = 255n;

/** The e-mode that an account chose, 0 for none: `{"category","cause","observed_at_us"}`. */
export function decodeUserEMode(line: string, feed: FeedOf<'user-emode-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const text = integerTextOf(object.value, 'category');
  if (!text.ok) return refused(text.reason);
  const category = integerField(text.value, 'category', 0n, CATEGORY_MAX);
  if (!category.ok) return refused(category.reason);
  const cause = textOf(object.value, 'cause');
  if (!cause.ok) return refused(cause.reason);
  const observedAtUs = microsField(object.value, 'observed_at_us');
  if (!observedAtUs.ok) return refused(observedAtUs.reason);
  return {
    kind: 'observation',
    topic: 'account',
    key: feed.account,
    observedAtUs: observedAtUs.value,
    event: event(UserEModeObserved, {
      accountId: feed.account,
      deployment: feed.deployment,
      category: Number(category.value),
      cause: cause.value,
      observedAtUs: observedAtUs.value,
    }),
  };
}
