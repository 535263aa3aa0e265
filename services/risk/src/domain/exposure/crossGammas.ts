import type { CrossGamma } from '@gimbal/contracts/risk/v1/exposure_events';
import { GAMMA_USD_PER_1PCT, VALUE_USD } from './exposureVector.js';
import type { ValuedLeg } from './valueLegs.js';

const PERCENT = 100;

/**
 * Change of one asset's delta in USD for a 1 % rise of the other, by pair.
 *
 * A price of f(X/Q) coins worth Q each is V = Q·f(X/Q): doubling X and Q doubles V, so X·V_XX + Q·V_XQ = 0 (Euler), and the
 * cross-gamma X·Q·V_XQ/100 is what the gamma X²·V_XX/100 is, with the other sign. That holds for liquidity of two coins and
 * for whatever is settled in a quote that has a price of its own; in plain dollars Q is one and doesn't move. An inverse
 * contract settles in the very coin that it is on: one asset, whose gamma has it all.
 *
 * An asset B that follows X at a ratio of its own is worth n·X·B, so the delta on X grows by its hundredth for a 1 % rise
 * of the ratio.
 */
export function createCrossGammas() {
  const pairs = new Map<string, { readonly asset: string; readonly otherAsset: string; sum: number }>();
  const addPair = (asset: string, otherAsset: string, gammaUsdPer1pct: number): void => {
    if (gammaUsdPer1pct === 0 || asset === otherAsset) return;
    const key = `${asset}|${otherAsset}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { asset, otherAsset, sum: gammaUsdPer1pct });
    else pair.sum += gammaUsdPer1pct;
  };
  return {
    add({ asset, vector, traits }: ValuedLeg): void {
      if (traits.quoteAsset !== '') addPair(asset, traits.quoteAsset, -vector[GAMMA_USD_PER_1PCT]!);
      if (traits.follower !== '' && traits.tracks !== 'USD')
        addPair(asset, traits.follower, vector[VALUE_USD]! / PERCENT);
    },
    /** In the order of the pairs' first legs; pairs that cancel are left out. */
    end(): CrossGamma[] {
      return [...pairs.values()].flatMap(({ asset, otherAsset, sum }) =>
        sum === 0 ? [] : [{ asset, otherAsset, gammaUsdPer1pct: sum }],
      );
    },
  };
}
