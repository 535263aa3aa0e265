import { addDecimal, decimalOf, formatDecimal, subDecimal } from '@gimbal/money';
import type { VenuePositionRow } from './venuePositionRows.js';

/** The opening position and the fills since, beside the venue's own position: exact decimals in units of the instrument. */
export interface PositionByFills {
  readonly byFacts: string;
  readonly observed: string;
  /** observed less byFacts; '0' when they agree. */
  readonly difference: string;
}

/** Undefined until the venue said a position. */
export function positionByFills({ opening, fills, observed }: VenuePositionRow): PositionByFills | undefined {
  if (opening === undefined || observed === undefined) return undefined;
  const byFacts = addDecimal(decimalOf(opening.quantity), decimalOf(fills));
  const held = decimalOf(observed.quantity);
  return {
    byFacts: formatDecimal(byFacts),
    observed: formatDecimal(held),
    difference: formatDecimal(subDecimal(held, byFacts)),
  };
}
