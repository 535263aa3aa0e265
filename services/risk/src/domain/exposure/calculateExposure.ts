import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { ExposureCalculated, LendingHealth, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { exposureLines } from '../revaluation/exposureLines.js';
import { exposureVectorOf, isUsdPegged, newVectorSums } from './exposureVector.js';
import { lendingHealth } from './lendingHealth.js';
import type { PortfolioBasis } from './portfolioBasis.js';

/** One calculation's sums, read before the next begins: there are thousands of them a step. */
const total = newVectorSums();

/**
 * One exposure vector for a portfolio at a cut. A line is the sum of its legs in the order of `valueLegs`, the total the
 * sum of the lines from the first to the last, so that what a tick doesn't move needn't be added up again.
 */
export function calculateExposure(basis: PortfolioBasis, sequence: bigint, cut: Cut): ExposureCalculated {
  total.fill(0);
  const unvalued: Unvalued[] = basis.unreadable.map((fact) => ({ ...fact, code: 'unreadable_fact', valueKept: false }));
  const lines = exposureLines(basis, total, ({ accountId }, instrumentId, issue) =>
    unvalued.push({ accountId, instrumentId, ...issue }),
  );
  const health = healthOf(basis);
  return {
    portfolioId: basis.portfolio.portfolioId,
    sequence,
    cut,
    official: isOfficial(basis),
    total: exposureVectorOf(total),
    lines,
    health,
    unvalued: [...unvalued, ...health.filter(({ unavailableReason }) => unavailableReason !== '').map(unvaluedHealth)],
    referencePriceUsd: referencePriceUsd(basis),
    vegaByTenor: [],
    crossGamma: [],
    basis: [],
    lookThrough: [],
    liquidity: [],
    margin: [],
  };
}

function healthOf(basis: PortfolioBasis): LendingHealth[] {
  return basis.accounts.flatMap(({ account, lending }) =>
    lending === undefined ? [] : [lendingHealth(account, lending)],
  );
}

function unvaluedHealth({ accountId, deployment, unavailableReason }: LendingHealth): Unvalued {
  return {
    accountId,
    instrumentId: deployment,
    code: 'health_unavailable',
    reason: unavailableReason,
    valueKept: false,
  };
}

/** Rests on kept marks of this very step alone. A book without a mark in sight rests on nothing that could be less. */
function isOfficial(basis: PortfolioBasis): boolean {
  for (const frame of basis.frames.values()) if (!frame.kept || frame.step !== basis.step.number) return false;
  return true;
}

/** Spot of the first underlying, by name, that isn't the dollar; zero when the book holds none. */
function referencePriceUsd(basis: PortfolioBasis): number {
  const [first] = [...basis.frames.keys()].filter((underlying) => !isUsdPegged(underlying)).sort();
  return first === undefined ? 0 : basis.frames.get(first)!.spotUsd;
}
