import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';

/** One coin held outright. */
export const spot = rowKernel('spot', { priceUsd: { rule: 'positive' } }, (input, out) => {
  out[AT.priceUsd] = input[0]!;
  out[AT.delta] = 1;
  out[AT.netDelta] = 1;
  return 0;
});
