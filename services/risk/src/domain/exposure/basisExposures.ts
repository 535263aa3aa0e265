import type { BasisExposure } from '@gimbal/contracts/risk/v1/exposure_events';
import { VALUE_USD } from './exposureVector.js';
import type { LegIssue } from './legIssues.js';
import type { ValuedLeg } from './valueLegs.js';

const PER_BASIS_POINT = 1e-4;

interface BasisSum {
  readonly tracks: string;
  readonly basis: number;
  units: number;
  valueUsd: number;
  usdPerBasisPoint: number;
}

/**
 * What the book holds of assets that follow another at a price of their own, by asset; a debt is short.
 *
 * A contract stands at its full mark against the cash of its trade, so the account's claim on a dollar coin is its equity
 * in it, not its cash. The mark is a number of those coins, which pricing counts as dollars: as many are netted.
 */
export function createBasisExposures() {
  const byAsset = new Map<string, BasisSum>();
  const settled = new Map<string, number>();
  return {
    /** Says what is missing when nobody knows what the asset should be worth. */
    add({ traits, quantity, frame, markIndex, vector }: ValuedLeg): LegIssue | undefined {
      const { follower, tracks, settledIn } = traits;
      if (settledIn !== '') settled.set(settledIn, (settled.get(settledIn) ?? 0) + vector[VALUE_USD]!);
      if (follower === '') return undefined;
      const trackedUsd = tracks === 'USD' ? 1 : frame.columns.trackedUsd[markIndex]!;
      if (!(trackedUsd > 0)) return noTrackedPrice(follower, tracks);
      const priceUsd = frame.columns.priceUsd[markIndex]!;
      let sum = byAsset.get(follower);
      if (sum === undefined) {
        sum = { tracks, basis: priceUsd / trackedUsd - 1, units: 0, valueUsd: 0, usdPerBasisPoint: 0 };
        byAsset.set(follower, sum);
      }
      addUnits(sum, quantity, priceUsd, trackedUsd);
      return undefined;
    },
    /** In the order of the assets' first legs. A coin without a mark has no basis, whatever is settled in it. */
    end(): BasisExposure[] {
      for (const [coin, units] of settled) {
        const sum = byAsset.get(coin);
        if (sum !== undefined) addUnits(sum, units, 1 + sum.basis, 1);
      }
      return [...byAsset].map(([asset, sum]) => ({ asset, ...sum }));
    },
  };
}

function addUnits(sum: BasisSum, units: number, priceUsd: number, trackedUsd: number): void {
  sum.units += units;
  sum.valueUsd += units * priceUsd;
  sum.usdPerBasisPoint += units * trackedUsd * PER_BASIS_POINT;
}

function noTrackedPrice(follower: string, tracks: string): LegIssue {
  const reason = `Expected a price of the ${tracks} that ${follower} follows, found none: its basis is left out.`;
  return { code: 'missing_basis', reason, valueKept: true };
}
