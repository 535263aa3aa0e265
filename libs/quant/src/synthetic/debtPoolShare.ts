import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';

/**
 * A share of a pool's debt, as who mints a pooled synthetic (Synthetix) owes it: −share·debt, whatever he minted. The
 * debt moves with what all minters together have issued, so delta is −share·`poolReferenceUnits`, the units of this
 * reference that the pool is short; the rest of the debt stands in other references, or in dollars.
 */
export const debtPoolShare = rowKernel(
  'debtshare',
  {
    poolShare: { rule: 'share' },
    poolDebtUsd: { rule: 'notNegative' },
    poolReferenceUnits: { rule: 'finite', unless: 0 },
  },
  (input, out, at) => {
    const poolShare = input[at.poolShare]!;
    const delta = -poolShare * input[at.poolReferenceUnits]! + 0;
    out[AT.priceUsd] = -poolShare * input[at.poolDebtUsd]! + 0;
    out[AT.delta] = delta;
    out[AT.netDelta] = delta;
    return 0;
  },
);
