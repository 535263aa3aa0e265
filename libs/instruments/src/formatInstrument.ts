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
    case 'powerperp':
      return `powerperp:${instrument.chain}:${instrument.symbol}`;
  }
}
