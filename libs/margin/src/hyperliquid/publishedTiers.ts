import type { HyperliquidAsset, HyperliquidTier } from './parameters.js';

const twoTiers = (maxLeverage: number, upToUsd: number, thenLeverage: number): readonly HyperliquidTier[] => [
  { lowerBoundUsd: 0, maxLeverage },
  { lowerBoundUsd: upToUsd, maxLeverage: thenLeverage },
];

/** Before there were tiers: the `meta` response recorded on 17 July 2023 has this for each of its 28 assets. */
export const HYPERLIQUID_MAX_LEVERAGE_2023 = 50;

const OF_20M =
  'DOGE kPEPE SUI WLD TRUMP LTC ENA POPCAT WIF AAVE kBONK LINK CRV AVAX ADA UNI NEAR TIA APT BCH HYPE FARTCOIN';
const OF_3M = 'OP ARB LDO TON MKR ONDO JUP INJ kSHIB SEI TRX BNB DOT';

/**
 * The mainnet's tables as its documentation listed them in 2025 (page "Margin tiers"); every other asset had one tier.
 * They change, and `meta` responses carry those of the day, so these are data for want of better.
 */
export const HYPERLIQUID_TIERS_2025: readonly HyperliquidAsset[] = [
  { asset: 'BTC', tiers: twoTiers(40, 150_000_000, 20) },
  { asset: 'ETH', tiers: twoTiers(25, 100_000_000, 15) },
  { asset: 'SOL', tiers: twoTiers(20, 70_000_000, 10) },
  { asset: 'XRP', tiers: twoTiers(20, 40_000_000, 10) },
  ...OF_20M.split(' ').map((asset) => ({ asset, tiers: twoTiers(10, 20_000_000, 5) })),
  ...OF_3M.split(' ').map((asset) => ({ asset, tiers: twoTiers(10, 3_000_000, 5) })),
];
