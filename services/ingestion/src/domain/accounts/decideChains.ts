import { followChains } from '../chain/followChains.js';
import type { FeedCatalogue } from '../feedCatalogue.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { reviewBreaks } from './reviewBreaks.js';
import { sayGas } from './sayGas.js';
import { sayObservations } from './sayObservations.js';
import { sayPositions } from './sayPositions.js';
import { sayTransfers } from './sayTransfers.js';

/** Says the blocks of a step, and then once what they come to: state, positions, breaks, transfers between chains. */
export function decideChains(ledger: StepLedger, catalogue: FeedCatalogue, blocks: readonly RawFrame[]): void {
  const changes = followChains(ledger, catalogue, blocks);
  for (const change of changes) {
    sayObservations(ledger, change);
    sayPositions(ledger, change);
    reviewBreaks(ledger, change);
    sayGas(ledger, change);
  }
  sayTransfers(ledger, changes);
}
