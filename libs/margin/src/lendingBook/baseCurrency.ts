import { ETH_BASE_CURRENCY_DECIMALS } from '../aave-v2/limits.js';
import { BASE_CURRENCY_DECIMALS } from '../aave/limits.js';
import { aaveV2 } from '../aave-v2/ruleset.js';

/** What a market's oracle answers in, and what its account totals are in. */
export interface BaseCurrency {
  readonly symbol: 'USD' | 'ETH';
  readonly decimals: number;
}

const USD: BaseCurrency = { symbol: 'USD', decimals: BASE_CURRENCY_DECIMALS };
const ETH: BaseCurrency = { symbol: 'ETH', decimals: ETH_BASE_CURRENCY_DECIMALS };

/** The base currency under a ruleset: ETH for Aave v2, USD for every later one. */
export function baseCurrencyOf(ruleset: string): BaseCurrency {
  return ruleset === aaveV2.id ? ETH : USD;
}
