import { isEvent } from '@gimbal/contracts';
import { BlockAdopted } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { InboundEvent } from '@gimbal/projection';
import type { ExecutionState } from '../executionState.js';

/** A block tells of each contract that is followed that it stands as it last stood, and so how old that is. */
export function foldChainHead({ chainHeads }: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, BlockAdopted)) chainHeads.set(event.value.chain, event.value.blockTimeUs);
}
