import { isEvent } from '@gimbal/contracts';
import { MarginCallRaised, type MarginCure } from '@gimbal/contracts/risk/v1/exposure_events';
import { AssessMarginRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { HYPERLIQUID_RULES, HYPERLIQUID_TIERS_2025 } from '@gimbal/margin';
import { describe, expect, it } from 'vitest';
import type { Desk } from '../desk.sample.js';
import { assessMargin } from '../margin/assessMargin.js';
import { deskAt, foldVenue, type VenueFacts } from '../margin/venue.sample.js';

const HYPERLIQUID: VenueFacts = {
  venue: 'hyperliquid',
  deployment: 'hyperliquid:mainnet',
  ruleset: 'hyperliquid',
  parameters: { ...HYPERLIQUID_RULES, assets: HYPERLIQUID_TIERS_2025 },
  market: { marksUsd: { ETH: 1_650, BTC: 29_000 } },
};

const COMET: VenueFacts = {
  venue: 'compound-v3',
  deployment: 'compound-v3:ethereum:WETH',
  ruleset: 'compound-v3',
  parameters: {
    baseAsset: 'WETH',
    baseDecimals: 18,
    storeFrontPriceFactorE18: '500000000000000000',
    assets: [
      {
        asset: 'wstETH',
        decimals: 18,
        borrowCollateralFactorE18: '880000000000000000',
        liquidateCollateralFactorE18: '910000000000000000',
        liquidationFactorE18: '970000000000000000',
      },
    ],
  },
  market: {
    basePriceE8: '200000000000',
    baseSupplyIndexE15: '1000000000000000',
    baseBorrowIndexE15: '1000000000000000',
    prices: [{ asset: 'wstETH', priceE8: '230000000000' }],
  },
};

/** Cross ETH and isolated BTC, ten of each, at the usages given. */
function accountAt(crossUsage: number, isolatedUsage: number): unknown {
  const [eth, btc] = [10 * 1_650, 10 * 29_000];
  // Half the initial margin at the most leverage: 1 in 50 for both, in the lowest tier.
  const rawUsd = (notionalUsd: number, leverage: number, usage: number): number =>
    notionalUsd / (2 * leverage) / usage - notionalUsd;
  const [ethMax, btcMax] = ['ETH', 'BTC'].map(
    (name) => HYPERLIQUID_TIERS_2025.find(({ asset }) => asset === name)!.tiers[0]!.maxLeverage,
  );
  return {
    crossRawUsd: rawUsd(eth, ethMax!, crossUsage),
    positions: [
      { asset: 'ETH', size: 10, mode: { kind: 'cross', leverage: 10 } },
      { asset: 'BTC', size: 10, mode: { kind: 'isolated', leverage: 10, rawUsd: rawUsd(btc, btcMax!, isolatedUsage) } },
    ],
  };
}

function calledAt(facts: VenueFacts): { readonly desk: Desk; readonly call: MarginCallRaised } {
  const desk = deskAt(facts);
  foldVenue(desk, facts);
  const [call] = desk.decide().flatMap(({ event }) => (isEvent(event, MarginCallRaised) ? [event.value] : []));
  if (call === undefined) throw new Error('Expected a margin call.');
  return { desk, call };
}

/** The usage that the venue's rules give once the cure is done, of a long position. */
function usageAfter(desk: Desk, { action, asset, amount }: MarginCure, cashLeg: string): number {
  const trade = action === 'add_cash' ? { legId: cashLeg, quantity: amount } : { legId: asset, quantity: `-${amount}` };
  const request = AssessMarginRequest.fromPartial({ portfolioId: 'main', accountId: 'margin', trades: [trade] });
  const assessed = assessMargin(desk.state, 'desk-a/main', desk.step(), request);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.refusal));
  return assessed.value.after!.usage;
}

const shown = ({ action, asset }: MarginCure): string => `${action} ${asset}`;

describe('venueCures, done by the venue’s rules', () => {
  it('of an isolated position close that position, since no cash of the account reaches it', () => {
    const { desk, call } = calledAt({ ...HYPERLIQUID, account: accountAt(0.2, 0.85) });
    expect(call.value).toBeCloseTo(0.85, 9);
    expect(call.cures.map(shown)).toEqual(['reduce_position BTC']);
    const [reduce] = call.cures;
    // 1 − 0.75 / 0.85 of ten.
    expect(Number(reduce!.amount)).toBeCloseTo(10 * (1 - 0.75 / 0.85), 6);
    expect(usageAfter(desk, reduce!, 'cash')).toBeCloseTo(0.75, 6);
    expect(reduce!.target).toBe(0.75);
  });

  it('of the cross positions leave the isolated one as it is', () => {
    const { desk, call } = calledAt({ ...HYPERLIQUID, account: accountAt(0.95, 0.2) });
    expect(call.cures.map(shown)).toEqual(['add_cash USDC', 'reduce_position ETH']);
    for (const cure of call.cures) expect(usageAfter(desk, cure, 'cash')).toBeCloseTo(0.75, 6);
  });

  it('say where they lead when another part is beyond the target as well', () => {
    const { desk, call } = calledAt({ ...HYPERLIQUID, account: accountAt(0.95, 0.85) });
    expect(call.cures.map(shown)).toEqual(['add_cash USDC', 'reduce_position ETH']);
    for (const cure of call.cures) {
      expect(cure.target).toBeCloseTo(0.85, 9);
      expect(usageAfter(desk, cure, 'cash')).toBeCloseTo(0.85, 6);
    }
  });

  it('stand beside the price of every leg, whether it could liquidate the account alone or not', () => {
    // 300 ETH need 9,900 of 12,000, which 0.02 BTC can't bring down by what they are worth, 580.
    const cross = { kind: 'cross', leverage: 10 };
    const positions = [
      { asset: 'ETH', size: 300, mode: cross },
      { asset: 'BTC', size: 0.02, mode: cross },
    ];
    const account = { crossRawUsd: 12_000 - 300 * 1_650 - 0.02 * 29_000, positions };
    const { call } = calledAt({ ...HYPERLIQUID, account });
    expect(call.marks.map(({ priceUsd }) => priceUsd)).toEqual([1_650, 29_000]);
  });

  it('of a Comet are in the base that it lends', () => {
    // 10 at 2,300 against 10.3 at 2,000: 2,400 of equity, of which 9 % of 23,000 are needed.
    const account = {
      principal: '-10300000000000000000',
      collateral: [{ asset: 'wstETH', amount: '10000000000000000000' }],
    };
    const { desk, call } = calledAt({ ...COMET, account });
    expect(call.value).toBeCloseTo(2_070 / 2_400, 9);
    expect(call.cures.map(shown)).toEqual(['add_cash WETH']);
    const [cash] = call.cures;
    // 2,070 / 0.75 − 2,400 = 360 dollars.
    expect(Number(cash!.amount)).toBeCloseTo(0.18, 6);
    expect(cash!.amountUsd).toBeCloseTo(360, 2);
    expect(usageAfter(desk, cash!, 'WETH')).toBeCloseTo(0.75, 6);
  });
});
