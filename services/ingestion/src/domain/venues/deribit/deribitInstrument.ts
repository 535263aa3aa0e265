import { modelledInstrument, type VenueInstrument } from '../symbolMeaning.js';

const VENUE = 'deribit';
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Everything with an expiry ends at 08:00 UTC (Deribit, "Contract Introduction Policy"). */
const EXPIRY_HOUR_UTC = 8;

/**
 * Dollars in one inverse contract, from Deribit's contract specifications; a listing that says another size counts before
 * them.
 */
const CONTRACT_SIZES_USD: ReadonlyMap<string, number> = new Map([
  ['BTC', 10],
  ['ETH', 1],
]);

/** SOL-PERPETUAL before its listing was read: amounts of it mean nothing without the size that stands there. */
const UNLISTED_SIZE: VenueInstrument = {
  kind: 'not_modelled',
  reason: 'an inverse contract whose size was not listed',
};

const PAIR = '([A-Z0-9]+)(?:_([A-Z0-9]+))?';
const DATE = '([0-9]{1,2}[A-Z]{3}[0-9]{2})';
const PERPETUAL = new RegExp(`^${PAIR}-PERPETUAL$`);
const FUTURE = new RegExp(`^${PAIR}-${DATE}$`);
const OPTION = new RegExp(`^${PAIR}-${DATE}-([0-9]+(?:d[0-9]+)?)-([CP])$`);
const SPOT = /^[A-Z0-9]+_[A-Z0-9]+$/;
/** A structure of other instruments: BTC-FS-…, BTC-STRG-…, BTC_USDC-CS-… */
const COMBO = new RegExp(`^${PAIR}-[A-Z]+[0-9]*-[0-9A-Z_d.]+(?:-[0-9A-Z_d.]+)*$`);

/**
 * The instrument of a symbol by Deribit's naming: BTC-PERPETUAL, ETH_USDC-PERPETUAL, BTC-27DEC24, BTC-27DEC24-100000-C,
 * XRP_USDC-21SEP26-1d25-C (a strike of 1.25). Without a currency of settlement in its name it is inverse.
 */
export function deribitInstrument(symbol: string, contractSizesUsd: ReadonlyMap<string, number>): VenueInstrument {
  const perpetual = PERPETUAL.exec(symbol);
  if (perpetual !== null) {
    const [, underlying = '', quote] = perpetual;
    if (quote !== undefined)
      return modelledInstrument({ kind: 'perp', venue: VENUE, underlying, quote, inverse: false });
    const contractSizeUsd = contractSizesUsd.get(symbol) ?? CONTRACT_SIZES_USD.get(underlying);
    if (contractSizeUsd === undefined) return UNLISTED_SIZE;
    return modelledInstrument({ kind: 'perp', venue: VENUE, underlying, quote: 'USD', inverse: true, contractSizeUsd });
  }
  const future = FUTURE.exec(symbol);
  if (future !== null) return futureOf(symbol, future, contractSizesUsd);
  const option = OPTION.exec(symbol);
  if (option !== null) return optionOf(option);
  if (SPOT.test(symbol)) return { kind: 'not_modelled', reason: 'a spot pair' };
  if (COMBO.test(symbol)) return { kind: 'not_modelled', reason: 'a combination of instruments' };
  return unknown('the name of an instrument');
}

function futureOf(
  symbol: string,
  [, underlying = '', quote, date = '']: RegExpExecArray,
  contractSizesUsd: ReadonlyMap<string, number>,
): VenueInstrument {
  const expiryMs = expiryOf(date);
  if (expiryMs === undefined) return unknown('a date such as 27DEC24');
  if (underlying.endsWith('DVOL')) return { kind: 'not_modelled', reason: 'a future on a volatility index' };
  if (quote !== undefined)
    return modelledInstrument({ kind: 'future', venue: VENUE, underlying, quote, expiryMs, inverse: false });
  const contractSizeUsd = contractSizesUsd.get(symbol) ?? CONTRACT_SIZES_USD.get(underlying);
  if (contractSizeUsd === undefined) return UNLISTED_SIZE;
  return modelledInstrument({
    kind: 'future',
    venue: VENUE,
    underlying,
    quote: 'USD',
    expiryMs,
    inverse: true,
    contractSizeUsd,
  });
}

function optionOf([
  ,
  underlying = '',
  quote,
  date = '',
  strikeText = '',
  right = '',
]: RegExpExecArray): VenueInstrument {
  const expiryMs = expiryOf(date);
  if (expiryMs === undefined) return unknown('a date such as 27DEC24');
  const strike = Number(strikeText.replace('d', '.'));
  if (!(strike > 0 && strike < 1e12)) return unknown('a strike above 0');
  return modelledInstrument({
    kind: 'option',
    venue: VENUE,
    underlying,
    quote: quote ?? 'USD',
    expiryMs,
    strike,
    right: right === 'C' ? 'call' : 'put',
    inverse: quote === undefined,
  });
}

function expiryOf(date: string): number | undefined {
  const month = MONTHS.indexOf(date.slice(-5, -2));
  const day = Number(date.slice(0, -5));
  const millis = Date.UTC(2000 + Number(date.slice(-2)), month, day, EXPIRY_HOUR_UTC);
  const found = new Date(millis);
  return month >= 0 && found.getUTCMonth() === month && found.getUTCDate() === day ? millis : undefined;
}

function unknown(expected: string): VenueInstrument {
  return { kind: 'unknown', expected };
}
