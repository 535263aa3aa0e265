import type { Instrument } from '@gimbal/instruments';

/** What a venue's symbol names: an instrument that Gimbal values, one that it doesn't, or nothing that the venue lists. */
export type VenueInstrument =
  | { readonly kind: 'modelled'; readonly id: string; readonly instrument: Instrument }
  | { readonly kind: 'not_modelled'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly expected: string };
