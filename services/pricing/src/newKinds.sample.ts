import { type Event, event } from '@gimbal/contracts';
import {
  ConversionRateObserved,
  DebtPoolObserved,
  PerpObserved,
  PoolObserved,
  PoolReservesObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { at } from './pricing.scenario.js';

// What feeds say of the kinds of instrument that no recording has, for tests.

export const UNIV2_FEED = 'uniswap-v2:ethereum:usdc-weth';
export const UNIV4_FEED = 'uniswap-v4:ethereum:eth-usdc-005';
export const UNIV2 = 'univ2:ethereum:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc';
const UNIV4_POOL = '0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27';
/** The range of the recorded v3 pool seen from the other side: ETH is token0 here. */
export const UNIV4 = `univ4:ethereum:${UNIV4_POOL}:-203190:-200310`;
export const WSTETH = 'staked:ethereum:wstETH:ETH';
export const SETH = 'synth:synthetix:sETH:ETH';
export const DEBT_SHARE = 'debtshare:synthetix:main:ETH';
export const SUPPLY = 'lending:aave-v3:polygon:WETH:supply';
export const DEBT = 'lending:aave-v3:polygon:WETH:debt';
export const GMX_PERP = 'perp:gmx:ETH-USD';
export const NO_HOOKS = `0x${'0'.repeat(40)}`;

/** 32 million USDC beside 20,000 WETH, with pool tokens of √(x·y)/2: 1,600 USD a coin. */
export function reserves(time: string, shown: Partial<PoolReservesObserved> = {}): Event {
  return event(PoolReservesObserved, {
    feed: UNIV2_FEED,
    chain: 'ethereum',
    pool: '0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
    reserve0: '32000000000000',
    reserve1: '20000000000000000000000',
    totalSupply: '400000000000000000',
    observedAtUs: at(time),
    ...shown,
  });
}

/** A swap of 10 ETH and 16,000 USDC into L = 10^18 at a fee of 0.3 %. */
export function univ4Pool(tick: number, time: string, shown: Partial<PoolObserved> = {}): Event {
  return event(PoolObserved, {
    feed: UNIV4_FEED,
    chain: 'ethereum',
    pool: UNIV4_POOL,
    tick,
    lowestTick: tick,
    highestTick: tick,
    liquidity: '1000000000000000000',
    amount0In: '10000000000000000000',
    amount1In: '16000000000',
    hooks: NO_HOOKS,
    lpFeePips: 3000,
    observedAtUs: at(time),
    ...shown,
  });
}

export function rate(instrumentId: string, time: string, shown: Partial<ConversionRateObserved> = {}): Event {
  return event(ConversionRateObserved, {
    feed: `rate:${instrumentId}`,
    instrumentId,
    rate: '',
    marketPriceUsd: '',
    yieldPer1: '',
    assumed: false,
    observedAtUs: at(time),
    ...shown,
  });
}

/** 5 million USD owed by two million shares; the pool is short of 1,200 ETH. */
export function debtPool(time: string, shown: Partial<DebtPoolObserved> = {}): Event {
  return event(DebtPoolObserved, {
    feed: 'synthetix:main',
    instrumentId: DEBT_SHARE,
    totalDebtUsd: '5000000',
    totalShares: '2000000',
    composition: [
      { asset: 'ETH', units: '1200' },
      { asset: 'BTC', units: '30' },
    ],
    assumed: false,
    observedAtUs: at(time),
    ...shown,
  });
}

/** Index 1.02 at 5 % a year for supplies, 1.03 at 8 % for debts. */
export function wethReserve(time: string, shown: Partial<ReserveStateObserved> = {}): Event {
  return event(ReserveStateObserved, {
    feed: 'aave-v3:polygon:WETH',
    deployment: 'aave-v3:polygon',
    asset: 'WETH',
    liquidityIndexRay: '1020000000000000000000000000',
    variableBorrowIndexRay: '1030000000000000000000000000',
    liquidityRateRay: '50000000000000000000000000',
    variableBorrowRateRay: '80000000000000000000000000',
    observedAtUs: at(time),
    ...shown,
  });
}

/** Funding of 0.001 % an hour, and 0.002 % and 0.0015 % of it for what longs and shorts borrow of the pool. */
export function gmxPerp(time: string, shown: Partial<PerpObserved> = {}): Event {
  return event(PerpObserved, {
    feed: 'gmx:ETH-USD',
    venue: 'gmx',
    instrumentId: GMX_PERP,
    markPrice: '1600',
    indexPrice: '1600',
    fundingRate: '0.00001',
    fundingIntervalSeconds: 3600,
    assumed: false,
    observedAtUs: at(time),
    longBorrowRate: '0.00002',
    shortBorrowRate: '0.000015',
    ...shown,
  });
}
