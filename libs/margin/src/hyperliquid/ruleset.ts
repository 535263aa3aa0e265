import { accountMargin } from './accountMargin.js';
import { afterTrades } from './afterTrades.js';
import { liquidate } from './liquidate.js';
import { liquidationLoss } from './liquidationLoss.js';
import { liquidationPrice } from './liquidationPrice.js';

/** Hyperliquid's perpetuals: verified on recorded `clearinghouseState` responses, `npm run parity -- hyperliquid-margin`. */
export const hyperliquid = {
  id: 'hyperliquid',
  accountMargin,
  afterTrades,
  liquidationPrice,
  liquidate,
  liquidationLoss,
} as const;
