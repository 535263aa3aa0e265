import type { RawFields } from '../rawJson/rawFields.js';

/** What positions, orders and fills of a sub-account name as theirs. */
export function subaccountSource(subaccount: string): string {
  return `derive/${subaccount}`;
}

/** The sub-account of a row of a private channel (`30769.trades`) or answer: the row's own, or the channel's; '' when neither names it. */
export function rowSource(fields: RawFields, subject: string): string {
  if (fields.has('subaccount_id')) return subaccountSource(fields.count('subaccount_id'));
  const [first = ''] = subject.split('.');
  return /^[0-9]+$/.test(first) ? subaccountSource(first) : '';
}
