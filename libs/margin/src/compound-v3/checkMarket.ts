import type { MarginFailure } from '../marginFailures.js';
import { AMOUNT_MAX, ASSETS_MAX, DECIMALS_MAX, FACTOR_SCALE, INDEX_MAX, INDEX_SCALE, PRINCIPAL_MAX } from './limits.js';
import type { CometAccount, CometAsset, CometMarket } from './market.js';

/** The first thing in market or account that no Comet could hold or that contradicts itself, or undefined. */
export function checkMarket(market: CometMarket, account: CometAccount): MarginFailure | undefined {
  const { assets } = market;
  if (assets.length > ASSETS_MAX) return { code: 'TooMany', list: 'assets', found: assets.length, max: ASSETS_MAX };
  return (
    duplicateIn('assets', assets) ??
    duplicateIn('collateral', account.collateral) ??
    checkBase(market) ??
    firstOf(assets, checkAsset) ??
    checkAccount(account)
  );
}

function checkBase(market: CometMarket): MarginFailure | undefined {
  const { baseDecimals, baseSupplyIndexE15, baseBorrowIndexE15, storeFrontPriceFactorE18: storeFront } = market;
  if (!isDecimals(baseDecimals)) return outside('the base', 'baseDecimals', `from 0 to ${DECIMALS_MAX}`, baseDecimals);
  for (const [field, index] of Object.entries({ baseSupplyIndexE15, baseBorrowIndexE15 })) {
    // Indices start at one and only grow.
    if (index < INDEX_SCALE || index > INDEX_MAX) return outside('the base', field, `from 10^15 to 2^64 − 1`, index);
  }
  if (storeFront < 0n || storeFront > FACTOR_SCALE) {
    return contradicts('the base', 'storeFrontPriceFactorE18', 'from 0 to 10^18', storeFront);
  }
  return undefined;
}

/** Comet requires borrowing to stop before liquidation starts; a liquidation that credits more than the value would pay borrowers. */
function checkAsset(asset: CometAsset): MarginFailure | undefined {
  const { borrowCollateralFactorE18: borrow, liquidateCollateralFactorE18: liquidate } = asset;
  if (!isDecimals(asset.decimals)) return outside(asset.asset, 'decimals', `from 0 to ${DECIMALS_MAX}`, asset.decimals);
  if (borrow < 0n) return contradicts(asset.asset, 'borrowCollateralFactorE18', 'to be 0 or more', borrow);
  if (borrow >= liquidate && liquidate !== 0n) {
    return contradicts(
      asset.asset,
      'borrowCollateralFactorE18',
      `below ${liquidate}, where liquidation starts`,
      borrow,
    );
  }
  if (borrow > 0n && liquidate === 0n) {
    return contradicts(asset.asset, 'liquidateCollateralFactorE18', `above ${borrow}, what it lends`, liquidate);
  }
  for (const field of ['liquidateCollateralFactorE18', 'liquidationFactorE18'] as const) {
    if (asset[field] < 0n || asset[field] > FACTOR_SCALE) {
      return contradicts(asset.asset, field, 'from 0 to 10^18', asset[field]);
    }
  }
  return undefined;
}

function checkAccount({ principal, collateral }: CometAccount): MarginFailure | undefined {
  if (principal > PRINCIPAL_MAX || principal < -PRINCIPAL_MAX) {
    return outside('the account', 'principal', 'within 104 bits', principal);
  }
  return firstOf(collateral, ({ asset, amount }) =>
    amount < 0n || amount > AMOUNT_MAX ? outside(asset, 'amount', 'from 0 to 2^128 − 1', amount) : undefined,
  );
}

function isDecimals(decimals: number): boolean {
  return Number.isInteger(decimals) && decimals >= 0 && decimals <= DECIMALS_MAX;
}

function outside(subject: string, field: string, expected: string, found: number | bigint): MarginFailure {
  return { code: 'ValueOutOfRange', subject, field, expected, found };
}

function contradicts(subject: string, field: string, expected: string, found: bigint): MarginFailure {
  return { code: 'ContradictingParameters', subject, field, expected, found };
}

function duplicateIn(list: string, entries: readonly { readonly asset: string }[]): MarginFailure | undefined {
  const seen = new Set<string>();
  for (const { asset } of entries) {
    if (seen.has(asset)) return { code: 'DuplicateAsset', asset, list };
    seen.add(asset);
  }
  return undefined;
}

function firstOf<Entry>(
  entries: readonly Entry[],
  check: (entry: Entry) => MarginFailure | undefined,
): MarginFailure | undefined {
  for (const entry of entries) {
    const failure = check(entry);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
