import type { LiquidatableAccount, LiquidatableReserve } from '../aave/account.js';
import { RAY } from '../aave/limits.js';

export const WETH = 'WETH';
export const USDC = 'USDC';
export const DAI = 'DAI';

const fresh = { liquidityIndexRay: RAY, variableBorrowIndexRay: RAY, eModeCategory: 0 };

export const weth = (priceBase: bigint | undefined): LiquidatableReserve => ({
  ...fresh,
  asset: WETH,
  decimals: 18,
  ltvBps: 8000n,
  liquidationThresholdBps: 8250n,
  liquidationBonusBps: 10500n,
  liquidationProtocolFeeBps: 1000n,
  priceBase,
});
export const usdc = (priceBase: bigint | undefined = 100_000_000n): LiquidatableReserve => ({
  ...fresh,
  asset: USDC,
  decimals: 6,
  ltvBps: 8250n,
  liquidationThresholdBps: 8500n,
  liquidationBonusBps: 10400n,
  liquidationProtocolFeeBps: 1000n,
  priceBase,
});
export const dai = (priceBase: bigint | undefined = 100_000_000n): LiquidatableReserve => ({
  ...fresh,
  asset: DAI,
  decimals: 18,
  ltvBps: 7600n,
  liquidationThresholdBps: 7700n,
  liquidationBonusBps: 10400n,
  liquidationProtocolFeeBps: 1000n,
  priceBase,
});

/** The demo's loan: 1,000 WETH as collateral, 1.3 million USDC owed, indices at 1. */
export function ethLoan(wethPriceBase: bigint | undefined): LiquidatableAccount {
  return {
    reserves: [weth(wethPriceBase), usdc(), dai()],
    positions: [
      { asset: WETH, scaledSupply: 1_000n * 10n ** 18n, scaledVariableDebt: 0n, usedAsCollateral: true },
      { asset: USDC, scaledSupply: 0n, scaledVariableDebt: 1_300_000n * 10n ** 6n, usedAsCollateral: false },
    ],
  };
}
