import { readFileSync } from 'node:fs';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { HYPERLIQUID_RULES_2023_03 } from '@gimbal/margin';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { trading } from '../commands/requests.sample.js';
import { alice, exposuresIn, MINUTE_US, T0_US, USDC } from '../desk.sample.js';
import { case12 } from './case12.sample.js';
import { deskAt, exposed, exposedAt, foldVenue, type VenueFacts } from './venue.sample.js';

const DERIVE: VenueFacts = {
  venue: 'derive',
  deployment: 'derive-pmrm2:mainnet:BTC',
  ruleset: 'derive-pmrm2',
  ...case12,
};

const DYDX: VenueFacts = {
  venue: 'dydx',
  deployment: 'dydx-v4:mainnet',
  ruleset: 'dydx-v4',
  parameters: {
    markets: [
      {
        market: 'BTC-USD',
        initialMarginFraction: 0.02,
        maintenanceFraction: 0.6,
        openInterestLowerCapUsd: 0,
        openInterestUpperCapUsd: 0,
      },
    ],
    bankruptcyAdjustment: 1,
    spreadToMaintenanceRatio: 1.5,
    liquidationFeeShareMax: 0.015,
    positionShareMaxPerBlock: 0.1,
    notionalUsdMaxPerBlock: 100_000,
  },
  market: { markets: { 'BTC-USD': { oraclePriceUsd: 50_000, openInterest: 1_000 } } },
  account: { quoteUsd: -48_000, positions: [{ market: 'BTC-USD', size: 1 }] },
};

const COMET: VenueFacts = {
  venue: 'compound-v3',
  deployment: 'compound-v3:ethereum:USDC',
  ruleset: 'compound-v3',
  parameters: {
    baseAsset: 'USDC',
    baseDecimals: 6,
    storeFrontPriceFactorE18: '500000000000000000',
    assets: [
      {
        asset: 'WETH',
        decimals: 18,
        borrowCollateralFactorE18: '825000000000000000',
        liquidateCollateralFactorE18: '895000000000000000',
        liquidationFactorE18: '950000000000000000',
      },
    ],
  },
  market: {
    basePriceE8: '100000000',
    baseSupplyIndexE15: '1000000000000000',
    baseBorrowIndexE15: '1000000000000000',
    prices: [{ asset: 'WETH', priceE8: '200000000000' }],
  },
  account: { principal: '-17000000000', collateral: [{ asset: 'WETH', amount: '10000000000000000000' }] },
};

describe('the margin of an account, from facts to its standing', () => {
  it('is that of the published case 12 of Derive', () => {
    const { standing } = exposedAt(DERIVE);
    expect(standing).toMatchObject({ unavailableReason: '', ruleset: 'derive-pmrm2', liquidatable: true });
    expect(standing.parameters).toMatchObject({ topic: 'protocol' });
    // derivexyz/v2-core, PMRM_2 portfolio cases: IM and MM are what is left above the requirement.
    expect(standing.excessUsd).toBeCloseTo(-11_824.858703959073, 7);
    expect(standing.equityUsd - standing.initialMarginUsd).toBeCloseTo(-14_604.048120144837, 7);
    expect(standing.equityUsd).toBeCloseTo(-1_186.4185694587657, 8);
    expect(standing.legs.map(({ legId, instrumentId }) => [legId, instrumentId])).toEqual([
      ['underlying', ''],
      ['1740729600-100000-C', 'option:derive:BTC-USD:20250228T080000Z:100000:C'],
    ]);
    // The terms of the auction aren't known, and that is said.
    expect(standing.unvalued.map(({ code }) => code)).toEqual(['liquidation_loss_unavailable']);
  });

  it('is what Hyperliquid printed of a recorded account', () => {
    const file = new URL('../../../../../test/data/hyperliquid/recorded_2023.ndjson', import.meta.url);
    const [meta, state] = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).response);
    const held = state.assetPositions.map((row: { position: Record<string, string> }) => row.position);
    const marks = held.map(({ coin, positionValue, szi }: Record<string, string>) => [
      coin,
      Number(positionValue) / Math.abs(Number(szi)),
    ]);
    const { standing } = exposedAt({
      venue: 'hyperliquid',
      deployment: 'hyperliquid:mainnet',
      ruleset: 'hyperliquid',
      parameters: {
        ...HYPERLIQUID_RULES_2023_03,
        assets: meta.universe.map(({ name, maxLeverage }: { name: string; maxLeverage: number }) => ({
          asset: name,
          tiers: [{ lowerBoundUsd: 0, maxLeverage }],
        })),
      },
      market: { marksUsd: Object.fromEntries(marks) },
      account: {
        crossRawUsd: Number(state.crossMarginSummary.totalRawUsd),
        positions: held.map(({ coin, szi }: Record<string, string>) => ({
          asset: coin,
          size: Number(szi),
          mode: { kind: 'cross', leverage: 20 },
        })),
      },
    });
    expect(standing.unavailableReason).toBe('');
    expect(standing.equityUsd).toBeCloseTo(1_182.312496, 6);
    expect(standing.initialMarginUsd).toBeCloseTo(171.740766, 5);
    const priceOf = (leg: string): number => standing.legs.find(({ legId }) => legId === leg)!.liquidationPriceUsd;
    // As printed; the venue cuts its margins off at six decimals, over sizes of 0.00785 and 0.45.
    expect(Math.abs(priceOf('BTC') - 173_198.69592357)).toBeLessThan(1e-6 / 0.00785);
    expect(Math.abs(priceOf('ATOM') - 2_561.83187333)).toBeLessThan(1e-6 / 0.45);
    expect(priceOf('ETH')).toBe(0);
    expect(standing.legs.find(({ legId }) => legId === 'ETH')!.noPriceReason).toMatch(/there is none/);
  });

  it('of a dYdX subaccount is that by hand', () => {
    const { standing } = exposedAt(DYDX);
    // Equity 50,000 − 48,000; initial 2 % and maintenance 60 % of it, of 50,000. At p: p − 48,000 = 0.012 p.
    expect(standing).toMatchObject({ equityUsd: 2_000, initialMarginUsd: 1_000, liquidatable: false });
    expect(standing.maintenanceMarginUsd).toBeCloseTo(600, 9);
    expect(standing.excessUsd).toBeCloseTo(1_400, 9);
    expect(standing.usage).toBeCloseTo(0.3, 12);
    const price = 48_000 / 0.988;
    expect(standing.legs[0]!.liquidationPriceUsd).toBeCloseTo(price, 8);
    // There the limit is the oracle's price, and the insurance fund gets what is left of 1.2 %, less than its 1.5 %.
    expect(standing.liquidationLossUsd).toBeCloseTo(price * 0.012, 6);
    expect(standing.legs[0]).toMatchObject({ legId: 'BTC-USD', instrumentId: 'perp:dydx:BTC-USD', quantity: 1 });
  });

  it('of a Compound borrower is that by hand', () => {
    const { standing } = exposedAt(COMET);
    // 10 WETH at 2,000 against 17,000: liquidity 20,000 · 0.895 − 17,000 = 900 and 20,000 · 0.825 − 17,000 = −500.
    expect(standing).toMatchObject({ equityUsd: 3_000, excessUsd: 900, liquidatable: false });
    expect(standing.equityUsd - standing.initialMarginUsd).toBe(-500);
    expect(standing.maintenanceMarginUsd).toBe(2_100);
    // 10 p · 0.895 < 17,000 below p = 1,899.44134078…; then 5 % of the collateral is the penalty.
    const weth = standing.legs.find(({ legId }) => legId === 'WETH')!;
    expect(weth.liquidationPriceUsd).toBeCloseTo(17_000 / 8.95, 7);
    expect(standing.liquidationLossUsd).toBeCloseTo((0.05 * 10 * 17_000) / 8.95, 5);
  });
});

describe('an account without a standing says why, beside the total', () => {
  const without = (part: keyof VenueFacts): VenueFacts => ({ ...DYDX, [part]: undefined });
  it.each([
    ['no parameters', without('parameters'), /margin parameters of dydx-v4:mainnet in force at .*, found none/],
    ['no market', without('market'), /a market of dydx-v4:mainnet, found none/],
    ['no account', without('account'), /the account margin at dydx-v4:mainnet, found none/],
    ['somebody else’s account', { ...DYDX, tenant: 'desk-b' }, /the account margin at dydx-v4:mainnet, found none/],
    ['an unknown ruleset', { ...DYDX, ruleset: 'dydx-v9' }, /a ruleset of .*, was "dydx-v9"/],
    ['parameters not in force yet', { ...DYDX, effectiveAtUs: T0_US + 1n }, /in force at/],
    ['parameters that are no JSON', { ...DYDX, parameters: '{' }, /Parameters: Expected JSON/],
    [
      'parameters that contradict themselves',
      { ...DYDX, parameters: { ...(DYDX.parameters as object), bankruptcyAdjustment: 0.1 } },
      /Parameters: Expected bankruptcyAdjustment .* to be 1 or more, was 0\.1/,
    ],
    ['a market of another venue', { ...DYDX, market: { marksUsd: {} } }, /Market: .*marksUsd/],
    ['an account of another venue', { ...DYDX, account: { crossRawUsd: 0, positions: [] } }, /Account: .*crossRawUsd/],
    ['no price', { ...DYDX, market: { markets: {} } }, /a price above 0 for BTC-USD, was missing/],
    [
      'an unknown market',
      { ...DYDX, account: { quoteUsd: 0, positions: [{ market: 'X-USD', size: 1 }] } },
      /parameters for X-USD, found none/,
    ],
  ] as const)('%s', (_, facts, reason) => {
    const { exposure, standing } = exposedAt(facts as VenueFacts);
    expect(standing.unavailableReason).toMatch(reason);
    expect(standing).toMatchObject({ equityUsd: 0, legs: [], accountId: 'margin' });
    expect(exposure.unvalued.map(({ code }) => code)).toContain('margin_unavailable');
    expect(exposure.health).toEqual([]);
  });
});

describe('parameters', () => {
  const half = { ...(DYDX.parameters as { markets: readonly object[] }) };
  const stricter = { ...half, markets: half.markets.map((market) => ({ ...market, initialMarginFraction: 0.04 })) };

  it('come into force at their time, whenever they were learnt, and replace the set before whole', () => {
    const desk = deskAt(DYDX);
    foldVenue(desk, DYDX);
    const later = { ...DYDX, parameters: stricter, market: undefined, account: undefined };
    foldVenue(desk, { ...later, effectiveAtUs: T0_US + 2n * MINUTE_US });
    expect(exposed(desk).standing.initialMarginUsd).toBe(1_000);
    expect(exposed(desk).standing.initialMarginUsd).toBe(1_000);
    const third = exposed(desk);
    expect(third.standing.initialMarginUsd).toBe(2_000);
    expect(third.standing.parameters?.offset).toBe(2n);
    // A set that is learnt late and was in force earlier changes nothing now.
    foldVenue(desk, { ...DYDX, market: undefined, account: undefined, effectiveAtUs: T0_US + MINUTE_US });
    expect(exposed(desk).standing.initialMarginUsd).toBe(2_000);
  });
});

describe('a venue’s view beside the book', () => {
  it('differs where the book has another quantity, and nothing is corrected', () => {
    const { exposure } = exposedAt(DYDX);
    expect(exposure.unvalued).toEqual([
      {
        accountId: 'margin',
        instrumentId: 'perp:dydx:BTC-USD',
        code: 'account_differs_from_book',
        reason: 'Expected 1 of perp:dydx:BTC-USD as the venue shows it, the book has 0.',
        valueKept: true,
      },
    ]);
  });

  it('is silent where both agree, and names what only the book has', () => {
    const desk = deskAt(DYDX);
    desk.list('BTC', 'perp:dydx:BTC-USD', 'perp:dydx:ETH-USD');
    desk.list('USD', USDC);
    const booked = (venueTradeId: string, instrumentId: string): void =>
      desk.accept(
        bookTrade(
          desk.state,
          desk.step(),
          alice,
          trading({ accountId: 'margin', venueTradeId, instrumentId, quantity: '1', price: '0', fee: '0' }),
        ),
      );
    booked('1', 'perp:dydx:BTC-USD');
    foldVenue(desk, DYDX);
    const codes = (): readonly string[] =>
      exposuresIn(desk.decide())[0]!
        .unvalued.filter(({ code }) => code === 'account_differs_from_book')
        .map((one) => one.reason);
    expect(codes()).toEqual([]);
    booked('2', 'perp:dydx:ETH-USD');
    expect(codes()).toEqual(['Expected 0 of perp:dydx:ETH-USD as the venue shows it, the book has 1.']);
  });
});

describe('whatever a venue sends', () => {
  it('the fold is total, and an exposure is written and read back to the bit', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.json(), (parameters, market, account) => {
        const { exposure } = exposedAt({ ...DYDX, parameters, market, account });
        const bytes = ExposureCalculated.encode(exposure).finish();
        expect(ExposureCalculated.decode(bytes)).toEqual(exposure);
        expect(exposure.margin[0]!.unavailableReason).not.toBe('');
      }),
      { numRuns: 50 },
    );
  });
});
