import { absorb } from './absorb.js';
import { accountStanding } from './accountStanding.js';
import { afterMoves } from './afterMoves.js';
import { liquidationLoss } from './liquidationLoss.js';
import { liquidationPrice } from './liquidationPrice.js';
import { quoteCollateral } from './quoteCollateral.js';

/** Compound v3 (Comet): its formulas in its integers, not yet held to its contract on a chain. */
export const compoundV3 = {
  id: 'compound-v3',
  accountStanding,
  afterMoves,
  liquidationPrice,
  absorb,
  quoteCollateral,
  liquidationLoss,
} as const;
