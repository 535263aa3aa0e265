import { type MarginResult, refuse } from '../marginFailures.js';
import { checkMarket } from './checkMarket.js';
import { mulFactor, mulPrice, presentValue, unitOf } from './cometMath.js';
import type { CometAccount, CometAsset, CometMarket, CometStanding } from './market.js';

/** One collateral at its price. */
export interface WeighedCollateral {
  readonly terms: CometAsset;
  readonly amount: bigint;
  readonly priceE8: bigint;
  readonly valueUsdE8: bigint;
}

/**
 * The checks that Comet makes of an account, in its integers: borrowing is allowed while the base at its price, plus
 * each collateral times its borrow factor, isn't below zero; it is liquidated when the same sum with the liquidate
 * factors is. An account that owes nothing passes both, so it needs no price; what has none is then named.
 */
export function accountStanding(account: CometAccount, market: CometMarket): MarginResult<CometStanding> {
  const weighed = weighCollateral(account, market);
  return weighed.ok ? { ok: true, value: standingOf(account, market, weighed.value) } : weighed;
}

/** The collateral that counts, valued and floored one by one; the prices are only asked of an account that owes. */
export function weighCollateral(
  account: CometAccount,
  market: CometMarket,
): MarginResult<readonly WeighedCollateral[]> {
  const invalid = checkMarket(market, account);
  if (invalid !== undefined) return refuse(invalid);
  const owes = account.principal < 0n;
  if (owes && !(market.basePriceE8 !== undefined && market.basePriceE8 > 0n)) {
    return refuse({ code: 'MissingPrice', asset: 'the base', found: market.basePriceE8 });
  }
  const assets = new Map(market.assets.map((asset) => [asset.asset, asset]));
  const weighed: WeighedCollateral[] = [];
  for (const { asset, amount } of account.collateral) {
    const terms = assets.get(asset);
    if (terms === undefined) return refuse({ code: 'UnknownAsset', asset });
    if (amount === 0n) continue;
    const { priceE8 } = terms;
    if (priceE8 === undefined || priceE8 <= 0n) {
      if (owes) return refuse({ code: 'MissingPrice', asset, found: priceE8 });
      continue;
    }
    weighed.push({ terms, amount, priceE8, valueUsdE8: mulPrice(amount, priceE8, unitOf(terms.decimals)) });
  }
  return { ok: true, value: weighed };
}

function standingOf(
  account: CometAccount,
  market: CometMarket,
  collateral: readonly WeighedCollateral[],
): CometStanding {
  const base = presentValue(account.principal, market);
  const baseUsdE8 = mulPrice(base, market.basePriceE8 ?? 0n, unitOf(market.baseDecimals));
  const sum = (quantity: (one: WeighedCollateral) => bigint): bigint =>
    collateral.reduce((total, one) => total + quantity(one), baseUsdE8);
  const borrowLiquidityUsdE8 = sum(({ terms, valueUsdE8 }) => mulFactor(valueUsdE8, terms.borrowCollateralFactorE18));
  const liquidationLiquidityUsdE8 = sum(({ terms, valueUsdE8 }) =>
    mulFactor(valueUsdE8, terms.liquidateCollateralFactorE18),
  );
  const owes = account.principal < 0n;
  return {
    presentValue: base,
    debtUsdE8: owes ? -baseUsdE8 : 0n,
    collateralUsdE8: sum(({ valueUsdE8 }) => valueUsdE8) - baseUsdE8,
    borrowLiquidityUsdE8,
    liquidationLiquidityUsdE8,
    borrowCollateralized: !owes || borrowLiquidityUsdE8 >= 0n,
    liquidatable: owes && liquidationLiquidityUsdE8 < 0n,
    unpriced: unpricedOf(account, market, collateral),
  };
}

function unpricedOf(
  account: CometAccount,
  market: CometMarket,
  weighed: readonly WeighedCollateral[],
): readonly string[] {
  const priced = new Set(weighed.map(({ terms }) => terms.asset));
  const assets = account.collateral.filter(({ asset, amount }) => amount > 0n && !priced.has(asset));
  const base = account.principal > 0n && !((market.basePriceE8 ?? 0n) > 0n) ? ['the base'] : [];
  return [...base, ...assets.map(({ asset }) => asset)];
}
