import { liquidationLoss } from '../derive-auction/liquidationLoss.js';
import { pmrm2LiquidationPrice } from './pmrm2LiquidationPrice.js';
import { pmrm2Margin } from './pmrm2Margin.js';

/** Derive's portfolio manager PMRM_2, held to its published cases: see test/parity. */
export const derivePmrm2 = {
  id: 'derive-pmrm2',
  margin: pmrm2Margin,
  liquidationPrice: pmrm2LiquidationPrice,
  liquidationLoss,
} as const;
