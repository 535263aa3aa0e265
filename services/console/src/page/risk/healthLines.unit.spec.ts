import { expect, it } from 'vitest';
import { healthLines } from './healthLines.js';

const NO_HEALTH = {
  accountId: 'aave:main',
  deployment: 'aave-v3:polygon',
  ruleset: 'aave-v3.0',
  totalCollateralBase: '0',
  totalDebtBase: '0',
  averageLiquidationThresholdBps: 0,
  healthFactorWad: '0',
  healthFactor: 0,
  liquidationPriceUsd: 0,
  distanceToLiquidation: 0,
  healthPer1pct: 0,
  healthPerThresholdPoint: 0,
  largestCollateral: '',
  unavailableReason: '',
  assets: [],
  healthPerDay: 0,
  healthPerDayPerRatePoint: 0,
  liquidationLossUsd: 0,
};

it('shows what an asset does to health, and a dash where the contract has zero for none', () => {
  const assets = [
    {
      asset: 'WETH',
      collateralUsd: 1_683_572.08,
      debtUsd: 0,
      healthPer1pct: 0.01119959,
      healthPerThresholdPoint: 0.013575,
      liquidationPriceUsd: 1_503.22459255,
      liquidationThresholdBps: 8_250,
    },
    {
      asset: 'USDC',
      collateralUsd: 0,
      debtUsd: 1_240_176.56,
      healthPer1pct: -0.01119959,
      healthPerThresholdPoint: 0,
      liquidationPriceUsd: 0,
      liquidationThresholdBps: 8_500,
    },
  ];
  const lines = healthLines([{ ...NO_HEALTH, assets }]);
  expect(
    lines.map((line) => [
      line.asset,
      line.collateral,
      line.debt,
      line.per1pct,
      line.perThresholdPoint,
      line.liquidationPrice,
    ]),
  ).toEqual([
    ['WETH', '$1,683,572', '–', '0.0112', '0.0136', '$1,503.22'],
    ['USDC', '–', '$1,240,177', '\u22120.0112', '–', '–'],
  ]);
});

it('says of an account why its health is not available', () => {
  const [line] = healthLines([{ ...NO_HEALTH, unavailableReason: 'Expected a price of WETH, found none.' }]);
  expect(line).toMatchObject({
    asset: '',
    collateral: '–',
    unavailableReason: 'Expected a price of WETH, found none.',
  });
});
