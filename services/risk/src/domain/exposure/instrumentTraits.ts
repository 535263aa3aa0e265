import { type Instrument, parseInstrument } from '@gimbal/instruments';
import { POWER_PERP_FUNDING_DAYS } from '@gimbal/quant';
import { TRAITS_REMEMBERED_MAX } from '../../limits.js';
import { coinsOfPool, poolKeyOf } from '../lookThrough/knownPools.js';
import {
  FUNDING_USD_PER_DAY,
  INTEREST_USD_PER_DAY,
  isUsdPegged,
  LP_FEES_LESS_LVR_USD_PER_DAY,
} from './exposureVector.js';

/** What an exposure has to know of an instrument beside its mark; all of it stands in the id. */
export interface InstrumentTraits {
  /** Undefined for an id that doesn't parse. */
  readonly instrument: Instrument | undefined;
  /** The part of the vector that its carry belongs to; undefined where it is neither funding, interest nor fees. */
  readonly carryPart: number | undefined;
  /** A debt that bears interest. */
  readonly isDebt: boolean;
  /** When its volatility ends, milliseconds; undefined without an expiry. */
  readonly expiryMs: number | undefined;
  /** Without an expiry: the period over which its volatility is paid for, days. */
  readonly volPeriodDays: number | undefined;
  /** The asset in which its price is a number of coins, when that has a price of its own; empty else. */
  readonly quoteAsset: string;
  /** The asset's own name and what it follows, when it has a basis; empty else. */
  readonly follower: string;
  readonly tracks: string;
  /** Of a contract beside its cash: the dollar coin in which its account settles it; empty else. */
  readonly settledIn: string;
  /** One of the three above. */
  readonly hasSecondPrice: boolean;
}

const HOURS_PER_DAY = 24;

const NONE: InstrumentTraits = {
  instrument: undefined,
  carryPart: undefined,
  isDebt: false,
  expiryMs: undefined,
  volPeriodDays: undefined,
  quoteAsset: '',
  follower: '',
  tracks: '',
  settledIn: '',
  hasSecondPrice: false,
};

const remembered = new Map<string, InstrumentTraits>();

/** Read from the id once, however many books hold it. */
export function instrumentTraits(instrumentId: string): InstrumentTraits {
  const known = remembered.get(instrumentId);
  if (known !== undefined) return known;
  const parsed = parseInstrument(instrumentId);
  const own = parsed.kind === 'failure' ? NONE : traitsOf(parsed);
  const traits = { ...own, hasSecondPrice: own.quoteAsset !== '' || own.follower !== '' };
  if (remembered.size >= TRAITS_REMEMBERED_MAX) remembered.clear();
  remembered.set(instrumentId, traits);
  return traits;
}

const rememberedBalances = new Map<string, Readonly<Record<'supply' | 'debt', InstrumentTraits>>>();

/** Of a balance in a lending account: it bears interest, and follows what its coin follows. */
export function balanceTraits(instrumentId: string, side: 'supply' | 'debt'): InstrumentTraits {
  const known = rememberedBalances.get(instrumentId);
  if (known !== undefined) return known[side];
  const { follower, tracks } = instrumentTraits(instrumentId);
  const supply = { ...NONE, carryPart: INTEREST_USD_PER_DAY, follower, tracks, hasSecondPrice: follower !== '' };
  const traits = { supply, debt: { ...supply, isDebt: true } };
  if (rememberedBalances.size >= TRAITS_REMEMBERED_MAX) rememberedBalances.clear();
  rememberedBalances.set(instrumentId, traits);
  return traits[side];
}

function traitsOf(instrument: Instrument): InstrumentTraits {
  const plain = { ...NONE, instrument };
  switch (instrument.kind) {
    case 'spot':
      return isUsdPegged(instrument.asset) && instrument.asset !== 'USD'
        ? { ...plain, follower: instrument.asset, tracks: 'USD' }
        : plain;
    case 'wrapped':
    case 'staked':
    case 'synth':
      return { ...plain, follower: instrument.symbol, tracks: instrument.underlying };
    case 'perp':
      return { ...plain, carryPart: FUNDING_USD_PER_DAY, quoteAsset: quoteOf(instrument.quote) };
    case 'future':
      return { ...plain, quoteAsset: quoteOf(instrument.quote) };
    case 'option':
      return { ...plain, expiryMs: instrument.expiryMs, quoteAsset: quoteOf(instrument.quote) };
    case 'power':
    case 'everlasting': {
      const volPeriodDays = instrument.fundingHours / HOURS_PER_DAY;
      return { ...plain, carryPart: FUNDING_USD_PER_DAY, volPeriodDays, quoteAsset: quoteOf(instrument.quote) };
    }
    case 'powerperp':
      return { ...plain, carryPart: FUNDING_USD_PER_DAY, volPeriodDays: POWER_PERP_FUNDING_DAYS };
    case 'univ2':
    case 'univ3':
    case 'univ4':
      return {
        ...plain,
        carryPart: LP_FEES_LESS_LVR_USD_PER_DAY,
        quoteAsset: coinsOfPool(poolKeyOf(instrument))?.quoteAsset ?? '',
      };
    case 'lending':
      return { ...plain, carryPart: INTEREST_USD_PER_DAY, isDebt: instrument.side === 'debt' };
    case 'debtshare':
      return plain;
  }
}

/** A payoff in plain dollars has no second price. */
function quoteOf(quote: string): string {
  return quote === 'USD' ? '' : quote;
}
