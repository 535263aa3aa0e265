import type { Cut } from '@gimbal/contracts/log/v1/log';
import type {
  ExposureCalculated,
  ExposureLine,
  LendingHealth,
  Unvalued,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { AccountRow } from '../riskState.js';
import {
  addAcrossAssets,
  addVector,
  DELTA_USD,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  type VectorSums,
  VEGA_USD_PER_VOL_POINT,
} from './exposureVector.js';
import { type AssetDelta, flattenCosts } from '../liquidity/flattenCosts.js';
import { createLookThrough, unknownPools } from '../lookThrough/lookThrough.js';
import { createBasisExposures } from './basisExposures.js';
import { createCrossGammas } from './crossGammas.js';
import { lendingHealth } from './lendingHealth.js';
import type { PortfolioBasis } from './portfolioBasis.js';
import { createTenorVegas } from './tenorVega.js';
import { valueLegs } from './valueLegs.js';

interface LineSums {
  readonly account: AccountRow;
  readonly asset: string;
  readonly isDollar: boolean;
  deltaUnits: number;
  readonly sums: VectorSums;
  readonly instrumentIds: string[];
}

/**
 * One exposure vector for a portfolio at a cut. Total and lines are sums over the same legs in the order of `valueLegs`,
 * each taken leg by leg; the total is therefore not the sum of the lines to the last bit.
 */
export function calculateExposure(basis: PortfolioBasis, sequence: bigint, cut: Cut): ExposureCalculated {
  const total = newVectorSums();
  const lines: LineSums[] = [];
  const unvalued: Unvalued[] = basis.unreadable.map((fact) => ({ ...fact, code: 'unreadable_fact', valueKept: false }));
  const vegas = createTenorVegas(basis.step.timeUs);
  const crossGammas = createCrossGammas();
  const bases = createBasisExposures();
  const lookThrough = createLookThrough(basis);
  valueLegs(basis, {
    onLeg: (leg) => {
      const { account, asset, legId, deltaUnits, vector } = leg;
      const line = lineOf(lines, account, asset);
      addVector(line.sums, vector);
      addAcrossAssets(total, vector, line.isDollar);
      line.deltaUnits += deltaUnits;
      line.instrumentIds.push(legId);
      vegas.add(asset, leg.traits, vector[VEGA_USD_PER_VOL_POINT]!);
      if (leg.traits.hasSecondPrice) {
        crossGammas.add(leg);
        const issue = bases.add(leg);
        if (issue !== undefined) unvalued.push({ accountId: account.accountId, instrumentId: legId, ...issue });
      }
      lookThrough.add(leg);
    },
    onIssue: ({ accountId }, instrumentId, issue) => unvalued.push({ accountId, instrumentId, ...issue }),
  });
  const health = healthOf(basis);
  return {
    portfolioId: basis.portfolio.portfolioId,
    sequence,
    cut,
    official: isOfficial(basis),
    total: exposureVectorOf(total),
    lines: lines.map(exposureLineOf),
    health,
    unvalued: [
      ...unvalued,
      ...unknownPools(basis),
      ...health.filter(({ unavailableReason }) => unavailableReason !== '').map(unvaluedHealth),
    ],
    referencePriceUsd: referencePriceUsd(basis),
    vegaByTenor: vegas.end(),
    crossGamma: crossGammas.end(),
    basis: bases.end(),
    lookThrough: lookThrough.end(),
    liquidity: flattenCosts(basis, assetDeltas(lines)),
    margin: [],
  };
}

/** Lines are few per account and the last one fits most often, so a scan from the end beats a map. */
function lineOf(lines: LineSums[], account: AccountRow, asset: string): LineSums {
  for (let at = lines.length - 1; at >= 0 && lines[at]!.account === account; at--) {
    if (lines[at]!.asset === asset) return lines[at]!;
  }
  const line = {
    account,
    asset,
    isDollar: isUsdPegged(asset),
    deltaUnits: 0,
    sums: newVectorSums(),
    instrumentIds: [],
  };
  lines.push(line);
  return line;
}

/** Deltas by asset over all lines, in the order of the assets' first legs. */
function assetDeltas(lines: readonly LineSums[]): AssetDelta[] {
  const deltas: AssetDelta[] = [];
  for (const { asset, deltaUnits, sums } of lines) {
    let delta = deltas.find((each) => each.asset === asset);
    if (delta === undefined) deltas.push((delta = { asset, deltaUnits: 0, deltaUsd: 0 }));
    delta.deltaUnits += deltaUnits;
    delta.deltaUsd += sums[DELTA_USD]!;
  }
  return deltas;
}

function exposureLineOf({ account, asset, deltaUnits, sums, instrumentIds }: LineSums): ExposureLine {
  const { accountId, venue, chain } = account;
  return { accountId, venue, chain, asset, deltaUnits, exposure: exposureVectorOf(sums), instrumentIds };
}

function healthOf(basis: PortfolioBasis): LendingHealth[] {
  const ethUsd = basis.frames.get('ETH')?.spotUsd ?? 0;
  return basis.accounts.flatMap(({ account, lending }) =>
    lending === undefined ? [] : [lendingHealth(account, lending, ethUsd)],
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
