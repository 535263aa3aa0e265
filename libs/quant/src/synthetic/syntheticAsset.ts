import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';

/**
 * One synthetic that is meant to be worth its reference, and trades at `pegRatio` of it. Delta moves with the reference
 * at the peg as it stands; the peg is a risk of its own: `basisUsd`, and `basisDeltaUsd` for 1.00 of the ratio.
 */
export const syntheticAsset = rowKernel(
  'synth',
  { referenceUsd: { rule: 'positive' }, pegRatio: { rule: 'positive', unless: 1 } },
  (input, out, at) => {
    const referenceUsd = input[at.referenceUsd]!;
    const pegRatio = input[at.pegRatio]!;
    out[AT.priceUsd] = referenceUsd * pegRatio;
    out[AT.delta] = pegRatio;
    out[AT.netDelta] = pegRatio;
    out[AT.basisUsd] = referenceUsd * (pegRatio - 1);
    out[AT.basisDeltaUsd] = referenceUsd;
    return 0;
  },
);
