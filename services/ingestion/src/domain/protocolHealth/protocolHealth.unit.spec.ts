import { event } from '@gimbal/contracts';
import { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  LendingAction,
  LendingPositionObserved,
  LiquidationObserved,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { RAY } from '@gimbal/margin';
import { getSqrtRatioAtTick, Q96 } from '@gimbal/quant';
import { describe, expect, it } from 'vitest';
import {
  DEPLOYMENT,
  drive,
  type Driven,
  frame,
  POOL,
  roundFeed,
  roundLine,
  ROUNDS,
  us,
} from '../../ingestion.scenario.js';
import type { Watched } from '../feedCatalogue.js';
import type { FeedDescription } from '../feedDescription.js';
import { healthMoved } from './healthMoved.js';
import { sellableUnits } from './sellableUnits.js';

const DOLLARS = 'chainlink:ethereum:USDC-USD';
const dollarFeed: FeedDescription = {
  id: DOLLARS,
  decoder: 'chainlink-round-csv',
  asset: 'USDC',
  decimals: 8,
  staleAfterSeconds: null,
  assumed: null,
};
const WETH = 10n ** 18n;
const USDC = 10n ** 6n;
const MINUTE_US = 60_000_000n;
const START_US = us('2023-08-17T00:00:00');

const watched: Watched = {
  orderFlow: [],
  protocolHealth: [
    {
      deployment: DEPLOYMENT,
      reserves: [
        { asset: 'WETH', slippageBps: 200, pools: [{ feed: POOL, assetIsToken: 1, feePips: 500 }] },
        { asset: 'USDC', slippageBps: 200, pools: [] },
      ],
      stepBps: 50,
      everySeconds: 3600,
    },
  ],
};

function configured(asset: string, decimals: number, thresholdBps: number, oracleFeed: string) {
  return event(ReserveConfigured, {
    deployment: DEPLOYMENT,
    asset,
    tokenAddress: '',
    decimals,
    ltvBps: thresholdBps - 250,
    liquidationThresholdBps: thresholdBps,
    liquidationBonusBps: 10_500,
    liquidationProtocolFeeBps: 1000,
    ruleset: 'aave-v3.3',
    oracleFeed,
    source: '',
    effectiveAtUs: 0n,
  });
}

function totals(asset: string, supplied: bigint, borrowed: bigint, deficit: bigint) {
  return event(ReserveStateObserved, {
    feed: `${DEPLOYMENT}:${asset}`,
    deployment: DEPLOYMENT,
    asset,
    liquidityIndexRay: RAY.toString(),
    variableBorrowIndexRay: RAY.toString(),
    liquidityRateRay: '0',
    variableBorrowRateRay: '0',
    observedAtUs: START_US,
    suppliedUnits: supplied.toString(),
    borrowedUnits: borrowed.toString(),
    availableUnits: (supplied - borrowed).toString(),
    deficitUnits: deficit.toString(),
  });
}

function position(asset: string, supply: bigint, debt: bigint) {
  return event(LendingPositionObserved, {
    accountId: 'desk',
    deployment: DEPLOYMENT,
    asset,
    scaledSupply: supply.toString(),
    scaledVariableDebt: debt.toString(),
    usedAsCollateral: supply > 0n,
    action: LendingAction.LENDING_ACTION_SUPPLY,
    amount: '0',
    cause: 'test',
    observedAtUs: START_US,
  });
}

/** 1,000 WETH at 2,000 $ and 4 million USDC are supplied, 100 WETH and 1 million USDC are borrowed. */
function market(): Driven {
  const desk = drive([roundFeed, dollarFeed], watched);
  const hear = (said: Parameters<Driven['hear']>[2]): void => desk.hear('protocol', DEPLOYMENT, said, START_US, 'test');
  hear(configured('WETH', 18, 8250, ROUNDS));
  hear(configured('USDC', 6, 7800, DOLLARS));
  hear(totals('WETH', 1000n * WETH, 100n * WETH, 0n));
  hear(totals('USDC', 4_000_000n * USDC, 1_000_000n * USDC, 2500n * USDC));
  return desk;
}

const rounds = (round: bigint, ether: string, atUs: bigint) => [
  frame(ROUNDS, roundLine(round, ether, atUs / 1_000_000n)),
  frame(DOLLARS, roundLine(round, '100000000', atUs / 1_000_000n)),
];

function saidIn(
  events: readonly { type: string; value: unknown }[],
  asset: string,
): ProtocolHealthObserved | undefined {
  return events
    .filter((said) => said.type === ProtocolHealthObserved.$type)
    .map((said) => said.value as ProtocolHealthObserved)
    .find((said) => said.asset === asset);
}

describe('the health of lending reserves', () => {
  it('is said with everything that can be said, and names what cannot', () => {
    const desk = market();
    const weth = saidIn(desk.step(START_US + MINUTE_US, rounds(1n, '200000000000', START_US)), 'WETH')!;
    expect(weth).toMatchObject({
      utilisation: '0.1',
      supplied: '1000',
      borrowed: '100',
      available: '900',
      depthUsd: '',
      depthSlippageBps: '200',
      oracleAgeUs: MINUTE_US,
      oracleHeadroom: '',
      badDebtUsd: '0',
      liquidationsLastHour: 0,
      liquidatedUsdLastHour: '0',
      missing: [`depth: ${POOL} was not observed`],
    });
    // Debt: 100 · 2,000 + 1,000,000 = 1.2 million. Suppliers may owe 1,000 · 2,000 · 0.825 = 1.65 million on WETH and
    // 4,000,000 · 0.78 = 3.12 million on USDC, so WETH stands for 1.2 · 1.65/4.77 million.
    expect(Number(weth.securedDebtUsd)).toBeCloseTo((1.2e6 * 1.65) / 4.77, 4);
    const usdc = desk.state.protocolHealth.said.get(`${DEPLOYMENT}/USDC`)!;
    expect([usdc.utilisation, usdc.badDebtUsd, usdc.missing]).toEqual(['0.25', '2500', ['depth: no pool is watched']]);
  });

  it('tells how far the oracle may fall before the first account can be liquidated', () => {
    const desk = market();
    desk.hear('account', 'desk', position('WETH', 10n * WETH, 0n), START_US, 'test');
    desk.hear('account', 'desk', position('USDC', 0n, 12_375n * USDC), START_US, 'test');
    const said = desk.step(START_US + MINUTE_US, rounds(1n, '200000000000', START_US));
    // 10 WETH · P · 0.825 = 12,375 $ at P = 1,500 $: a quarter below 2,000 $.
    expect(Number(saidIn(said, 'WETH')!.oracleHeadroom)).toBeCloseTo(0.25, 6);
    // The account owes USDC: no fall of it hurts.
    expect(saidIn(said, 'USDC')!.oracleHeadroom).toBe('1');
    const later = desk.step(START_US + 2n * MINUTE_US, rounds(2n, '150000000000', START_US + MINUTE_US));
    expect(Number(saidIn(later, 'WETH')!.oracleHeadroom)).toBeCloseTo(0, 6);
  });

  it('counts liquidations of the last hour by the collateral that was seized', () => {
    const desk = market();
    desk.step(START_US, rounds(1n, '200000000000', START_US));
    const liquidation = (atUs: bigint) =>
      event(LiquidationObserved, {
        accountId: 'desk',
        deployment: DEPLOYMENT,
        debtAsset: 'USDC',
        debtRepaid: '1',
        collateralAsset: 'WETH',
        collateralSeized: (3n * WETH).toString(),
        protocolFee: '0',
        healthFactorWadBefore: '0',
        healthFactorWadAfter: '0',
        lossUsd: '0',
        observedAtUs: atUs,
      });
    desk.hear('account', 'desk', liquidation(START_US), START_US, 'test');
    desk.hear('account', 'desk', liquidation(START_US), START_US, 'test');
    desk.hear('account', 'desk', liquidation(START_US + 5n * MINUTE_US), START_US, 'test');
    const at = (minutes: bigint) => {
      const timeUs = START_US + minutes * MINUTE_US;
      const said = saidIn(desk.step(timeUs, rounds(minutes, `${200_000_000_000n + minutes}`, timeUs)), 'WETH');
      return [said?.liquidationsLastHour, said?.liquidatedUsdLastHour.split('.')[0]];
    };
    // Three of 3 WETH at 2,000 $; the hour that ends with minute 60 begins with minute 1.
    expect(at(10n)).toEqual([3, '18000']);
    expect(at(11n)).toEqual([undefined, undefined]);
    expect(at(70n)).toEqual([0, '0']);
  });

  it('is said again by time, by a step, and not otherwise', () => {
    const desk = market();
    const saysAt = (seconds: bigint, ether: string) => {
      const timeUs = START_US + seconds * 1_000_000n;
      return saidIn(desk.step(timeUs, rounds(seconds + 1n, ether, timeUs)), 'WETH') !== undefined;
    };
    expect(saysAt(0n, '200000000000')).toBe(true);
    // Half a percent of the secured debt is the step; its USDC part doesn't move.
    expect(saysAt(60n, '200100000000')).toBe(false);
    expect(saysAt(120n, '210000000000')).toBe(true);
    expect(saysAt(180n, '210000000000')).toBe(false);
    expect(saysAt(3720n, '210000000000')).toBe(true);
  });

  it('is off unless a deployment is watched', () => {
    const desk = drive([roundFeed]);
    const said = desk.step(START_US, [frame(ROUNDS, roundLine(1n, '200000000000', START_US / 1_000_000n))]);
    expect(said.filter(({ type }) => type === ProtocolHealthObserved.$type)).toEqual([]);
  });

  it('leaves a row as it was for what cannot be read', () => {
    const desk = market();
    const broken = totals('WETH', 1n, 1n, 0n);
    desk.hear('protocol', DEPLOYMENT, { ...broken, value: { ...broken.value, suppliedUnits: '-1' } }, START_US, 'test');
    expect(desk.state.protocolHealth.totals.get(`${DEPLOYMENT}/WETH`)!.suppliedUnits).toBe(1000n * WETH);
  });
});

describe('sellableUnits', () => {
  const pool = { feed: POOL, tick: 0, liquidity: 10n ** 21n, observedAtUs: 0n };

  it('is what moves the price by the slippage, fee included, on either side', () => {
    // At price 1, down to 0.81: L·(1/0.9 - 1) = L/9 into the curve, and a fee of a tenth on top: L/8.1.
    const side = { feed: POOL, feePips: 100_000 };
    expect(sellableUnits(pool, { ...side, assetIsToken: 0 }, 1900)).toBeCloseTo(1e21 / 8.1, -8);
    expect(sellableUnits(pool, { ...side, assetIsToken: 1 }, 1900)).toBeCloseTo(1e21 / 8.1, -8);
  });

  it('counts in the units of each token', () => {
    const tick = 201_325;
    const sqrtPrice = Number(getSqrtRatioAtTick(tick)) / Number(Q96);
    const at = { ...pool, tick };
    const token0 = sellableUnits(at, { feed: POOL, feePips: 0, assetIsToken: 0 }, 100);
    const token1 = sellableUnits(at, { feed: POOL, feePips: 0, assetIsToken: 1 }, 100);
    expect(token1 / token0 / sqrtPrice ** 2).toBeCloseTo(1, 12);
  });

  it('gives a depth once the pool is observed', () => {
    const desk = market();
    const observed = event(PoolObserved, {
      feed: POOL,
      chain: 'polygon',
      pool: '0x45dda9cb7c25131df268515131f647d726f50608',
      tick: 201_325,
      lowestTick: 201_325,
      highestTick: 201_325,
      liquidity: (10n ** 18n).toString(),
      amount0In: '1',
      amount1In: '0',
      observedAtUs: START_US,
      hooks: '',
      lpFeePips: 0,
    });
    desk.hear('market', POOL, observed, START_US, 'test');
    const weth = saidIn(desk.step(START_US, rounds(1n, '200000000000', START_US)), 'WETH')!;
    // √P = 1.0001^(201325/2) = 23,517.4; 1e18 · √P · (1/√0.98 - 1) / 0.9995 wei of WETH at 2,000 $.
    const wei = (1e18 * 1.0001 ** (201_325 / 2) * (1 / Math.sqrt(0.98) - 1)) / 0.9995;
    expect(Number(weth.depthUsd) / ((wei / 1e18) * 2000)).toBeCloseTo(1, 9);
    expect(weth.missing).toEqual([]);
  });
});

describe('healthMoved', () => {
  const said = {
    ...ProtocolHealthObserved.fromJSON({}),
    utilisation: '0.5',
    depthUsd: '1000',
    liquidationsLastHour: 2,
    missing: [],
  };

  it.each([
    ['nothing', {}, false],
    ['utilisation', { utilisation: '0.5049' }, false],
    ['utilisation', { utilisation: '0.5051' }, true],
    ['depthUsd', { depthUsd: '995' }, false],
    ['depthUsd', { depthUsd: '994.9' }, true],
    ['depthUsd', { depthUsd: '' }, true],
    ['oracleAgeUs', { oracleAgeUs: 10n ** 12n }, false],
    ['liquidationsLastHour', { liquidationsLastHour: 1 }, false],
    ['liquidationsLastHour', { liquidationsLastHour: 3 }, true],
    ['missing', { missing: ['depth: no pool is watched'] }, true],
  ])('%s', (_, change, moved) => {
    expect(healthMoved(said, { ...said, ...change }, 50)).toBe(moved);
  });
});
