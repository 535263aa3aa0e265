import {
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { LendingHealth } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { bookedDesk } from '../commands/requests.sample.js';
import { type Desk, exposuresIn, LOAN, T0_US } from '../desk.sample.js';

const RAY = 10n ** 27n;

interface Reserve {
  readonly asset: string;
  readonly decimals: number;
  readonly thresholdBps: number;
  /** USD with 8 decimals; left out when no round was seen. */
  readonly price?: bigint;
  /** Percent a year. */
  readonly supplyRate: number;
  readonly borrowRate: number;
  readonly supply: bigint;
  readonly debt: bigint;
}

function observe(desk: Desk, reserve: Reserve): void {
  const { asset, decimals, thresholdBps, price, supplyRate, borrowRate, supply, debt } = reserve;
  const { deployment } = LOAN;
  const feed = `feed:${asset}`;
  desk.fold('protocol', deployment, ReserveConfigured, {
    deployment,
    asset,
    tokenAddress: '',
    decimals,
    ltvBps: 7_000,
    liquidationThresholdBps: thresholdBps,
    liquidationBonusBps: 10_500,
    liquidationProtocolFeeBps: 1_000,
    ruleset: 'aave-v3.0',
    oracleFeed: feed,
    source: 'test',
    effectiveAtUs: 0n,
  });
  const ray = (percent: number): string => ((RAY / 10_000n) * BigInt(percent * 100)).toString();
  desk.fold('protocol', deployment, ReserveStateObserved, {
    feed,
    deployment,
    asset,
    liquidityIndexRay: RAY.toString(),
    variableBorrowIndexRay: RAY.toString(),
    liquidityRateRay: ray(supplyRate),
    variableBorrowRateRay: ray(borrowRate),
    observedAtUs: T0_US,
  });
  if (price !== undefined) {
    const round = {
      feed,
      asset,
      roundId: '1',
      answer: price.toString(),
      decimals: 8,
      updatedAtUs: T0_US,
      assumed: false,
    };
    desk.fold('market', feed, OracleRoundObserved, round);
  }
  const unit = 10n ** BigInt(decimals);
  desk.fold('account', 'aave:main', LendingPositionObserved, {
    accountId: 'aave:main',
    deployment,
    action: 0,
    amount: '0',
    cause: 'test',
    observedAtUs: T0_US,
    asset,
    scaledSupply: (supply * unit).toString(),
    scaledVariableDebt: (debt * unit).toString(),
    usedAsCollateral: supply > 0n,
  });
}

function healthOf(...reserves: readonly Reserve[]): LendingHealth {
  const desk = bookedDesk();
  for (const reserve of reserves) observe(desk, reserve);
  return exposuresIn(desk.decide())[0]!.health[0]!;
}

/**
 * Two collaterals, two debts, one of them in the asset of a collateral, in round numbers:
 * 100 WETH at 2,000 (83 %), 300,000 USDC at 1 (85 %); debts of 20 WETH (40,000) and 250,000 DAI at 1.
 * Σ C·L = 166,000 + 255,000 = 421,000; D = 290,000; H = 421/290.
 */
const WETH: Reserve = {
  asset: 'WETH',
  decimals: 18,
  thresholdBps: 8_300,
  price: 200_000_000_000n,
  supplyRate: 2,
  borrowRate: 3,
  supply: 100n,
  debt: 20n,
};
const USDC: Reserve = {
  asset: 'USDC',
  decimals: 6,
  thresholdBps: 8_500,
  price: 100_000_000n,
  supplyRate: 4,
  borrowRate: 5,
  supply: 300_000n,
  debt: 0n,
};
const DAI: Reserve = {
  asset: 'DAI',
  decimals: 18,
  thresholdBps: 7_500,
  price: 100_000_000n,
  supplyRate: 3,
  borrowRate: 6,
  supply: 0n,
  debt: 250_000n,
};
const H = 421 / 290;
const D = 290_000;

describe('health by asset', () => {
  it('moves with each price, threshold and rate', () => {
    const health = healthOf(WETH, USDC, DAI);
    // v3.0 cuts the average threshold to whole basis points: 421,000 / 500,000 is 84.2 %, which it is.
    expect(health.healthFactor).toBeCloseTo(H, 15);
    const [weth, usdc, dai, ...rest] = health.assets;
    expect(rest).toEqual([]);
    expect(
      [weth, usdc, dai].map((each) => [each!.asset, each!.collateralUsd, each!.debtUsd, each!.liquidationThresholdBps]),
    ).toEqual([
      ['WETH', 200_000, 40_000, 8_300],
      ['USDC', 300_000, 0, 8_500],
      ['DAI', 0, 250_000, 7_500],
    ]);
    // ∂H/∂lnP = (C·L − H·D_i)/D, and a hundredth of it.
    expect(weth!.healthPer1pct).toBeCloseTo((166_000 - H * 40_000) / D / 100, 14);
    expect(usdc!.healthPer1pct).toBeCloseTo(255_000 / D / 100, 14);
    expect(dai!.healthPer1pct).toBeCloseTo((-H * 250_000) / D / 100, 14);
    expect(weth!.healthPerThresholdPoint).toBeCloseTo(200_000 / D / 100, 14);
    expect(dai!.healthPerThresholdPoint).toBe(0);
    // A day: (166,000·2 % + 255,000·4 % − H·(40,000·3 % + 250,000·6 %))/D/365; a point more on all debts: −H/365/100.
    const perYear = (166_000 * 0.02 + 255_000 * 0.04 - H * (40_000 * 0.03 + 250_000 * 0.06)) / D;
    expect(health.healthPerDay).toBeCloseTo(perYear / 365, 15);
    expect(health.healthPerDayPerRatePoint).toBeCloseTo(-H / 365 / 100, 15);
  });

  it('names the price of each asset at which it is one', () => {
    const [weth, usdc, dai] = healthOf(WETH, USDC, DAI).assets;
    // WETH: 83·P + 255,000 = 20·P + 250,000 has no price above zero; the others: (166,000 + 255,000·p) = 290,000 at
    // p = 124/255 = 0.48627..., and 421,000 = 40,000 + 250,000·p at p = 1.524.
    expect(weth!.liquidationPriceUsd).toBe(0);
    expect(usdc!.liquidationPriceUsd).toBeCloseTo(124 / 255, 3);
    expect(dai!.liquidationPriceUsd).toBeCloseTo(1.524, 7);
  });

  it('is the central difference of the contract’s own health', () => {
    const bumped = (bump: (reserve: Reserve) => Reserve): number =>
      healthOf(...[WETH, USDC, DAI].map(bump)).healthFactor;
    const { assets } = healthOf(WETH, USDC, DAI);
    for (const own of assets) {
      // 1 % each way: the average threshold, cut to whole basis points, leaves a step of up to 1e-4 of health's 1.45.
      const move = (share: number) => (reserve: Reserve) =>
        reserve.asset === own.asset
          ? { ...reserve, price: BigInt(Math.round(Number(reserve.price) * (1 + share))) }
          : reserve;
      const slope = (bumped(move(0.05)) - bumped(move(-0.05))) / 0.1;
      expect(Math.abs(slope / 100 - own.healthPer1pct)).toBeLessThan(0.005 * 0.0145 + 2e-5);
    }
  });
});

describe('the loss of a liquidation', () => {
  const [eth, usd] = [
    { ...WETH, thresholdBps: 8_250, supply: 1_000n, debt: 0n },
    { ...USDC, supply: 0n, debt: 1_300_000n },
  ];

  it('is what is seized less what is repaid, by the close factor', () => {
    // At 1,557.996 health is 0.98872: above 0.95 half of the debt may be repaid, with a bonus of 5 %.
    const health = healthOf({ ...eth!, price: 155_799_600_000n }, usd!);
    expect(health.healthFactor).toBeCloseTo(0.988728230769, 12);
    expect(health.liquidationLossUsd).toBeCloseTo(650_000 * 0.05, 4);
    // At 1,400 health is 0.8885: all of it.
    expect(healthOf({ ...eth!, price: 140_000_000_000n }, usd!).liquidationLossUsd).toBeCloseTo(1_300_000 * 0.05, 4);
  });

  it('is told before it happens, where it begins', () => {
    const health = healthOf(eth!, usd!);
    expect(health.healthFactor).toBeGreaterThan(1);
    expect(health.liquidationLossUsd).toBeCloseTo(650_000 * 0.05, 4);
  });

  it('is that of the pair which pays a liquidator most', () => {
    // At a WETH of 100 and DAI at 1: health (8,300 + 25,500)/(2,000 + 50,000) = 0.65, all may be repaid. DAI 50,000 against
    // WETH takes all 10,000 for 9,523.81; against USDC all 30,000 for 28,571.43, a loss of 1,428.57.
    const health = healthOf(
      { ...WETH, price: 10_000_000_000n },
      { ...USDC, supply: 30_000n },
      { ...DAI, debt: 50_000n },
    );
    expect(health.healthFactor).toBeCloseTo(33_800 / 52_000, 12);
    expect(health.liquidationLossUsd).toBeCloseTo(30_000 - 30_000 / 1.05, 4);
  });

  it('is nothing without a debt', () => {
    const health = healthOf({ ...WETH, debt: 0n });
    expect(health).toMatchObject({ liquidationLossUsd: 0, healthPerDay: 0, liquidationPriceUsd: 0 });
    expect(health.assets).toHaveLength(1);
  });
});

describe('a loan that can’t be valued', () => {
  it('says which debt has no price, or which reserve nobody has described', () => {
    const { price: _unseen, ...unpriced } = DAI;
    expect(healthOf(WETH, unpriced)).toMatchObject({
      unavailableReason: 'Expected a price above 0 for DAI, was missing.',
      assets: [],
    });
    const desk = bookedDesk();
    observe(desk, WETH);
    desk.fold('account', 'aave:main', LendingPositionObserved, {
      ...LendingPositionObserved.decode(new Uint8Array()),
      accountId: 'aave:main',
      deployment: LOAN.deployment,
      asset: 'GHO',
      scaledSupply: '0',
      scaledVariableDebt: '1',
    });
    const [exposure] = exposuresIn(desk.decide());
    const reason = 'Expected the parameters of GHO in aave-v3:polygon, found none.';
    expect(exposure!.health[0]!.unavailableReason).toBe(reason);
    expect(exposure!.unvalued).toContainEqual(expect.objectContaining({ code: 'health_unavailable', reason }));
  });
});
