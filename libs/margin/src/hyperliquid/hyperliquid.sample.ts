import type { HyperliquidAccount } from './account.js';
import { HYPERLIQUID_RULES, type HyperliquidParameters } from './parameters.js';
import { HYPERLIQUID_TIERS_2025 } from './publishedTiers.js';

export const parameters: HyperliquidParameters = {
  ...HYPERLIQUID_RULES,
  assets: [...HYPERLIQUID_TIERS_2025, { asset: 'SMALL', tiers: [{ lowerBoundUsd: 0, maxLeverage: 10 }] }],
};

/** 10 ETH long for 20,000 USD, of which 2,000 are the account's: 5x more than its maintenance margin of 2 %. */
export const ethLong: HyperliquidAccount = {
  crossRawUsd: -18_000,
  positions: [{ asset: 'ETH', size: 10, mode: { kind: 'cross', leverage: 10 } }],
};

export const ethShort: HyperliquidAccount = {
  crossRawUsd: 22_000,
  positions: [{ asset: 'ETH', size: -10, mode: { kind: 'cross', leverage: 10 } }],
};
