import { liquidationLoss } from '../derive-auction/liquidationLoss.js';
import { srmLiquidationPrice } from './srmLiquidationPrice.js';
import { srmMargin } from './srmMargin.js';

/** Derive's standard manager, held to its published cases: see test/parity. */
export const deriveSrm = {
  id: 'derive-srm',
  margin: srmMargin,
  liquidationPrice: srmLiquidationPrice,
  liquidationLoss,
} as const;
