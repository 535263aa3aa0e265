import type { VenueCapabilities } from './capability.js';
import { DERIBIT_CAPABILITIES } from './deribit/capabilities.js';
import { DERIVE_CAPABILITIES } from './derive/capabilities.js';
import { DYDX_CAPABILITIES } from './dydx/capabilities.js';
import { GMX_CAPABILITIES } from './gmx/capabilities.js';
import { HYPERLIQUID_CAPABILITIES } from './hyperliquid/capabilities.js';

/** The table of each venue that can be read; `venueProtocols.ts` has a protocol for each of them. */
export const VENUE_CAPABILITIES: readonly VenueCapabilities[] = [
  DERIBIT_CAPABILITIES,
  DERIVE_CAPABILITIES,
  DYDX_CAPABILITIES,
  GMX_CAPABILITIES,
  HYPERLIQUID_CAPABILITIES,
];
