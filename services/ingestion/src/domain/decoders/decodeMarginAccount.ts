import { event } from '@gimbal/contracts';
import { MarginAccountObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describeStandingFailure, readMarginAccount, writeMarginData } from '@gimbal/margin';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { jsonObject, textOf } from './jsonFields.js';
import { engineText, microsField } from './marginFields.js';

/** An account as its venue shows it: `{"account":{…},"cause","observed_at_us"}`, read by the reader of the feed's engine. */
export function decodeMarginAccount(line: string, feed: FeedOf<'margin-account-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const observedAtUs = microsField(object.value, 'observed_at_us');
  if (!observedAtUs.ok) return refused(observedAtUs.reason);
  const cause = textOf(object.value, 'cause');
  if (!cause.ok) return refused(cause.reason);
  const text = engineText(object.value, 'account');
  if (!text.ok) return refused(text.reason);
  const account = readMarginAccount(feed.ruleset, text.value);
  if (!account.ok) return refused(describeStandingFailure(account.failure));
  return {
    kind: 'observation',
    topic: 'account',
    key: feed.account,
    observedAtUs: observedAtUs.value,
    event: event(MarginAccountObserved, {
      accountId: feed.account,
      deployment: feed.deployment,
      accountJson: writeMarginData(account.value),
      cause: cause.value,
      observedAtUs: observedAtUs.value,
    }),
  };
}
