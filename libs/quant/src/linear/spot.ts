import { rowKernel } from '../instrument/rowKernel.js';

/** One coin held outright. */
export const spot = rowKernel('spot', { priceUsd: { rule: 'positive' } }, (input, out, row) => {
  out.priceUsd[row] = input[0]!;
  out.delta[row] = 1;
  out.netDelta[row] = 1;
  return 0;
});
