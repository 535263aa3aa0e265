import { afterTrades } from './afterTrades.js';
import { liquidate } from './liquidate.js';
import { liquidationLoss } from './liquidationLoss.js';
import { liquidationPrices } from './liquidationPrices.js';
import { portfolioMargin } from './portfolioMargin.js';

/** Scenario margin like Paradex's and Deribit's, on whatever table of scenarios is given. */
export const scenarioMargin = {
  id: 'scenario-margin',
  portfolioMargin,
  afterTrades,
  liquidationPrices,
  liquidate,
  liquidationLoss,
} as const;
