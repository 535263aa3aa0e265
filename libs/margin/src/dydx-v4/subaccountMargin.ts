import { type MarginFailure, type MarginResult, refuse } from '../marginFailures.js';
import { checkParameters } from './checkParameters.js';
import { effectiveInitialMargin } from './effectiveInitialMargin.js';
import { POSITIONS_MAX } from './limits.js';
import type { DydxMarket, DydxParameters } from './parameters.js';
import type {
  DydxMargin,
  DydxMarketState,
  DydxMarketStates,
  DydxPosition,
  DydxPositionMargin,
  DydxSubaccount,
} from './subaccount.js';

/** Equity, both requirements and free collateral of a subaccount, at the oracle prices and open interest given. */
export function subaccountMargin(
  subaccount: DydxSubaccount,
  parameters: DydxParameters,
  states: DydxMarketStates,
): MarginResult<DydxMargin> {
  const invalid = checkParameters(parameters) ?? checkSubaccount(subaccount);
  if (invalid !== undefined) return refuse(invalid);
  const markets = new Map(parameters.markets.map((market) => [market.market, market]));
  const positions: DydxPositionMargin[] = [];
  for (const position of subaccount.positions) {
    const market = markets.get(position.market);
    if (market === undefined) return refuse({ code: 'UnknownAsset', asset: position.market });
    if (position.size === 0) continue;
    const state = Object.hasOwn(states, position.market) ? states[position.market] : undefined;
    const invalidState = checkState(position.market, state);
    if (invalidState !== undefined) return refuse(invalidState);
    positions.push(marginOfPosition(position, market, state!));
  }
  return { ok: true, value: totalsOf(subaccount, positions) };
}

function marginOfPosition(position: DydxPosition, market: DydxMarket, state: DydxMarketState): DydxPositionMargin {
  const { oraclePriceUsd, openInterest } = state;
  const netNotionalUsd = position.size * oraclePriceUsd;
  const effective = effectiveInitialMargin(market, openInterest * oraclePriceUsd);
  const maintenanceMarginFraction = market.initialMarginFraction * market.maintenanceFraction;
  return {
    market: position.market,
    size: position.size,
    oraclePriceUsd,
    netNotionalUsd,
    effectiveInitialMarginFraction: effective,
    maintenanceMarginFraction,
    initialMarginUsd: Math.abs(netNotionalUsd) * effective,
    maintenanceMarginUsd: Math.abs(netNotionalUsd) * maintenanceMarginFraction,
  };
}

function totalsOf(subaccount: DydxSubaccount, positions: readonly DydxPositionMargin[]): DydxMargin {
  const sum = (quantity: (position: DydxPositionMargin) => number): number =>
    positions.reduce((total, position) => total + quantity(position), 0);
  const equityUsd = subaccount.quoteUsd + sum(({ netNotionalUsd }) => netNotionalUsd);
  const initialMarginUsd = sum((position) => position.initialMarginUsd);
  const maintenanceMarginUsd = sum((position) => position.maintenanceMarginUsd);
  return {
    equityUsd,
    initialMarginUsd,
    maintenanceMarginUsd,
    freeCollateralUsd: equityUsd - initialMarginUsd,
    liquidatable: maintenanceMarginUsd > equityUsd,
    positions,
  };
}

function checkSubaccount({ quoteUsd, positions }: DydxSubaccount): MarginFailure | undefined {
  if (positions.length > POSITIONS_MAX) {
    return { code: 'TooMany', list: 'positions', found: positions.length, max: POSITIONS_MAX };
  }
  const finite = 'to be a finite number';
  if (!Number.isFinite(quoteUsd)) {
    return { code: 'ValueOutOfRange', subject: 'the subaccount', field: 'quoteUsd', expected: finite, found: quoteUsd };
  }
  const seen = new Set<string>();
  for (const { market, size } of positions) {
    if (seen.has(market)) return { code: 'DuplicateAsset', asset: market, list: 'positions' };
    seen.add(market);
    if (!Number.isFinite(size)) {
      return { code: 'ValueOutOfRange', subject: market, field: 'size', expected: finite, found: size };
    }
  }
  return undefined;
}

function checkState(market: string, state: DydxMarketState | undefined): MarginFailure | undefined {
  const price = state?.oraclePriceUsd;
  if (state === undefined || price === undefined || !(price > 0 && price < Infinity)) {
    return { code: 'MissingPrice', asset: market, found: price };
  }
  if (state.openInterest >= 0 && state.openInterest < Infinity) return undefined;
  return {
    code: 'ValueOutOfRange',
    subject: market,
    field: 'openInterest',
    expected: 'to be 0 or more',
    found: state.openInterest,
  };
}
