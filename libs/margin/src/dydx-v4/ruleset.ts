import { afterTrades } from './afterTrades.js';
import { liquidate } from './liquidate.js';
import { liquidationLoss } from './liquidationLoss.js';
import { liquidationPrice } from './liquidationPrice.js';
import { subaccountMargin } from './subaccountMargin.js';

/** dYdX v4: by its published formulas, in float64 where the chain rounds to quantums of 10^-6 USDC. */
export const dydxV4 = {
  id: 'dydx-v4',
  subaccountMargin,
  afterTrades,
  liquidationPrice,
  liquidate,
  liquidationLoss,
} as const;
