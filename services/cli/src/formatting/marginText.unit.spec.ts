import type { LendingHealth, MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  LendingHealth as LendingHealthCodec,
  MarginStanding as MarginStandingCodec,
} from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { marginText } from './marginText.js';

const standing: MarginStanding = {
  ...MarginStandingCodec.fromJSON({}),
  accountId: 'dydx:main',
  deployment: 'dydx-v4:mainnet',
  ruleset: 'dydx-v4',
  equityUsd: 2_000,
  initialMarginUsd: 1_000,
  maintenanceMarginUsd: 600,
  excessUsd: 1_400,
  usage: 0.3,
  liquidationLossUsd: 583,
  legs: [
    {
      legId: 'BTC-USD',
      instrumentId: '',
      quantity: 1,
      priceUsd: 50_000,
      maintenanceMarginUsd: 600,
      liquidationPriceUsd: 48_582.995951,
      noPriceReason: '',
    },
  ],
};
const nothing = {
  cut: undefined,
  before: undefined,
  after: undefined,
  healthBefore: undefined,
  healthAfter: undefined,
};
const loan = (healthFactor: number): LendingHealth => ({
  ...LendingHealthCodec.fromJSON({}),
  accountId: 'aave:main',
  deployment: 'aave-v3:polygon',
  ruleset: 'aave-v3.0',
  healthFactor,
});

describe('marginText', () => {
  it('shows a standing once when nothing was tried, and both when something was', () => {
    expect(marginText({ ...nothing, before: standing, after: standing })).toBe(
      [
        'dydx:main at dydx-v4:mainnet (dydx-v4): $1,400 above its maintenance margin, 30.0 % used',
        'equity $2,000, initial $1,000, maintenance $600, a liquidation would take $583',
        'leg      quantity       price  maintenance  liquidated at',
        'BTC-USD    1.0000  $50,000.00         $600     $48,583.00',
      ].join('\n'),
    );
    const after = { ...standing, liquidatable: true };
    expect(marginText({ ...nothing, before: standing, after })).toMatch(
      /^now: dydx:main[^]*after: .*can be liquidated/,
    );
  });

  it('says why there is none', () => {
    const before = { ...standing, unavailableReason: 'Expected a market, found none.' };
    expect(marginText({ ...nothing, before, after: before })).toBe(
      'dydx:main at dydx-v4:mainnet (dydx-v4): margin is not known. Expected a market, found none.',
    );
  });

  it('shows a loan before and after', () => {
    const text = marginText({ ...nothing, healthBefore: loan(1.05), healthAfter: loan(1.1) });
    expect(text).toMatch(/^now: {3}loan aave:main .* health 1\.0500, .*\nafter: loan .* health 1\.1000/);
  });
});
