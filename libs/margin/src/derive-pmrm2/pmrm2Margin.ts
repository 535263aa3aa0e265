import type { DeriveResult } from '../derive/failures.js';
import { checkParameters } from './checkParameters.js';
import { checkPortfolio } from './checkPortfolio.js';
import { collateralValues } from './collateralValues.js';
import { contingencies, type Pmrm2Contingencies } from './contingencies.js';
import { type ExpiryState, expiryStates } from './expiryStates.js';
import type { Pmrm2Parameters, Pmrm2Scenario } from './parameters.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';
import { type Shock, type ShockedValues, shockedValues } from './shockedValues.js';

export interface Pmrm2ScenarioPnl extends Pmrm2Scenario {
  /** Dampened; negative when the portfolio loses. */
  readonly pnlUsd: number;
}

export interface Pmrm2ExpiryMargin extends ExpiryState {
  readonly markToMarketUsd: number;
  readonly legsUsd: readonly number[];
  readonly basisPnlUsd: number;
}

/** A margin with every intermediate. Dollars are units of the venue's cash. */
export interface Pmrm2Margin {
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Cash included. */
  readonly markToMarketUsd: number;
  readonly perpUsd: number;
  readonly optionsUsd: number;
  readonly collateralUsd: number;
  readonly scenarios: readonly Pmrm2ScenarioPnl[];
  readonly basisPnlUsd: number;
  /** At most 0. */
  readonly worstPnlUsd: number;
  /** Which one it came from: the scenario's place in the parameters, the basis, or nothing that loses. */
  readonly worst: { readonly kind: 'scenario'; readonly index: number } | { readonly kind: 'basis' | 'none' };
  readonly contingencies: Pmrm2Contingencies;
  /** The factor of the worst loss for initial margin, with what a broken peg adds. */
  readonly imFactorWithDepeg: number;
  readonly expiries: readonly Pmrm2ExpiryMargin[];
}

/**
 * Initial and maintenance margin by Derive's portfolio manager PMRM_2: the worst of its scenarios, and what its
 * contingencies hold back. The same function answers what-ifs: hand it another portfolio.
 */
export function pmrm2Margin(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
): DeriveResult<Pmrm2Margin> {
  const failure = checkParameters(parameters) ?? checkPortfolio(parameters, market, portfolio);
  if (failure !== undefined) return { ok: false, failure };
  const shocks: Shock[] = [
    { spotShock: 1, volShock: 'none' },
    { spotShock: parameters.basis.spotUp, volShock: 'none' },
    { spotShock: parameters.basis.spotDown, volShock: 'none' },
    ...parameters.scenarios,
  ];
  const valued: ValuedExpiry[] = [];
  for (const state of expiryStates(parameters, market, portfolio)) {
    const values = shockedValues(state, shocks, parameters.vol.minVolUpShock);
    if (!values.ok) return values;
    valued.push({ state, values: values.value });
  }
  return { ok: true, value: marginOf(parameters, market, portfolio, valued) };
}

interface ValuedExpiry {
  readonly state: ExpiryState;
  readonly values: ShockedValues;
}

const MARK_ROW = 0;
const BASIS_ROWS = [1, 2] as const;
const FIRST_SCENARIO_ROW = 3;

function marginOf(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
  valued: readonly ValuedExpiry[],
): Pmrm2Margin {
  const collaterals = collateralValues(parameters, market, portfolio);
  const { perp, cashUsd } = portfolio;
  const perpNotionalUsd = (perp?.amount ?? 0) * (market.perp?.priceUsd ?? 0);
  const cancellingUsd = sum(collaterals.filter(({ terms }) => terms.isRiskCancelling).map(({ valueUsd }) => valueUsd));
  const scenarios = parameters.scenarios.map((scenario, i) => {
    const linearUsd = (perpNotionalUsd + cancellingUsd) * (scenario.spotShock - 1);
    const optionUsd = sum(valued.map((one) => scenarioPnl(one, scenario, FIRST_SCENARIO_ROW + i)));
    return { ...scenario, pnlUsd: (linearUsd + optionUsd) * scenario.dampening };
  });
  const expiries = valued.map((one) => expiryMargin(one, parameters.basis));
  const basisPnlUsd = sum(expiries.map((expiry) => expiry.basisPnlUsd));
  const worst = worstOf(scenarios, basisPnlUsd);

  const states = valued.map(({ state }) => state);
  const held = contingencies(parameters, market, portfolio, states, collaterals);
  const mmHeldUsd = held.perpMmUsd + held.optionMmUsd + held.collateralMmUsd;
  const imHeldUsd = held.perpImUsd + held.optionImUsd + held.collateralImUsd + held.confidenceImUsd;
  const perpUsd = perp === undefined ? 0 : perp.unrealisedPnlUsd + perp.unsettledFundingUsd;
  const optionsUsd = sum(expiries.map(({ markToMarketUsd }) => markToMarketUsd));
  const collateralUsd = sum(collaterals.map(({ valueUsd }) => valueUsd));
  const markToMarketUsd = perpUsd + optionsUsd + collateralUsd + cashUsd;
  const { peg } = parameters;
  const imFactorWithDepeg = parameters.imFactor + Math.max(0, peg.thresholdUsd - market.stableUsd!) * peg.factor;
  return {
    initialMarginUsd: worst.pnlUsd * imFactorWithDepeg + mmHeldUsd + imHeldUsd + markToMarketUsd,
    maintenanceMarginUsd: worst.pnlUsd * parameters.mmFactor + mmHeldUsd + markToMarketUsd,
    markToMarketUsd,
    perpUsd,
    optionsUsd,
    collateralUsd,
    scenarios,
    basisPnlUsd,
    worstPnlUsd: worst.pnlUsd,
    worst: worst.of,
    contingencies: held,
    imFactorWithDepeg,
    expiries,
  };
}

/** What an expiry makes or loses in a scenario. A smile that tilts may tilt either way, so its size is what counts. */
function scenarioPnl({ state, values }: ValuedExpiry, { volShock }: Shock, row: number): number {
  const shockedUsd = values.sumsUsd[row]!;
  const discountedUsd = shockedUsd * (shockedUsd >= 0 ? state.discount.positive : state.discount.negative);
  const pnlUsd = discountedUsd - values.sumsUsd[MARK_ROW]!;
  return volShock === 'linear' || volShock === 'abs' ? -Math.abs(pnlUsd) : pnlUsd;
}

/** The basis contingency: forwards of different expiries need not move together, so each expiry is shocked by itself. */
function expiryMargin({ state, values }: ValuedExpiry, basis: Pmrm2Parameters['basis']): Pmrm2ExpiryMargin {
  const markUsd = values.sumsUsd[MARK_ROW]!;
  const worstMoveUsd = Math.min(0, ...BASIS_ROWS.map((row) => values.sumsUsd[row]! - markUsd));
  return {
    ...state,
    markToMarketUsd: markUsd,
    legsUsd: values.legsUsd[MARK_ROW]!,
    basisPnlUsd: worstMoveUsd * (basis.addFactor + basis.multFactorPerYear * state.tauYears),
  };
}

function worstOf(
  scenarios: readonly Pmrm2ScenarioPnl[],
  basisPnlUsd: number,
): { readonly pnlUsd: number; readonly of: Pmrm2Margin['worst'] } {
  let worst: ReturnType<typeof worstOf> = { pnlUsd: 0, of: { kind: 'none' } };
  for (const [index, { pnlUsd }] of scenarios.entries()) {
    if (pnlUsd < worst.pnlUsd) worst = { pnlUsd, of: { kind: 'scenario', index } };
  }
  return basisPnlUsd < worst.pnlUsd ? { pnlUsd: basisPnlUsd, of: { kind: 'basis' } } : worst;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
