import type { BasisExposure } from '@gimbal/contracts/risk/v1/exposure_events';
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

/** What the book holds of assets that follow another at a price of their own, by asset. */
export function createBasisExposures() {
  const byAsset = new Map<string, BasisSum>();
  return {
    /** Says what is missing when nobody knows what the asset should be worth. */
    add({ traits: { follower, tracks }, quantity, frame, markIndex }: ValuedLeg): LegIssue | undefined {
      if (follower === '') return undefined;
      const trackedUsd = tracks === 'USD' ? 1 : frame.columns.trackedUsd[markIndex]!;
      if (!(trackedUsd > 0)) return noTrackedPrice(follower, tracks);
      const priceUsd = frame.columns.priceUsd[markIndex]!;
      let sum = byAsset.get(follower);
      if (sum === undefined) {
        sum = { tracks, basis: priceUsd / trackedUsd - 1, units: 0, valueUsd: 0, usdPerBasisPoint: 0 };
        byAsset.set(follower, sum);
      }
      sum.units += quantity;
      sum.valueUsd += quantity * priceUsd;
      sum.usdPerBasisPoint += quantity * trackedUsd * PER_BASIS_POINT;
      return undefined;
    },
    /** In the order of the assets' first legs. */
    end(): BasisExposure[] {
      return [...byAsset].map(([asset, sum]) => ({ asset, ...sum }));
    },
  };
}

function noTrackedPrice(follower: string, tracks: string): LegIssue {
  const reason = `Expected a price of the ${tracks} that ${follower} follows, found none: its basis is left out.`;
  return { code: 'missing_basis', reason, valueKept: true };
}
