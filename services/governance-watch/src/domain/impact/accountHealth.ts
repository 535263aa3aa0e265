import {
  type AaveAccountFailure,
  accountInputs,
  isMarginRulesetId,
  type LendingBook,
  marginRulesets,
  overlayRows,
  reserveKey,
} from '@gimbal/margin';
import type { ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { reserveFieldOf } from '../changes/reserveParameters.js';

/** The health factor of an account in its protocol's own integers (wad), or why its parameters give none. */
export type AccountHealth =
  { readonly ok: true; readonly wad: bigint } | { readonly ok: false; readonly failure: AaveAccountFailure };

/**
 * The health of an account, or undefined while nobody can ask for it: an input is missing, or the ruleset is not
 * implemented. `accountId` is the account's name in the book.
 */
export function accountHealth(book: LendingBook, deployment: string, accountId: string): AccountHealth | undefined {
  const inputs = accountInputs(book, deployment, accountId);
  if (!inputs.ok || !isMarginRulesetId(inputs.value.ruleset)) return undefined;
  const data = marginRulesets[inputs.value.ruleset].userAccountData(inputs.value.account);
  return data.ok ? { ok: true, wad: data.value.healthFactorWad } : data;
}

/**
 * The book with the parameters as they are before or after a change. Assets that the deployment does not list here, and
 * parameters that no health rests on, change nothing.
 */
export function bookWith(
  book: LendingBook,
  deployment: string,
  updates: readonly ParameterUpdate[],
  side: 'before' | 'after',
): LendingBook {
  const reserves = overlayRows(book.reserves);
  for (const update of updates) {
    const key = reserveKey(deployment, update.asset);
    const reserve = reserves.get(key);
    const field = reserveFieldOf(update.parameter);
    if (reserve === undefined || field === undefined || update[side] === '') continue;
    reserves.set(key, { ...reserve, [field]: BigInt(update[side]) });
  }
  return { ...book, reserves };
}
