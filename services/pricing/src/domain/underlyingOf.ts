import type { Instrument } from '@gimbal/instruments';
import { poolKey } from './poolKey.js';
import { type MarketDirectory, USD } from './marketDirectory.js';

export type UnderlyingResult =
  | { readonly kind: 'supported'; readonly underlying: string }
  /** What was expected and what stood there, for INVALID_ARGUMENT. */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** The underlying in whose columns an instrument stands, or why pricing has no source for it. */
export function underlyingOf(instrument: Instrument, directory: MarketDirectory): UnderlyingResult {
  switch (instrument.kind) {
    case 'spot': {
      if (directory.dollarCoins.has(instrument.asset)) return supported(USD);
      const coins = [...directory.wrappedCoins.keys(), ...directory.dollarCoins.keys()];
      return lookedUp(directory.wrappedCoins.get(instrument.asset), 'an asset', coins, instrument.asset);
    }
    case 'perp':
    case 'future':
    case 'option':
    case 'power':
    case 'everlasting': {
      const { underlying, quote } = instrument;
      const known = directory.underlyings.has(underlying) ? underlying : undefined;
      const result = lookedUp(known, 'an underlying', [...directory.underlyings.keys()], underlying);
      if (result.kind === 'unsupported') return result;
      const quotes = [USD, ...directory.dollarCoins.keys()];
      return lookedUp(quotes.includes(quote) ? underlying : undefined, 'a quote', quotes, quote);
    }
    case 'wrapped':
    case 'staked':
    case 'synth':
    case 'debtshare': {
      const { underlying } = instrument;
      const known = directory.underlyings.has(underlying) ? underlying : undefined;
      return lookedUp(known, 'an underlying', [...directory.underlyings.keys()], underlying);
    }
    case 'lending':
      return underlyingOf({ kind: 'spot', asset: instrument.asset }, directory);
    case 'univ2':
    case 'univ3':
    case 'univ4': {
      const pool = poolKey(instrument);
      return lookedUp(directory.pools.get(pool)?.underlying, 'a pool', [...directory.pools.keys()], pool);
    }
    case 'powerperp': {
      const token = `${instrument.chain}:${instrument.symbol}`;
      const source = directory.powerPerps.get(token);
      return lookedUp(source?.underlying, 'a power perpetual', [...directory.powerPerps.keys()], token);
    }
  }
}

function lookedUp(
  underlying: string | undefined,
  what: string,
  known: readonly string[],
  found: string,
): UnderlyingResult {
  if (underlying !== undefined) return supported(underlying);
  return { kind: 'unsupported', reason: `Expected ${what} that is priced (${known.join(', ')}), was ${found}.` };
}

function supported(underlying: string): UnderlyingResult {
  return { kind: 'supported', underlying };
}
