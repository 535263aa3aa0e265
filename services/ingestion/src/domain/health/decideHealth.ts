import type { FeedCatalogue } from '../feedCatalogue.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { connectionsOf } from './connectionOf.js';
import { decideConnections } from './decideConnections.js';
import { decideDegradation } from './decideDegradation.js';
import { decideOracleBands } from './decideOracleBands.js';
import { sayDrops } from './sayDrops.js';

/** What a step shows of the health of feeds, once everything in it has been observed. Says only what has changed. */
export function decideHealth(ledger: StepLedger, catalogue: FeedCatalogue, frames: readonly RawFrame[]): void {
  sayDrops(ledger, catalogue, frames);
  decideDegradation(ledger, frames);
  decideConnections(ledger, connectionsOf(catalogue), frames);
  decideOracleBands(ledger, catalogue);
}
