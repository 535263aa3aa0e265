import { baseCurrencyOf } from '@gimbal/margin';
import type { ExplainedInput } from '@gimbal/contracts/risk/v1/risk_service';
import type { LendingBasis, LendingSources } from '../exposure/portfolioBasis.js';
import { type LendingLeg } from '../exposure/lendingLegs.js';
import { inBaseCurrency } from '../exposure/inBaseCurrency.js';
import { appliedTerms } from '../exposure/appliedTerms.js';
import { input } from './explained.js';

const NO_SOURCES: LendingSources = {
  config: undefined,
  state: undefined,
  position: undefined,
  price: undefined,
  eMode: undefined,
  eModePrice: undefined,
};

/** How a lending balance comes about: scaled balance times index, in the token's integer. */
export function balanceInputs(lending: LendingBasis, asset: string, side: LendingLeg['side']): ExplainedInput[] {
  if (!lending.inputs.ok) return [];
  const { positions, reserves } = lending.inputs.value.account;
  const position = positions.find((each) => each.asset === asset);
  const reserve = reserves.find((each) => each.asset === asset);
  if (position === undefined || reserve === undefined) return [];
  const sources = lending.sources.get(asset) ?? NO_SOURCES;
  const isSupply = side === 'supply';
  return [
    input(
      isSupply ? 'scaled supply' : 'scaled variable debt',
      isSupply ? position.scaledSupply : position.scaledVariableDebt,
      `${asset}, ${reserve.decimals} decimals`,
      sources.position,
    ),
    input(
      isSupply ? 'liquidity index' : 'variable borrow index',
      isSupply ? reserve.liquidityIndexRay : reserve.variableBorrowIndexRay,
      'ray',
      sources.state,
    ),
  ];
}

/** The oracle's price and the parameters with which a reserve enters a health factor. */
export function reserveInputs(lending: LendingBasis, asset: string): ExplainedInput[] {
  if (!lending.inputs.ok) return [];
  const { account, prices, ruleset } = lending.inputs.value;
  const reserve = account.reserves.find((each) => each.asset === asset);
  if (reserve === undefined) return [];
  const sources = lending.sources.get(asset) ?? NO_SOURCES;
  const terms = appliedTerms(account, reserve);
  const assumed = !terms.priceOfEMode && (prices.find((each) => each.asset === asset)?.assumed ?? false);
  return [
    input(
      terms.priceOfEMode ? 'oracle price of the e-mode' : 'oracle price',
      terms.priceBase === undefined ? 'missing' : inBaseCurrency(terms.priceBase, ruleset),
      baseCurrencyOf(ruleset).symbol,
      terms.priceOfEMode ? sources.eModePrice : sources.price,
      assumed,
    ),
    input(
      terms.thresholdOfEMode ? 'liquidation threshold of the e-mode' : 'liquidation threshold',
      terms.thresholdBps,
      'bps',
      terms.thresholdOfEMode ? sources.eMode : sources.config,
    ),
  ];
}

/** The yearly rate at which a balance earns or costs. */
export function rateInput(lending: LendingBasis, leg: LendingLeg): ExplainedInput {
  const name = leg.side === 'supply' ? 'liquidity rate' : 'variable borrow rate';
  return input(name, leg.ratePerYear, 'per year', lending.sources.get(leg.asset)?.state);
}

/** The yearly rates of a reserve. */
export function rateInputs(lending: LendingBasis, asset: string): ExplainedInput[] {
  const state = lending.states.get(asset);
  const source = lending.sources.get(asset)?.state;
  if (state === undefined) return [];
  return [
    input('liquidity rate', state.liquidityRateRay, 'ray per year', source),
    input('variable borrow rate', state.variableBorrowRateRay, 'ray per year', source),
  ];
}
