import type { CometAccount, CometAsset, CometMarket } from './market.js';

export const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1e8));
export const usdc = (units: number): bigint => BigInt(Math.round(units * 1e6));
export const ether = (units: number): bigint => BigInt(Math.round(units * 1e6)) * 10n ** 12n;
const percent = (share: number): bigint => BigInt(Math.round(share * 1e6)) * 10n ** 12n;

export const weth: CometAsset = {
  asset: 'WETH',
  decimals: 18,
  priceE8: usd(2_000),
  borrowCollateralFactorE18: percent(0.825),
  liquidateCollateralFactorE18: percent(0.895),
  liquidationFactorE18: percent(0.95),
};

export const wbtc: CometAsset = {
  asset: 'WBTC',
  decimals: 8,
  priceE8: usd(60_000),
  borrowCollateralFactorE18: percent(0.7),
  liquidateCollateralFactorE18: percent(0.77),
  liquidationFactorE18: percent(0.9),
};

/** A USDC market with made-up, round terms; indices at one unless a test says otherwise. */
export const market: CometMarket = {
  baseDecimals: 6,
  basePriceE8: usd(1),
  baseSupplyIndexE15: 10n ** 15n,
  baseBorrowIndexE15: 10n ** 15n,
  storeFrontPriceFactorE18: percent(0.5),
  assets: [weth, wbtc],
};

/** 10 WETH and 17,000 USDC of debt. */
export const borrower: CometAccount = {
  principal: -usdc(17_000),
  collateral: [{ asset: 'WETH', amount: ether(10) }],
};
