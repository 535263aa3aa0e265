import { describe, expect, it } from 'vitest';
import { maintenanceMargin, maintenanceTiers } from './maintenanceMargin.js';
import { HYPERLIQUID_TIERS_2025 } from './publishedTiers.js';

const tiersOf = (asset: string) =>
  maintenanceTiers(
    HYPERLIQUID_TIERS_2025.find((one) => one.asset === asset)!,
    0.5,
  );

describe('maintenance tiers', () => {
  it.each([
    // 150M · (1/40 − 1/80), 100M · (1/30 − 1/50), 70M · (1/20 − 1/40), 3M · (1/10 − 1/20).
    ['BTC', 1_875_000],
    ['ETH', 4_000_000 / 3],
    ['SOL', 1_750_000],
    ['DOT', 150_000],
  ])('%s: the second one deducts %d', (asset, deductionUsd) => {
    expect(tiersOf(asset)[1]!.deductionUsd).toBeCloseTo(deductionUsd, 6);
  });

  it('charge the higher rate on what lies above the bound alone', () => {
    // 150M at 1.25 % and 10M at 2.5 %.
    expect(maintenanceMargin(160_000_000, tiersOf('BTC'))).toBeCloseTo(1_875_000 + 250_000, 6);
    expect(maintenanceMargin(150_000_000, tiersOf('BTC'))).toBeCloseTo(1_875_000, 6);
    expect(maintenanceMargin(100_000, tiersOf('BTC'))).toBe(1_250);
  });

  it('of three steps add up their deductions', () => {
    const tiers = maintenanceTiers(
      {
        asset: 'THREE',
        tiers: [
          { lowerBoundUsd: 0, maxLeverage: 10 },
          { lowerBoundUsd: 20_000, maxLeverage: 5 },
          { lowerBoundUsd: 100_000, maxLeverage: 2 },
        ],
      },
      0.5,
    );
    // 20,000 at 5 %, 80,000 at 10 %, 50,000 at 25 %.
    expect(maintenanceMargin(150_000, tiers)).toBeCloseTo(1_000 + 8_000 + 12_500, 8);
  });
});
