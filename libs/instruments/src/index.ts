export { LIQUIDITY_UNIT } from './instrument.js';
export type {
  DatedFuture,
  EuropeanOption,
  Instrument,
  InverseFuture,
  InversePerp,
  LinearFuture,
  LinearPerp,
  Perp,
  PowerPerp,
  Spot,
  Univ3Range,
} from './instrument.js';
export { formatInstrument } from './formatInstrument.js';
export { parseInstrument } from './parseInstrument.js';
export { parseFailureText } from './parseFailure.js';
export type { ParseFailure } from './parseFailure.js';
