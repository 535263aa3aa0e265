import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ExplainedInput, ExplainedTerm } from '@gimbal/contracts/risk/v1/risk_service';
import { VEGA_USD_PER_VOL_POINT } from '../exposure/exposureVector.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import { tenorOf } from '../exposure/tenorVega.js';
import { type ValuedLeg, valueLegs } from '../exposure/valueLegs.js';
import { poolDepth } from '../liquidity/poolDepth.js';
import { assessFailure } from '../lookThrough/assessFailure.js';
import { isDependencyKind, kindToWire } from '../lookThrough/dependency.js';
import type { RiskState } from '../riskState.js';
import { type Explained, input, withDifference } from './explained.js';
import { legInputs } from './legInputs.js';
import { VECTOR_COMPONENTS } from './vectorComponents.js';

const ORDER = 'order of addition';

/** How the sections of an exposure are named: what stands in capitals is said by the caller. */
export const SECTION_COMPONENTS = [
  'vega_by_tenor/DAYS',
  'look_through/KIND/NAME',
  'liquidity/cost_usd',
  'liquidity/cost_half_depth_usd',
] as const;

/** A number of a section, by its path; of one asset when that is said. Undefined when the exposure has no such number. */
export function explainSection(
  state: RiskState,
  basis: PortfolioBasis,
  exposure: ExposureCalculated,
  path: string,
  asset: string,
): Explained | undefined {
  const [section, first = '', ...others] = path.split('/');
  switch (section) {
    case 'vega_by_tenor':
      return explainTenor(state, basis, exposure, first, asset);
    case 'look_through':
      return explainLookThrough(basis, exposure, first, others.join('/'));
    case 'liquidity':
      return explainLiquidity(basis, exposure, first, asset);
    default:
      return undefined;
  }
}

function explainTenor(
  state: RiskState,
  basis: PortfolioBasis,
  { vegaByTenor }: ExposureCalculated,
  days: string,
  asset: string,
): Explained | undefined {
  const wanted = vegaByTenor.filter((each) => `${each.daysMax}` === days && (asset === '' || each.asset === asset));
  if (wanted.length === 0) return undefined;
  const component = VECTOR_COMPONENTS.get('vega_usd_per_vol_point')!;
  const accounts = new Map(basis.accounts.map((account) => [account.account, account]));
  const terms: ExplainedTerm[] = [];
  const isWanted = ({ traits, asset: of, vector }: ValuedLeg): boolean =>
    vector[VEGA_USD_PER_VOL_POINT] !== 0 &&
    (asset === '' || of === asset) &&
    `${tenorOf(traits, basis.step.timeUs)}` === days;
  valueLegs(basis, {
    onLeg: (leg) => {
      if (!isWanted(leg)) return;
      const value = leg.vector[VEGA_USD_PER_VOL_POINT]!;
      const inputs = legInputs(state, accounts.get(leg.account)!, leg, component);
      terms.push({ label: `${leg.account.accountId} ${leg.legId}`, value, inputs });
    },
    onIssue: () => {},
  });
  const value = wanted.reduce((sum, each) => sum + each.vegaUsdPerVolPoint, 0);
  const formula = 'Σ quantity · vega over what expires in the tenor';
  return { value, unit: component.unit, formula, terms: withDifference(terms, value, ORDER) };
}

/** The loss given failure, by leg: what each is worth, and what is left of it. */
function explainLookThrough(
  basis: PortfolioBasis,
  { lookThrough }: ExposureCalculated,
  kind: string,
  name: string,
): Explained | undefined {
  if (!isDependencyKind(kind)) return undefined;
  const wire = kindToWire(kind);
  const recorded = lookThrough.find((each) => each.kind === wire && each.name === name);
  if (recorded === undefined) return undefined;
  const { legs } = assessFailure(basis, [{ kind, name }]);
  const terms = legs.map(({ accountId, legId, valueUsd, valueAfterUsd, recovery }) => ({
    label: `${accountId} ${legId}`,
    value: valueUsd - valueAfterUsd,
    inputs: [input('value', valueUsd, 'USD'), input('recovery', recovery, 'share of the value')],
  }));
  const value = recorded.lossGivenFailureUsd;
  const formula =
    'Σ value · (1 − recovery) over the legs that rest on it, each once; debts stay, contracts and their cash are one claim';
  return { value, unit: 'USD', formula, terms: withDifference(terms, value, ORDER) };
}

function explainLiquidity(
  basis: PortfolioBasis,
  { liquidity }: ExposureCalculated,
  field: string,
  asset: string,
): Explained | undefined {
  if (field !== 'cost_usd' && field !== 'cost_half_depth_usd') return undefined;
  const costs = liquidity.filter((each) => asset === '' || each.asset === asset);
  if (costs.length === 0) return undefined;
  const terms = costs.map((cost) => ({
    label:
      cost.unavailableReason === '' ? `${cost.asset} in ${cost.depthFeed}` : `${cost.asset}: ${cost.unavailableReason}`,
    value: field === 'cost_usd' ? cost.costUsd : cost.costHalfDepthUsd,
    inputs: [input('delta', cost.deltaUsd, 'USD'), ...depthInputs(basis, cost.asset, cost.depthFeed)],
  }));
  const value = terms.reduce((sum, term) => sum + term.value, 0);
  const depth = field === 'cost_usd' ? 'liquidity' : 'half of the liquidity';
  const formula = `fee and price impact of swapping the delta in the deepest pool, its ${depth} taken to go on at every price`;
  return { value, unit: 'USD', formula, terms };
}

function depthInputs(basis: PortfolioBasis, asset: string, feed: string): ExplainedInput[] {
  const row = basis.pools.get(asset)?.find((each) => each.feed === feed);
  const depth = row && poolDepth(row, basis.step.timeUs);
  if (row === undefined || depth === undefined || !depth.ok) return [];
  return [
    input('tick', row.tick, ''),
    input('pool price', depth.value.priceUsd, 'USD'),
    input('liquidity', row.liquidity, 'L'),
    input('fee', depth.value.feePer1, 'share'),
  ];
}
