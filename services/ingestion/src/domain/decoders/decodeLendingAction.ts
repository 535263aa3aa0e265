import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { integerField } from './fieldText.js';
import { integerTextOf, jsonObject, textOf } from './jsonFields.js';

const MAX_UINT128 = 2n ** 128n - 1n;

/** An action of a paper account: `{"id","account_id","asset","action":"SUPPLY|BORROW|REPAY","amount"}`. */
export function decodeLendingAction(line: string, feed: FeedOf<'lending-action-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const id = textOf(object.value, 'id');
  if (!id.ok) return refused(id.reason);
  const accountId = textOf(object.value, 'account_id');
  if (!accountId.ok) return refused(accountId.reason);
  const asset = textOf(object.value, 'asset');
  if (!asset.ok) return refused(asset.reason);
  const { action } = object.value;
  if (action !== 'SUPPLY' && action !== 'BORROW' && action !== 'REPAY') {
    return refused(`Expected SUPPLY, BORROW or REPAY in action, was ${JSON.stringify(action ?? 'missing')}.`);
  }
  const amountText = integerTextOf(object.value, 'amount');
  if (!amountText.ok) return refused(amountText.reason);
  const amount = integerField(amountText.value, 'amount', 1n, MAX_UINT128);
  if (!amount.ok) return refused(amount.reason);
  return {
    kind: 'lending_action',
    action: {
      id: id.value,
      deployment: feed.deployment,
      accountId: accountId.value,
      asset: asset.value,
      action,
      amount: amount.value,
    },
  };
}
