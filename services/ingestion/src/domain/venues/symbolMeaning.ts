import { formatInstrument, type Instrument } from '@gimbal/instruments';

/** What a venue's symbol names: an instrument that Gimbal values, one that it doesn't, or nothing that the venue lists. */
export type VenueInstrument =
  | ModelledInstrument
  | { readonly kind: 'not_modelled'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly expected: string };

export interface ModelledInstrument {
  readonly kind: 'modelled';
  readonly id: string;
  readonly instrument: Instrument;
  /** Under which a session remembers when its book and its ticker were said: made once, since each message asks. */
  readonly bookPart: string;
  readonly tickerPart: string;
}

export function modelledInstrument(instrument: Instrument): ModelledInstrument {
  const id = formatInstrument(instrument);
  return { kind: 'modelled', id, instrument, bookPart: `book ${id}`, tickerPart: `ticker ${id}` };
}
