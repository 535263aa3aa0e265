import type { DeriveOption } from '../derive/deriveMarket.js';
import type { ImAndMm } from './expiryMargin.js';
import type { SrmOptionParameters } from './parameters.js';

/**
 * The least that the options of an expiry pay at settlement, at most 0. A payoff bends at strikes only, so they and 0
 * are all the prices to look at; beyond the last strike net short calls lose without bound, for which a share of the
 * forward is added.
 */
export function maxLoss(terms: SrmOptionParameters, forwardUsd: number, options: readonly DeriveOption[]): ImAndMm {
  const prices = [0, ...options.map(({ strikeUsd }) => strikeUsd)];
  const worstUsd = Math.min(0, ...prices.map((priceUsd) => payoffUsd(options, priceUsd)));
  const netCalls = sum(options.filter(({ right }) => right === 'call').map(({ amount }) => amount));
  const uncappedUsd = Math.min(0, netCalls) * forwardUsd;
  return {
    imUsd: worstUsd + terms.unpairedIm * uncappedUsd,
    mmUsd: worstUsd + terms.unpairedMm * uncappedUsd,
  };
}

function payoffUsd(options: readonly DeriveOption[], priceUsd: number): number {
  return sum(
    options.map(({ right, strikeUsd, amount }) => {
      return amount * Math.max(0, right === 'call' ? priceUsd - strikeUsd : strikeUsd - priceUsd);
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
