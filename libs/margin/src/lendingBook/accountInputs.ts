import type { LiquidatableAccount, LiquidatableReserve } from '../aave/account.js';
import { baseCurrencyOf } from './baseCurrency.js';
import {
  type LendingAccount,
  type LendingBook,
  lendingAccountKey,
  type LendingPrice,
  type LendingReserve,
  reserveKey,
} from './lendingBook.js';

/** Why an account can't be handed to a margin engine yet. */
export type AccountInputsFailure =
  | { readonly code: 'UnknownAccount'; readonly deployment: string; readonly accountId: string }
  | { readonly code: 'ReserveNotConfigured'; readonly deployment: string; readonly asset: string }
  | { readonly code: 'ReserveStateMissing'; readonly deployment: string; readonly asset: string };

export interface AccountInputs {
  readonly deployment: string;
  readonly accountId: string;
  /** As the reserves' configuration names it, for example `aave-v3.0`. */
  readonly ruleset: string;
  /** What `userAccountData` and `liquidationCall` take. A reserve without a price makes them fail, by its name. */
  readonly account: LiquidatableAccount;
  /** The prices that went in, one per reserve that has one, in the order of the reserves. */
  readonly prices: readonly (LendingPrice & { readonly asset: string })[];
}

export type AccountInputsResult =
  { readonly ok: true; readonly value: AccountInputs } | { readonly ok: false; readonly failure: AccountInputsFailure };

/**
 * The inputs of a margin engine for one account, joined from the rows: its positions, and for each of their assets the
 * parameters, indexes and price that were last observed. Indexes are taken as observed, so interest since the last
 * observation (a minute of 5 % a year is 1e-7) is not in them.
 */
export function accountInputs(book: LendingBook, deployment: string, accountId: string): AccountInputsResult {
  const held = book.accounts.get(lendingAccountKey(deployment, accountId));
  if (held === undefined) return { ok: false, failure: { code: 'UnknownAccount', deployment, accountId } };
  const reserves: LiquidatableReserve[] = [];
  const prices: (LendingPrice & { readonly asset: string })[] = [];
  let ruleset = '';
  for (const { asset } of held.positions) {
    const reserve = book.reserves.get(reserveKey(deployment, asset));
    if (reserve === undefined) return { ok: false, failure: { code: 'ReserveNotConfigured', deployment, asset } };
    const state = book.states.get(reserveKey(deployment, asset));
    if (state === undefined) return { ok: false, failure: { code: 'ReserveStateMissing', deployment, asset } };
    const price = book.prices.get(reserve.oracleFeed);
    if (price !== undefined) prices.push({ ...price, asset });
    ruleset = reserve.ruleset;
    reserves.push(engineReserve(reserve, state, price));
  }
  const account = { reserves, positions: held.positions };
  return { ok: true, value: { deployment, accountId, ruleset, account, prices } };
}

/** Every account of the book, in the order of first observation. */
export function lendingAccounts(book: LendingBook): readonly LendingAccount[] {
  return [...book.accounts.values()];
}

/** One sentence for a person: what was expected and what was found. */
export function describeAccountInputsFailure(failure: AccountInputsFailure): string {
  switch (failure.code) {
    case 'UnknownAccount':
      return `Expected positions of ${failure.accountId} in ${failure.deployment}, found none.`;
    case 'ReserveNotConfigured':
      return `Expected the parameters of ${failure.asset} in ${failure.deployment}, found none.`;
    case 'ReserveStateMissing':
      return `Expected the indexes of ${failure.asset} in ${failure.deployment}, found none.`;
  }
}

function engineReserve(
  reserve: LendingReserve,
  indexes: { readonly liquidityIndexRay: bigint; readonly variableBorrowIndexRay: bigint },
  price: LendingPrice | undefined,
): LiquidatableReserve {
  return {
    asset: reserve.asset,
    decimals: reserve.decimals,
    ltvBps: reserve.ltvBps,
    liquidationThresholdBps: reserve.liquidationThresholdBps,
    liquidationBonusBps: reserve.liquidationBonusBps,
    liquidationProtocolFeeBps: reserve.liquidationProtocolFeeBps,
    priceBase: price === undefined ? undefined : priceBase(price, baseCurrencyOf(reserve.ruleset).decimals),
    liquidityIndexRay: indexes.liquidityIndexRay,
    variableBorrowIndexRay: indexes.variableBorrowIndexRay,
    eModeCategory: 0,
  };
}

/** The oracle of the market answers in its base currency; a feed with more decimals is cut off, as an adapter on chain would. */
function priceBase(price: LendingPrice, decimals: number): bigint {
  const shift = decimals - price.decimals;
  return shift >= 0 ? price.answer * 10n ** BigInt(shift) : price.answer / 10n ** BigInt(-shift);
}
