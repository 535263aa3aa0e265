import { formatInstrument, parseInstrument } from '@gimbal/instruments';
import { CASH_LEG, type MarginEngineId, optionOfLeg, PERP_LEG } from '@gimbal/margin';

/**
 * The instrument that a leg of a venue is booked as, or undefined for what is no position: cash, and what stands for an
 * underlying as a whole. Empty when the leg is a position that has no spelling as an instrument.
 */
export function legInstrument(
  engine: MarginEngineId,
  venue: string,
  deployment: string,
  legId: string,
): string | undefined {
  if (legId === CASH_LEG || legId === 'underlying' || legId.startsWith('underlying:')) return undefined;
  switch (engine) {
    case 'hyperliquid':
      return spelled(`perp:${venue}:${legId}-USD`);
    case 'dydx-v4':
      return spelled(`perp:${venue}:${legId}`);
    case 'compound-v3':
      return spelled(`spot:${legId}`);
    case 'derive-pmrm2':
      // The manager is of one underlying, which the deployment's name ends with.
      return deriveLeg(venue, deployment.slice(deployment.lastIndexOf(':') + 1), legId);
    case 'derive-srm': {
      const dash = legId.indexOf('-');
      return dash === -1 ? spelled(`spot:${legId}`) : deriveLeg(venue, legId.slice(0, dash), legId.slice(dash + 1));
    }
    case 'scenario-margin':
      return spelled(legId);
  }
}

function deriveLeg(venue: string, underlying: string, leg: string): string {
  if (leg === PERP_LEG) return spelled(`perp:${venue}:${underlying}-USD`);
  const option = optionOfLeg(leg);
  if (option === undefined) return spelled(`spot:${leg}`);
  return formatInstrument({
    kind: 'option',
    venue,
    underlying,
    quote: 'USD',
    expiryMs: option.expiryS * 1000,
    strike: option.strikeUsd,
    right: option.right,
    inverse: false,
  });
}

function spelled(instrumentId: string): string {
  return parseInstrument(instrumentId).kind === 'failure' ? '' : instrumentId;
}
