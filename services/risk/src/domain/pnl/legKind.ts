import { type Instrument, parseInstrument } from '@gimbal/instruments';

/** How the value of a leg moves, as far as its attribution differs. */
export type LegKind =
  'holding' | 'share' | 'linear' | 'inverse' | 'option' | 'liquidity' | 'powerPerp' | 'supply' | 'debt';

/** The instrument of an id, or undefined for one that nobody can read. */
export function instrumentOf(instrumentId: string): Instrument | undefined {
  const parsed = parseInstrument(instrumentId);
  return parsed.kind === 'failure' ? undefined : parsed;
}

export function legKindOf(instrument: Instrument | undefined): LegKind {
  switch (instrument?.kind) {
    case 'perp':
    case 'future':
      return instrument.inverse ? 'inverse' : 'linear';
    case 'option':
    case 'power':
    case 'everlasting':
      return 'option';
    case 'univ2':
    case 'univ3':
    case 'univ4':
      return 'liquidity';
    case 'powerperp':
      return 'powerPerp';
    case 'lending':
    case 'debtshare':
      return 'share';
    default:
      return 'holding';
  }
}
