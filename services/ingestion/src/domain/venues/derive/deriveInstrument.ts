import { modelledInstrument, type VenueInstrument } from '../symbolMeaning.js';

const VENUE = 'derive';
/** Options end at 08:00 UTC of the date in their name. */
const EXPIRY_HOUR_UTC = 8;
const PERP = /^([A-Z0-9]+)-PERP$/;
const OPTION = /^([A-Z0-9]+)-([0-9]{4})([0-9]{2})([0-9]{2})-([0-9]+(?:_[0-9]+)?)-([CP])$/;
const SPOT = /^[A-Za-z0-9.]+-[A-Z0-9]*USD[A-Z0-9]*$/;

/**
 * The instrument of a name at Derive: ETH-PERP, ETH-20260627-3500-C, XRP-20260627-1_25-P (a strike of 1.25). All are linear,
 * reckoned against the dollar.
 */
export function deriveInstrument(name: string): VenueInstrument {
  const perp = PERP.exec(name);
  if (perp !== null) {
    return modelledInstrument({ kind: 'perp', venue: VENUE, underlying: perp[1] ?? '', quote: 'USD', inverse: false });
  }
  const option = OPTION.exec(name);
  if (option !== null) return optionOf(option);
  return SPOT.test(name)
    ? { kind: 'not_modelled', reason: 'a spot pair' }
    : { kind: 'unknown', expected: 'the name of an instrument' };
}

function optionOf([, underlying = '', year, month, day, strikeText = '', right]: RegExpExecArray): VenueInstrument {
  const expiryMs = Date.UTC(Number(year), Number(month) - 1, Number(day), EXPIRY_HOUR_UTC);
  const found = new Date(expiryMs);
  if (found.getUTCMonth() !== Number(month) - 1 || found.getUTCDate() !== Number(day)) {
    return { kind: 'unknown', expected: 'a date such as 20260627' };
  }
  const strike = Number(strikeText.replace('_', '.'));
  if (!(strike > 0 && strike < 1e12)) return { kind: 'unknown', expected: 'a strike above 0' };
  return modelledInstrument({
    kind: 'option',
    venue: VENUE,
    underlying,
    quote: 'USD',
    expiryMs,
    strike,
    right: right === 'C' ? 'call' : 'put',
    inverse: false,
  });
}
