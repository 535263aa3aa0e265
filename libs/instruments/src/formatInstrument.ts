import { formatExpiry } from './expiryText.js';
import type { Instrument } from './instrument.js';

/** The one id of an instrument, e.g. `option:paper:ETH-USD:20230825T080000Z:1650:P`. {@link parseInstrument} reads it back. */
export function formatInstrument(instrument: Instrument): string {
  switch (instrument.kind) {
    case 'spot':
      return `spot:${instrument.asset}`;
    case 'perp': {
      const market = `${instrument.venue}:${instrument.underlying}-${instrument.quote}`;
      return instrument.inverse ? `iperp:${market}:${instrument.contractSizeUsd}` : `perp:${market}`;
    }
    case 'future': {
      const market = `${instrument.venue}:${instrument.underlying}-${instrument.quote}`;
      const contract = `${market}:${formatExpiry(instrument.expiryMs)}`;
      return instrument.inverse ? `ifuture:${contract}:${instrument.contractSizeUsd}` : `future:${contract}`;
    }
    case 'option': {
      const market = `${instrument.venue}:${instrument.underlying}-${instrument.quote}`;
      const terms = `${formatExpiry(instrument.expiryMs)}:${instrument.strike}:${instrument.right === 'call' ? 'C' : 'P'}`;
      return `${instrument.inverse ? 'ioption' : 'option'}:${market}:${terms}`;
    }
    case 'univ3':
      return `univ3:${instrument.chain}:${instrument.pool}:${instrument.lowerTick}:${instrument.upperTick}`;
    case 'wrapped':
    case 'staked':
      return `${instrument.kind}:${instrument.chain}:${instrument.symbol}:${instrument.underlying}`;
    case 'power': {
      const market = `${instrument.venue}:${instrument.underlying}-${instrument.quote}`;
      return `power:${market}:${instrument.power}:${instrument.fundingHours}`;
    }
    case 'everlasting': {
      const market = `${instrument.venue}:${instrument.underlying}-${instrument.quote}`;
      const terms = `${instrument.strike}:${instrument.right === 'call' ? 'C' : 'P'}:${instrument.fundingHours}`;
      return `everlasting:${market}:${terms}`;
    }
    case 'univ2':
      return `univ2:${instrument.chain}:${instrument.pool}`;
    case 'univ4':
      return `univ4:${instrument.chain}:${instrument.poolId}:${instrument.lowerTick}:${instrument.upperTick}`;
    case 'lending':
      return `lending:${instrument.protocol}:${instrument.chain}:${instrument.asset}:${instrument.side}`;
    case 'synth':
    case 'debtshare':
      return `${instrument.kind}:${instrument.venue}:${instrument.symbol}:${instrument.underlying}`;
    case 'powerperp':
      return `powerperp:${instrument.chain}:${instrument.symbol}`;
  }
}
