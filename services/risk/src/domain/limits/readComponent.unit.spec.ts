import {
  DependencyKind,
  ExposureCalculated,
  type ExposureLine,
  FlattenCost,
  LendingHealth,
  MarginStanding,
} from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitScopeKind } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { exposureVectorOf, newVectorSums, VECTOR_FIELDS } from '../exposure/exposureVector.js';
import { parseComponentPath, VECTOR_PATHS } from './componentPath.js';
import { readComponent } from './readComponent.js';

const WHOLE = { kind: LimitScopeKind.LIMIT_SCOPE_KIND_UNSPECIFIED, name: '' };
const account = (name: string) => ({ kind: LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT, name });
const venue = (name: string) => ({ kind: LimitScopeKind.LIMIT_SCOPE_KIND_VENUE, name });
const chain = (name: string) => ({ kind: LimitScopeKind.LIMIT_SCOPE_KIND_CHAIN, name });
const asset = (name: string) => ({ kind: LimitScopeKind.LIMIT_SCOPE_KIND_ASSET, name });

const line = (accountId: string, chainName: string, assetName: string, deltaUsd: number, vega = 0): ExposureLine => ({
  accountId,
  chain: chainName,
  asset: assetName,
  venue: accountId === 'c' ? 'aave' : 'wallet',
  deltaUnits: deltaUsd / 100,
  instrumentIds: [],
  exposure: { ...exposureVectorOf(newVectorSums()), deltaUsd, valueUsd: deltaUsd, vegaUsdPerVolPoint: vega },
});

const exposure = ExposureCalculated.create({
  total: { ...exposureVectorOf(newVectorSums()), deltaUsd: 7, charmUsdPerDay: -3 },
  lines: [line('a', 'polygon', 'ETH', 100, 5), line('a', 'polygon', 'USDC', -50), line('c', 'base', 'ETH', -30)],
  vegaByTenor: [
    { asset: 'ETH', daysMax: 30, vegaUsdPerVolPoint: 4 },
    { asset: 'BTC', daysMax: 30, vegaUsdPerVolPoint: -1 },
  ],
  crossGamma: [{ asset: 'ETH', otherAsset: 'BTC', gammaUsdPer1pct: 12 }],
  basis: [{ asset: 'stETH', tracks: 'ETH', units: 2, valueUsd: 3990, basis: -0.0025, usdPerBasisPoint: 0.4 }],
  lookThrough: [
    {
      kind: DependencyKind.DEPENDENCY_KIND_CONTRACT,
      name: 'aave/v3',
      valueUsd: 9,
      lossGivenFailureUsd: 8,
      legIds: [],
    },
  ],
  liquidity: [
    FlattenCost.create({ asset: 'ETH', costUsd: 10, costHalfDepthUsd: 25 }),
    FlattenCost.create({ asset: 'BTC', costUsd: 1, costHalfDepthUsd: 2 }),
  ],
  health: [
    LendingHealth.create({ accountId: 'c', healthFactor: 1.4, totalDebtBase: '5', liquidationLossUsd: 77 }),
    LendingHealth.create({ accountId: 'd', unavailableReason: 'no price' }),
    LendingHealth.create({ accountId: 'e', healthFactor: 1e59, totalDebtBase: '0' }),
  ],
  margin: [MarginStanding.create({ accountId: 'hl', usage: 0.4, excessUsd: 600 })],
  unvalued: [{ accountId: 'd', instrumentId: 'x', code: 'stale', reason: '', valueKept: true }],
});

function read(text: string, scope = WHOLE, from = exposure): number | string {
  const parsed = parseComponentPath(text);
  if (!parsed.ok) throw new Error(parsed.expected);
  const found = readComponent(from, parsed.path, scope);
  return found.ok ? found.value : found.reason;
}

describe('readComponent', () => {
  it('knows each field of the vector by its name on the wire', () => {
    expect(Object.values(VECTOR_PATHS).sort()).toEqual([...VECTOR_FIELDS].sort());
  });

  it.each([
    ['delta_usd', WHOLE, 7],
    ['charm_usd_per_day', WHOLE, -3],
    // Dollars stay out of a delta across assets, and are a delta of their own.
    ['delta_usd', account('a'), 100],
    ['value_usd', account('a'), 50],
    ['delta_usd', asset('ETH'), 70],
    ['delta_usd', asset('USDC'), -50],
    ['delta_usd', chain('base'), -30],
    ['delta_usd', venue('wallet'), 100],
    ['delta_units', asset('ETH'), 0.7],
    ['delta_usd', account('nothing-left'), 0],
    ['vega_by_tenor/30', WHOLE, 3],
    ['vega_by_tenor/30/BTC', WHOLE, -1],
    ['cross_gamma/ETH/BTC', WHOLE, 12],
    ['basis/stETH', WHOLE, -0.0025],
    ['basis/stETH/usd_per_basis_point', WHOLE, 0.4],
    ['look_through/contract/aave/v3', WHOLE, 8],
    ['liquidity/cost_usd', WHOLE, 11],
    ['liquidity/cost_half_depth_usd', asset('ETH'), 25],
    ['health/health_factor', account('c'), 1.4],
    ['health/liquidation_loss_usd', account('c'), 77],
    // Without a debt any fall is borne.
    ['health/distance_to_liquidation', account('e'), 1],
    ['margin/usage', account('hl'), 0.4],
    ['margin/excess_usd', account('hl'), 600],
    // What was held of it is gone: the exposure has no entry, and all that it couldn't value has its value kept.
    ['vega_by_tenor/7', WHOLE, 0],
    ['vega_by_tenor/30/SOL', WHOLE, 0],
    ['cross_gamma/BTC/ETH', WHOLE, 0],
    ['basis/wstETH', WHOLE, 0],
    ['look_through/issuer/aave/v3', WHOLE, 0],
    ['liquidity/cost_usd', asset('SOL'), 0],
    ['unvalued/count', WHOLE, 1],
    ['unvalued/count', account('a'), 0],
  ])('reads %s in %j', (text, scope, value) => {
    expect(read(text, scope)).toBe(value);
  });

  it.each([
    ['health/distance_to_liquidation', account('c')],
    ['health/health_factor', account('d')],
    ['health/health_factor', account('a')],
    ['margin/usage', account('c')],
  ])('has no value for %s in %j, and never zero', (text, scope) => {
    expect(read(text, scope)).toEqual(expect.any(String));
  });

  it('holds nothing where a cost or a leg is unknown', () => {
    const unknown = ExposureCalculated.create({
      liquidity: [FlattenCost.create({ asset: 'ETH', unavailableReason: 'no depth' })],
      unvalued: [{ accountId: 'a', instrumentId: 'x', code: 'missing_mark', reason: '', valueKept: false }],
    });
    expect(read('liquidity/cost_usd', WHOLE, unknown)).toBe('no depth');
    expect(read('delta_usd', account('a'), unknown)).toBe(
      'Expected the exposure to hold a value of x in a, found none.',
    );
    expect(read('delta_usd', account('b'), unknown)).toBe(0);
    expect(read('vega_by_tenor/30', WHOLE, unknown)).toEqual(expect.any(String));
    expect(read('vega_by_tenor/30', WHOLE, ExposureCalculated.create({}))).toBe(0);
  });

  // 17 August 2023, 12:00 UTC: the option has 8 days to go, the expired one none.
  const cut = { step: 1n, timeUs: 1_692_273_600_000_000n, positions: [], ruleset: '', foldVersion: '' };
  const OPTION = 'option:derive:ETH-USDC:20230825T080000Z:1650:C';
  const EXPIRED = 'option:derive:ETH-USD:20230816T080000Z:1650:C';
  const STAKED = 'staked:ethereum:wstETH:ETH';
  const LOAN = 'aave-v3:polygon:USDC:debt';

  it.each([
    // A leg without a value hides the numbers that it might have, and no others.
    [
      OPTION,
      'missing_mark',
      false,
      ['vega_by_tenor/30', 'vega_by_tenor/30/ETH', 'cross_gamma/ETH/USDC', 'look_through'],
    ],
    [EXPIRED, 'expired', false, ['look_through']],
    [STAKED, 'unknown_instrument', false, ['cross_gamma/ETH/wstETH', 'basis/wstETH', 'look_through']],
    [LOAN, 'missing_mark', false, ['basis/USDC', 'look_through']],
    ['aave-v3:polygon:WETH:supply', 'missing_mark', false, ['look_through']],
    // Health without a price of a debt says nothing of which coins there are.
    ['aave-v3:polygon', 'health_unavailable', false, ['basis/wstETH', 'basis/USDC', 'look_through']],
    ['spot:WETH', 'missing_mark', false, ['look_through']],
    [
      'made:up',
      'unreadable_fact',
      false,
      [
        'vega_by_tenor/7',
        'vega_by_tenor/30',
        'vega_by_tenor/30/ETH',
        'vega_by_tenor/30/BTC',
        'cross_gamma/ETH/USDC',
        'cross_gamma/ETH/wstETH',
        'basis/wstETH',
        'basis/USDC',
        'look_through',
      ],
    ],
    // A value that is kept may still lack what is asked.
    [OPTION, 'stale', true, []],
    [OPTION, 'missing_greek', true, ['vega_by_tenor/30', 'vega_by_tenor/30/ETH', 'cross_gamma/ETH/USDC']],
    [STAKED, 'missing_basis', true, ['basis/wstETH']],
    ['univ2:ethereum:0x00', 'unknown_pool', true, ['cross_gamma/ETH/USDC', 'cross_gamma/ETH/wstETH', 'look_through']],
  ])('while %s is %s (kept: %s) holds no value for %j', (instrumentId, code, valueKept, hidden) => {
    const from = ExposureCalculated.create({
      cut,
      health: [LendingHealth.create({ accountId: 'a', deployment: 'aave-v3:polygon' })],
      unvalued: [{ accountId: 'a', instrumentId, code, reason: '', valueKept }],
    });
    const paths = [
      'vega_by_tenor/7',
      'vega_by_tenor/30',
      'vega_by_tenor/30/ETH',
      'vega_by_tenor/30/BTC',
      'cross_gamma/ETH/USDC',
      'cross_gamma/ETH/wstETH',
      'basis/wstETH',
      'basis/USDC',
      'look_through',
    ];
    const path = (text: string) => (text === 'look_through' ? 'look_through/issuer/Circle' : text);
    expect(paths.filter((text) => read(path(text), WHOLE, from) !== 0)).toEqual(hidden);
    expect(read('liquidity/cost_usd', asset('ETH'), from) === 0).toBe(valueKept);
  });
});
