import type { LiquidatableAccount, LiquidatableEMode, LiquidatableReserve } from '../aave/account.js';
import { BASE_CURRENCY_DECIMALS } from '../aave/limits.js';
import { aaveV30 } from '../aave-v3-0/ruleset.js';
import { baseCurrencyOf } from './baseCurrency.js';
import {
  eModeKey,
  type LendingAccount,
  type LendingBook,
  lendingAccountKey,
  type LendingEMode,
  type LendingPrice,
  type LendingReserve,
  reserveKey,
} from './lendingBook.js';

/** Why an account can't be handed to a margin engine yet. */
export type AccountInputsFailure =
  | { readonly code: 'UnknownAccount'; readonly deployment: string; readonly accountId: string }
  | { readonly code: 'ReserveNotConfigured'; readonly deployment: string; readonly asset: string }
  | { readonly code: 'ReserveStateMissing'; readonly deployment: string; readonly asset: string }
  /** The account has entered a category of which no terms were observed. */
  | { readonly code: 'EModeNotConfigured'; readonly deployment: string; readonly category: number }
  /** The category prices its assets by a feed of which no round was observed. */
  | {
      readonly code: 'EModePriceMissing';
      readonly deployment: string;
      readonly category: number;
      readonly feed: string;
    };

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
  const first = book.reserves.get(reserveKey(deployment, held.positions[0]?.asset ?? ''));
  const entered = enteredEMode(book, deployment, accountId, first?.ruleset ?? '');
  if (!entered.ok) return entered;
  const { terms, eMode } = entered.value;
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
    reserves.push(engineReserve(reserve, state, price, terms));
  }
  const account = { reserves, positions: held.positions, ...(eMode === undefined ? {} : { eMode }) };
  return { ok: true, value: { deployment, accountId, ruleset, account, prices } };
}

type EnteredEMode =
  | {
      readonly ok: true;
      readonly value: { readonly terms: LendingEMode | undefined; readonly eMode: LiquidatableEMode | undefined };
    }
  | { readonly ok: false; readonly failure: AccountInputsFailure };

/** The category that the account has entered, as the engine takes it; undefined for none. */
function enteredEMode(book: LendingBook, deployment: string, accountId: string, ruleset: string): EnteredEMode {
  const category = book.userEModes.get(lendingAccountKey(deployment, accountId))?.category ?? 0;
  if (category === 0) return { ok: true, value: { terms: undefined, eMode: undefined } };
  const terms = book.eModes.get(eModeKey(deployment, category));
  if (terms === undefined) return { ok: false, failure: { code: 'EModeNotConfigured', deployment, category } };
  const { ltvBps, liquidationThresholdBps, liquidationBonusBps } = terms;
  const { collateralAssets, borrowableAssets, ltvZeroAssets, isolated } = terms;
  // Later versions took the category's own price away.
  const feed = isOneCategoryPerAsset(ruleset) ? terms.oracleFeed : '';
  const price = feed === '' ? undefined : book.prices.get(feed);
  if (feed !== '' && price === undefined) {
    return { ok: false, failure: { code: 'EModePriceMissing', deployment, category, feed } };
  }
  // Categories came with v3, whose markets are in USD.
  const own = price === undefined ? {} : { priceBase: priceBase(price, BASE_CURRENCY_DECIMALS) };
  const lists = { collateralAssets, borrowableAssets, ltvZeroAssets, isolated };
  const eMode = { category, ltvBps, liquidationThresholdBps, liquidationBonusBps, ...lists, ...own };
  return { ok: true, value: { terms, eMode } };
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
    case 'EModeNotConfigured':
      return `Expected the terms of e-mode ${failure.category} in ${failure.deployment}, found none.`;
    case 'EModePriceMissing':
      return `Expected a price of ${failure.feed} for e-mode ${failure.category} in ${failure.deployment}, found none.`;
  }
}

function engineReserve(
  reserve: LendingReserve,
  indexes: { readonly liquidityIndexRay: bigint; readonly variableBorrowIndexRay: bigint },
  price: LendingPrice | undefined,
  entered: LendingEMode | undefined,
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
    eModeCategory: entered !== undefined && isOfEMode(entered, reserve) ? entered.category : 0,
  };
}

/**
 * Until v3.1 an asset is in one category at most, for collateral and for debt alike, so one list is both. Later the list of
 * collateral alone gives a reserve other terms.
 */
function isOfEMode({ collateralAssets, borrowableAssets }: LendingEMode, { asset, ruleset }: LendingReserve): boolean {
  if (collateralAssets.includes(asset)) return true;
  return isOneCategoryPerAsset(ruleset) && borrowableAssets.includes(asset);
}

function isOneCategoryPerAsset(ruleset: string): boolean {
  return ruleset === aaveV30.id;
}

/** The oracle of the market answers in its base currency; a feed with more decimals is cut off, as an adapter on chain would. */
function priceBase(price: LendingPrice, decimals: number): bigint {
  const shift = decimals - price.decimals;
  return shift >= 0 ? price.answer * 10n ** BigInt(shift) : price.answer / 10n ** BigInt(-shift);
}
