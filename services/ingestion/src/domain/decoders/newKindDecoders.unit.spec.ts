import type {
  ConversionRateObserved,
  DebtPoolObserved,
  PerpObserved,
  PoolObserved,
  PoolReservesObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { describe, expect, it } from 'vitest';
import type { Decoded } from '../decoded.js';
import { decodeFrame } from '../decodeFrame.js';
import type { FeedDescription } from '../feedDescription.js';
import { sourceIdentity } from '../sourceIdentity.js';

const standing = { staleAfterSeconds: 600, assumed: null };
const HOOKS = `0x${'0'.repeat(38)}80`;
const FEEDS = {
  reserves: {
    ...standing,
    id: 'uniswap-v2:ethereum:usdc-weth',
    decoder: 'univ2-reserves-json',
    chain: 'ethereum',
    pool: '0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
  },
  univ4: {
    ...standing,
    id: 'uniswap-v4:ethereum:eth-usdc-005',
    decoder: 'univ4-pool-json',
    chain: 'ethereum',
    poolId: '0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27',
    hooks: HOOKS,
  },
  rate: { ...standing, id: 'lido:wstETH', decoder: 'conversion-rate-json', instrumentId: 'staked:ethereum:wstETH:ETH' },
  debt: { ...standing, id: 'snx', decoder: 'debt-pool-json', instrumentId: 'debtshare:synthetix:main:ETH' },
  perp: { ...standing, id: 'gmx', decoder: 'perp-quote-json', venue: 'gmx', instrumentId: 'perp:gmx:ETH-USD' },
} satisfies Readonly<Record<string, FeedDescription>>;

const LINES = {
  // Reserves and supply of the pair at Ethereum's block 17,930,000 would be of this size; the numbers are made up.
  reserves: {
    reserve0: '32000000000000',
    reserve1: '20000000000000000000000',
    totalSupply: '400000000000000000',
    blockTimestamp: 1692308700,
  },
  univ4: {
    tick: -202_555,
    lowestTick: -202_560,
    highestTick: -202_550,
    liquidity: '1000000000000000000',
    lpFee: 3000,
    amount0In: '10000000000000000000',
    amount1In: '0',
    blockTimestamp: 1692308700,
  },
  rate: { rate: '1.1423', marketPriceUsd: '1822.1', yieldPer1: '-0.001', at: 1692308700 },
  debt: {
    totalDebtUsd: '5000000.5',
    totalShares: '2000000',
    composition: [{ asset: 'ETH', units: '-1200' }],
    at: 1692308700,
  },
  perp: {
    markPrice: '1600.5',
    indexPrice: '1600',
    fundingRate: '-0.00001',
    fundingIntervalSeconds: 3600,
    longBorrowRate: '0.00002',
    shortBorrowRate: '0',
    at: 1692308700,
  },
} as const;

type Name = keyof typeof FEEDS;

function decoded(name: Name, change: Readonly<Record<string, unknown>> = {}): Decoded {
  return decodeFrame(Buffer.from(JSON.stringify({ ...LINES[name], ...change })), FEEDS[name]);
}

function observed<T>(name: Name, change: Readonly<Record<string, unknown>> = {}): T {
  const found = decoded(name, change);
  if (found.kind !== 'observation') throw new Error(found.kind === 'refused' ? found.reason : found.kind);
  return found.event.value as T;
}

const AT_US = 1_692_308_700_000_000n;

describe('feeds of the kinds that no recording has', () => {
  it('are read as they were said', () => {
    expect(observed<PoolReservesObserved>('reserves')).toMatchObject({
      reserve0: '32000000000000',
      totalSupply: '400000000000000000',
      observedAtUs: AT_US,
    });
    expect(observed<PoolObserved>('univ4')).toMatchObject({ tick: -202_555, hooks: HOOKS, lpFeePips: 3000 });
    expect(observed<ConversionRateObserved>('rate')).toMatchObject({
      instrumentId: 'staked:ethereum:wstETH:ETH',
      rate: '1.1423',
      marketPriceUsd: '1822.1',
      yieldPer1: '-0.001',
      assumed: false,
    });
    expect(observed<DebtPoolObserved>('debt').composition).toEqual([{ asset: 'ETH', units: '-1200' }]);
    expect(observed<PerpObserved>('perp')).toMatchObject({ longBorrowRate: '0.00002', shortBorrowRate: '0' });
  });

  it('may leave out what nobody says', () => {
    expect(observed('rate', { marketPriceUsd: undefined, yieldPer1: undefined })).toMatchObject({ marketPriceUsd: '' });
    expect(observed('rate', { rate: undefined })).toMatchObject({ rate: '' });
    expect(observed('perp', { indexPrice: undefined, longBorrowRate: undefined })).toMatchObject({
      indexPrice: '',
      longBorrowRate: '',
    });
  });

  it('let a drained pool through, which is a fact of the chain', () => {
    expect(observed('univ4', { liquidity: '0' })).toMatchObject({ liquidity: '0' });
    expect(observed('univ4', { tick: -887_272, lowestTick: -887_272 })).toMatchObject({ tick: -887_272 });
  });

  it('count by the second in which they were observed', () => {
    for (const name of Object.keys(FEEDS) as Name[]) {
      const found = decoded(name);
      if (found.kind !== 'observation') throw new Error('Expected an observation.');
      const { id } = FEEDS[name];
      // A venue's feed may be of many perpetuals, and each has an order of its own.
      const order = name === 'perp' ? { part: FEEDS[name].instrumentId } : { sequence: AT_US };
      expect(sourceIdentity(found.event, AT_US), name).toEqual({ feed: id, observedAtUs: AT_US, ...order });
    }
  });

  it.each<readonly [Name, Readonly<Record<string, unknown>>, RegExp]>([
    ['reserves', { reserve0: '0' }, /^Expected a number from 1 to \d+ in reserve0, was "0"/],
    ['reserves', { reserve1: '-1' }, /in reserve1, was "-1"/],
    ['reserves', { reserve1: (2n ** 112n).toString() }, /in reserve1/],
    ['reserves', { totalSupply: '0' }, /in totalSupply, was "0"/],
    ['reserves', { totalSupply: '1.5' }, /^Expected a whole number in totalSupply/],
    ['reserves', { blockTimestamp: undefined }, /^Expected a whole number in blockTimestamp, was "missing"/],
    ['univ4', { tick: 887_273 }, /in tick, was "887273"/],
    ['univ4', { lowestTick: -202_000 }, /^Expected a tick from -202000 to -202550, was -202555/],
    ['univ4', { liquidity: '-1' }, /in liquidity, was "-1"/],
    ['univ4', { lpFee: 0x800000 }, /^Expected a number from 0 to 1000000 in lpFee, was "8388608"/],
    ['univ4', { amount0In: '-5' }, /in amount0In/],
    ['rate', { rate: '0' }, /^Expected a number above zero in rate, was "0"/],
    ['rate', { rate: '-1.1' }, /in rate, was "-1.1"/],
    ['rate', { rate: 1.1 }, /^Expected a decimal as text in rate/],
    ['rate', { marketPriceUsd: '0' }, /above zero in marketPriceUsd/],
    ['rate', { yieldPer1: 'high' }, /plain decimal in yieldPer1/],
    ['rate', { rate: undefined, marketPriceUsd: undefined }, /^Expected a rate or a marketPriceUsd in the line/],
    ['debt', { totalDebtUsd: '-1' }, /^Expected a number of at least zero in totalDebtUsd/],
    ['debt', { totalShares: '0' }, /above zero in totalShares/],
    ['debt', { composition: 'ETH' }, /^Expected a list of at most 256 assets in composition/],
    ['debt', { composition: [{ asset: 'ETH', units: 'NaN' }] }, /plain decimal in units/],
    ['debt', { composition: [{ asset: '', units: '1' }] }, /a text in asset/],
    ['perp', { markPrice: '0' }, /above zero in markPrice/],
    ['perp', { shortBorrowRate: '-0.1' }, /^Expected a number of at least zero in shortBorrowRate/],
    ['perp', { fundingIntervalSeconds: 0 }, /in fundingIntervalSeconds, was "0"/],
    ['perp', { fundingRate: '' }, /a text in fundingRate/],
  ])('%s with %o is refused by name', (name, change, reason) => {
    expect(decoded(name, change)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(reason) as unknown });
  });
});
