import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';

/** One coin held outright. */
export const spot = rowKernel('spot', { priceUsd: { rule: 'positive' } }, (input, out, at) => {
  out[AT.priceUsd] = input[at.priceUsd]!;
  out[AT.delta] = 1;
  out[AT.netDelta] = 1;
  return 0;
});
