export { LIQUIDITY_UNIT } from './instrument.js';
export type {
  DatedFuture,
  EuropeanOption,
  EverlastingOption,
  Instrument,
  InverseFuture,
  InversePerp,
  LendingBalance,
  LinearFuture,
  LinearPerp,
  Perp,
  PowerFuture,
  PowerPerp,
  Spot,
  Synthetic,
  Univ2Share,
  Univ3Range,
  Univ4Range,
  WrappedAsset,
} from './instrument.js';
export { formatInstrument } from './formatInstrument.js';
export { parseInstrument } from './parseInstrument.js';
export { parseFailureText } from './parseFailure.js';
export type { ParseFailure } from './parseFailure.js';
