export { DERIBIT_SYMBOLS, deribitScript } from './deribit/deribitScript.js';
export { DERIVE_SYMBOLS, deriveScript } from './derive/deriveScript.js';
export {
  evenFaults,
  FAULT_KINDS,
  type FaultKind,
  type FaultPlan,
  type InjectedFault,
  type PlannedFault,
} from './faultPlan.js';
export { seededRandom } from './seededRandom.js';
export { type LocalVenue, type LocalVenueOptions, type Outage, startLocalVenue } from './startLocalVenue.js';
export { fastClock, type VenueClock } from './venueClock.js';
export type { RestAnswer, TrueBook, VenueMessage, VenueScript, VenueTruth } from './venueScript.js';
export type { AccountTruth } from './desk/accountTruth.js';
export { type DydxScript, dydxScript } from './dydx/dydxScript.js';
export { type HyperliquidScript, hyperliquidScript } from './hyperliquid/hyperliquidScript.js';
