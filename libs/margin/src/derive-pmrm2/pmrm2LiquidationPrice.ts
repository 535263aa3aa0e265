import type { DeriveFailure, DeriveResult } from '../derive/failures.js';
import { PRICE_RANGE } from '../derive/limits.js';
import {
  levelRoots,
  type LiquidationPriceFailure,
  type LiquidationPrices,
  type MaintenanceState,
  pricesOf,
} from '../derive/liquidationPrices.js';
import { movedExpiry, withMarkVol } from '../derive/movedExpiry.js';
import { movedPerp } from '../derive/movedPerp.js';
import { optionLegPrices } from '../derive/optionLegPrices.js';
import type { Pmrm2Parameters } from './parameters.js';
import { pmrm2Margin } from './pmrm2Margin.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';

/**
 * What moves while the rest is held: the perp's price, one collateral's, one option's (by its place in the portfolio), or
 * `underlying`: spot with all that hangs on it, perp, forwards, smiles and collateral that cancels its risk.
 */
export type Pmrm2Leg =
  | { readonly kind: 'underlying' }
  | { readonly kind: 'perp' }
  | { readonly kind: 'collateral'; readonly asset: string }
  | { readonly kind: 'option'; readonly index: number };

/** The prices of a leg at which the account's maintenance margin falls below 0 and an auction may start. */
export function pmrm2LiquidationPrice(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
  leg: Pmrm2Leg,
): DeriveResult<LiquidationPrices, LiquidationPriceFailure> {
  const now = pmrm2Margin(parameters, market, portfolio);
  if (!now.ok) return now;
  const maintenance = (state: MovedState): DeriveResult<MaintenanceState> =>
    pmrm2Margin(parameters, state.market, state.portfolio);
  if (leg.kind === 'option') return optionPrices(market, portfolio, leg.index, maintenance);
  const priceUsd = priceOf(market, portfolio, leg);
  if (priceUsd === undefined) return { ok: false, failure: unknownLeg(nameOf(leg)) };
  const range = { now: priceUsd, lowest: priceUsd / PRICE_RANGE, highest: priceUsd * PRICE_RANGE };
  const roots = levelRoots(nameOf(leg), range, (price) =>
    maintenance(movedPmrm2(parameters, market, portfolio, leg, price / priceUsd)),
  );
  if (!roots.ok) return roots;
  return { ok: true, value: pricesOf(priceUsd, roots.value) };
}

export interface MovedState {
  readonly market: Pmrm2Market;
  readonly portfolio: Pmrm2Portfolio;
}

type PricedLeg = Exclude<Pmrm2Leg, { readonly kind: 'option' }>;

function priceOf(market: Pmrm2Market, portfolio: Pmrm2Portfolio, leg: PricedLeg): number | undefined {
  switch (leg.kind) {
    case 'underlying':
      return market.spotUsd;
    case 'perp':
      return (portfolio.perp?.amount ?? 0) === 0 ? undefined : market.perp?.priceUsd;
    case 'collateral': {
      const isHeld = portfolio.collaterals.some(({ asset }) => asset === leg.asset);
      return isHeld ? market.collaterals.find(({ asset }) => asset === leg.asset)?.priceUsd : undefined;
    }
  }
}

export function movedPmrm2(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
  leg: PricedLeg,
  factor: number,
): MovedState {
  switch (leg.kind) {
    case 'collateral':
      return { market: withCollaterals(market, factor, ({ asset }) => asset === leg.asset), portfolio };
    case 'perp':
      return withPerp(market, portfolio, factor);
    case 'underlying': {
      const cancelling = new Set(
        parameters.collaterals.filter(({ isRiskCancelling }) => isRiskCancelling).map(({ asset }) => asset),
      );
      const state = withPerp(market, portfolio, factor);
      return {
        portfolio: state.portfolio,
        market: {
          ...withCollaterals(state.market, factor, ({ asset }) => cancelling.has(asset)),
          spotUsd: market.spotUsd! * factor,
          expiries: market.expiries.map((expiry) => movedExpiry(expiry, factor)),
        },
      };
    }
  }
}

function withPerp(market: Pmrm2Market, portfolio: Pmrm2Portfolio, factor: number): MovedState {
  const { perp } = market;
  if (perp?.priceUsd === undefined) return { market, portfolio };
  const priceUsd = perp.priceUsd * factor;
  return {
    market: { ...market, perp: { ...perp, priceUsd } },
    portfolio: { ...portfolio, perp: movedPerp(portfolio.perp, perp.priceUsd, priceUsd) },
  };
}

function withCollaterals(
  market: Pmrm2Market,
  factor: number,
  moves: (feed: Pmrm2Market['collaterals'][number]) => boolean,
): Pmrm2Market {
  return {
    ...market,
    collaterals: market.collaterals.map((feed) => {
      return feed.priceUsd !== undefined && moves(feed) ? { ...feed, priceUsd: feed.priceUsd * factor } : feed;
    }),
  };
}

function optionPrices(
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
  index: number,
  maintenance: (state: MovedState) => DeriveResult<MaintenanceState>,
): DeriveResult<LiquidationPrices, LiquidationPriceFailure> {
  const option = portfolio.options[index];
  const expiry = market.expiries.find(({ expiryS }) => expiryS === option?.expiryS);
  if (option === undefined || expiry === undefined) return { ok: false, failure: unknownLeg(`option ${index}`) };
  return optionLegPrices(expiry, option, Math.max(0, expiry.ratePer1), (vol) => {
    const expiries = market.expiries.map((one) => (one === expiry ? withMarkVol(one, option.strikeUsd, vol) : one));
    return maintenance({ market: { ...market, expiries }, portfolio });
  });
}

function nameOf(leg: PricedLeg): string {
  return leg.kind === 'collateral' ? `the collateral ${leg.asset}` : `the ${leg.kind}`;
}

function unknownLeg(leg: string): DeriveFailure<'UnknownLeg'> {
  return { code: 'UnknownLeg', field: leg, expected: 'a leg that the portfolio holds', found: 'none' };
}
