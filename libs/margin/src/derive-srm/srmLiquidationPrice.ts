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
import type { SrmParameters } from './parameters.js';
import type { SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from './portfolio.js';
import { srmMargin } from './srmMargin.js';

/**
 * What moves while the rest is held: the spot of an underlying, which prices the coins held and what shorts need; its
 * perp; one option (by its place in the holding); or `underlying`: spot, perp, forwards and smiles together.
 */
export type SrmLeg =
  | { readonly kind: 'underlying' | 'spot' | 'perp'; readonly underlying: string }
  | { readonly kind: 'option'; readonly underlying: string; readonly index: number };

/** The prices of a leg at which the account's maintenance margin falls below 0 and an auction may start. */
export function srmLiquidationPrice(
  parameters: SrmParameters,
  market: SrmMarket,
  portfolio: SrmPortfolio,
  leg: SrmLeg,
): DeriveResult<LiquidationPrices, LiquidationPriceFailure> {
  const now = srmMargin(parameters, market, portfolio);
  if (!now.ok) return now;
  const holding = portfolio.holdings.find(({ underlying }) => underlying === leg.underlying);
  const feeds = market.underlyings.find(({ underlying }) => underlying === leg.underlying);
  if (holding === undefined || feeds === undefined) return { ok: false, failure: unknownLeg(nameOf(leg)) };
  const maintenance = (one: SrmUnderlying, held: SrmHolding): DeriveResult<MaintenanceState> =>
    srmMargin(parameters, withFeeds(market, one), withHolding(portfolio, held));
  if (leg.kind === 'option') return optionPrices(feeds, holding, leg, maintenance);
  const priceUsd = leg.kind === 'perp' ? perpPrice(feeds, holding) : feeds.spotUsd;
  if (priceUsd === undefined) return { ok: false, failure: unknownLeg(nameOf(leg)) };
  const range = { now: priceUsd, lowest: priceUsd / PRICE_RANGE, highest: priceUsd * PRICE_RANGE };
  const roots = levelRoots(nameOf(leg), range, (price) => {
    const state = movedSrm(feeds, holding, leg.kind, price / priceUsd);
    return maintenance(state.feeds, state.holding);
  });
  if (!roots.ok) return roots;
  return { ok: true, value: pricesOf(priceUsd, roots.value) };
}

function perpPrice(feeds: SrmUnderlying, holding: SrmHolding): number | undefined {
  return (holding.perp?.amount ?? 0) === 0 ? undefined : feeds.perp?.priceUsd;
}

export function movedSrm(
  feeds: SrmUnderlying,
  holding: SrmHolding,
  kind: 'underlying' | 'spot' | 'perp',
  factor: number,
): { readonly feeds: SrmUnderlying; readonly holding: SrmHolding } {
  const spotMoved = kind === 'perp' ? feeds : { ...feeds, spotUsd: feeds.spotUsd! * factor };
  if (kind === 'spot') return { feeds: spotMoved, holding };
  const expiries = kind === 'underlying' ? feeds.expiries.map((expiry) => movedExpiry(expiry, factor)) : feeds.expiries;
  const { perp } = feeds;
  if (perp?.priceUsd === undefined) return { feeds: { ...spotMoved, expiries }, holding };
  const priceUsd = perp.priceUsd * factor;
  return {
    feeds: { ...spotMoved, expiries, perp: { ...perp, priceUsd } },
    holding: { ...holding, perp: movedPerp(holding.perp, perp.priceUsd, priceUsd) },
  };
}

function optionPrices(
  feeds: SrmUnderlying,
  holding: SrmHolding,
  leg: SrmLeg & { readonly kind: 'option' },
  maintenance: (feeds: SrmUnderlying, holding: SrmHolding) => DeriveResult<MaintenanceState>,
): DeriveResult<LiquidationPrices, LiquidationPriceFailure> {
  const option = holding.options[leg.index];
  const expiry = feeds.expiries.find(({ expiryS }) => expiryS === option?.expiryS);
  if (option === undefined || expiry === undefined) return { ok: false, failure: unknownLeg(nameOf(leg)) };
  return optionLegPrices(expiry, option, 0, (vol) => {
    const expiries = feeds.expiries.map((one) => (one === expiry ? withMarkVol(one, option.strikeUsd, vol) : one));
    return maintenance({ ...feeds, expiries }, holding);
  });
}

function withFeeds(market: SrmMarket, feeds: SrmUnderlying): SrmMarket {
  const replace = (one: SrmUnderlying): SrmUnderlying => (one.underlying === feeds.underlying ? feeds : one);
  return { ...market, underlyings: market.underlyings.map(replace) };
}

function withHolding(portfolio: SrmPortfolio, holding: SrmHolding): SrmPortfolio {
  const replace = (one: SrmHolding): SrmHolding => (one.underlying === holding.underlying ? holding : one);
  return { ...portfolio, holdings: portfolio.holdings.map(replace) };
}

function nameOf(leg: SrmLeg): string {
  return leg.kind === 'option' ? `${leg.underlying} option ${leg.index}` : `${leg.underlying} ${leg.kind}`;
}

function unknownLeg(leg: string): DeriveFailure<'UnknownLeg'> {
  return { code: 'UnknownLeg', field: leg, expected: 'a leg that the portfolio holds', found: 'none' };
}
