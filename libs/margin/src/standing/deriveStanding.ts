import { describeDeriveFailure, type DeriveResult } from '../derive/failures.js';
import type {
  LiquidationPoint,
  LiquidationPriceFailure,
  LiquidationPrices,
  MaintenanceState,
} from '../derive/liquidationPrices.js';
import { auctionLoss, nearerPoint } from './deriveLoss.js';
import type { DeriveAuctionTerms } from './deriveShapes.js';
import { nearestLeg, notSearched, searchableLegs, usageOf } from './standingParts.js';
import type { EngineStanding, StandingLeg } from './standingTypes.js';

/** A leg of an account at either manager. */
export interface DeriveLegView {
  readonly legId: string;
  /** Zero for an underlying as a whole. */
  readonly quantity: number;
  readonly priceUsd: number;
  /** The account without it; undefined for an underlying as a whole. */
  readonly without: (() => DeriveResult<MaintenanceState>) | undefined;
  readonly prices: () => DeriveResult<LiquidationPrices, LiquidationPriceFailure>;
}

export interface DeriveTotals extends MaintenanceState {
  readonly initialMarginUsd: number;
}

/**
 * Derive calls margin what is left above the requirement; here the requirement is what the others call margin, and what is
 * left is the excess, as the venue's manager has it to the bit.
 */
export function deriveStandingOf(
  margin: DeriveTotals,
  legs: readonly DeriveLegView[],
  auction: DeriveAuctionTerms | undefined,
  searchedLegsMax: number,
): EngineStanding {
  const searchedLegs = searchableLegs(legs.length, searchedLegsMax);
  const { markToMarketUsd, initialMarginUsd, maintenanceMarginUsd } = margin;
  const points = new Map<string, LiquidationPoint>();
  const requiredUsd = markToMarketUsd - maintenanceMarginUsd;
  const liquidatable = maintenanceMarginUsd < 0;
  let searched = 0;
  const shownLegs = legs.map((leg): StandingLeg => {
    const { legId, quantity, priceUsd } = leg;
    const unpriced = { legId, quantity, priceUsd, liquidationPriceUsd: undefined };
    if (leg.without !== undefined && ++searched > searchedLegs) {
      return { ...unpriced, maintenanceMarginUsd: 0, noPriceReason: notSearched(searchedLegs) };
    }
    const shareUsd = requiredUsd - requiredOf(leg.without?.(), requiredUsd);
    const prices = leg.prices();
    if (!prices.ok) {
      return { ...unpriced, maintenanceMarginUsd: shareUsd, noPriceReason: describeDeriveFailure(prices.failure) };
    }
    const point = nearerPoint(prices.value);
    points.set(legId, point);
    return {
      ...unpriced,
      maintenanceMarginUsd: shareUsd,
      liquidationPriceUsd: point.priceUsd,
      noPriceReason: '',
    };
  });
  const nearest = nearestLeg(shownLegs);
  const liquidated = liquidatable ? margin : points.get(nearest?.legId ?? '');
  return {
    equityUsd: markToMarketUsd,
    initialMarginUsd: markToMarketUsd - initialMarginUsd,
    maintenanceMarginUsd: requiredUsd,
    excessUsd: maintenanceMarginUsd,
    usage: usageOf(markToMarketUsd, requiredUsd, liquidatable),
    liquidatable,
    legs: shownLegs,
    loss: auctionLoss(auction, liquidated),
    unvalued: [],
  };
}

function requiredOf(state: DeriveResult<MaintenanceState> | undefined, otherwise: number): number {
  return state?.ok === true ? state.value.markToMarketUsd - state.value.maintenanceMarginUsd : otherwise;
}
