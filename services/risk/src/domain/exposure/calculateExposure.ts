import type { Cut } from '@gimbal/contracts/log/v1/log';
import type {
  ExposureCalculated,
  ExposureLine,
  LendingHealth,
  Unvalued,
} from '@gimbal/contracts/risk/v1/exposure_events';
import { marginOfAccounts } from '../margin/marginOfAccounts.js';
import { exposureVectorOf, isUsdPegged, newVectorSums, VEGA_USD_PER_VOL_POINT } from './exposureVector.js';
import { type AssetDelta, flattenCosts } from '../liquidity/flattenCosts.js';
import { createLookThrough, unknownPools } from '../lookThrough/lookThrough.js';
import { createBasisExposures } from './basisExposures.js';
import { createCrossGammas } from './crossGammas.js';
import { lendingHealth } from './lendingHealth.js';
import type { PortfolioBasis } from './portfolioBasis.js';
import { exposureLines } from './exposureLines.js';
import { createTenorVegas } from './tenorVega.js';
import { type ValuedLeg, valuePositionsAt } from './valueLegs.js';
import { accountShape } from './wholeAccount.js';

/** One memory serves every portfolio: it is read before the next one is added up. */
const totalSums = newVectorSums();

/**
 * One exposure vector for a portfolio at a cut. A line is the sum of its legs in the order of `valueLegs`, the total the
 * sum of the lines from the first to the last, so that what a tick doesn't move needn't be added up again.
 */
export function calculateExposure(basis: PortfolioBasis, sequence: bigint, cut: Cut): ExposureCalculated {
  const total = totalSums.fill(0);
  const unvalued: Unvalued[] = basis.unreadable.map((fact) => ({ ...fact, code: 'unreadable_fact', valueKept: false }));
  const vegas = createTenorVegas(basis.step.timeUs);
  const crossGammas = createCrossGammas();
  const bases = createBasisExposures();
  const lookThrough = createLookThrough(basis);
  const addSecondPrice = (leg: ValuedLeg): void => {
    crossGammas.add(leg);
    const issue = bases.add(leg);
    if (issue !== undefined) unvalued.push({ accountId: leg.account.accountId, instrumentId: leg.legId, ...issue });
  };
  const lines = exposureLines(basis, total, {
    onLeg: (leg) => {
      vegas.add(leg.asset, leg.traits, leg.vector[VEGA_USD_PER_VOL_POINT]!);
      if (leg.traits.hasSecondPrice) addSecondPrice(leg);
      lookThrough.add(leg);
    },
    onWhole: (whole) => {
      vegas.addWhole(whole);
      const { secondPriced } = accountShape(whole.account.columns);
      if (secondPriced.length > 0) valuePositionsAt(basis, whole.account, secondPriced, addSecondPrice);
      lookThrough.addWhole(whole);
    },
    onIssue: ({ accountId }, instrumentId, issue) => unvalued.push({ accountId, instrumentId, ...issue }),
  });
  const health = healthOf(basis);
  const { margin, unvalued: unmargined } = marginOfAccounts(basis);
  return {
    portfolioId: basis.portfolio.portfolioId,
    sequence,
    cut,
    official: isOfficial(basis),
    total: exposureVectorOf(total),
    lines,
    health,
    unvalued: [
      ...unvalued,
      ...unknownPools(basis),
      ...health.filter(({ unavailableReason }) => unavailableReason !== '').map(unvaluedHealth),
      ...doubtedHealth(basis),
      ...unmargined,
      ...basis.accounts.flatMap(({ watched }) => watched),
      ...basis.unheard,
    ],
    referencePriceUsd: referencePriceUsd(basis),
    vegaByTenor: vegas.end(),
    crossGamma: crossGammas.end(),
    basis: bases.end(),
    lookThrough: lookThrough.end(),
    liquidity: flattenCosts(basis, assetDeltas(lines)),
    margin: [...margin],
    breaks: [...basis.breaks],
  };
}

/** Deltas by asset over all lines, in the order of the assets' first legs. */
function assetDeltas(lines: readonly ExposureLine[]): AssetDelta[] {
  const deltas: AssetDelta[] = [];
  for (const { asset, deltaUnits, exposure } of lines) {
    let delta = deltas.find((each) => each.asset === asset);
    if (delta === undefined) deltas.push((delta = { asset, deltaUnits: 0, deltaUsd: 0 }));
    delta.deltaUnits += deltaUnits;
    delta.deltaUsd += exposure!.deltaUsd;
  }
  return deltas;
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

/** Health that rests on an oracle in doubt stands beside the totals, with the doubt: the contract still counts by it. */
function doubtedHealth({ accounts }: PortfolioBasis): Unvalued[] {
  return accounts.flatMap(({ account: { accountId, deployment }, lending }) =>
    (lending?.doubts ?? []).map((doubt) => ({ accountId, instrumentId: deployment, ...doubt, valueKept: true })),
  );
}

/** Rests on kept marks of this very step alone. A book without a mark in sight rests on nothing that could be less. */
function isOfficial(basis: PortfolioBasis): boolean {
  for (const frame of basis.frames.values()) if (!frame.kept || frame.step !== basis.step.number) return false;
  return true;
}

const referencePrices = new WeakMap<PortfolioBasis['frames'], number>();

/** Spot of the first underlying, by name, that isn't the dollar; zero when the book holds none. */
function referencePriceUsd({ frames }: PortfolioBasis): number {
  const known = referencePrices.get(frames);
  if (known !== undefined) return known;
  const [first] = [...frames.keys()].filter((underlying) => !isUsdPegged(underlying)).sort();
  const found = first === undefined ? 0 : frames.get(first)!.spotUsd;
  referencePrices.set(frames, found);
  return found;
}
