import type { GovernancePayloadRead } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { InboundEvent } from '@gimbal/projection';
import { readUpdates } from '../changes/readUpdates.js';
import type { GovernanceState } from '../governanceState.js';
import { learnOfPayload } from './learnOfPayload.js';
import { refuseRecord } from './refuseRecord.js';

/** What a payload changes, joined to it by deployment and id. A read that makes no sense leaves the one before it. */
export function foldPayloadRead(state: GovernanceState, event: InboundEvent<GovernancePayloadRead>): void {
  const { deployment, payloadId, updates, source } = event.value;
  const read = readUpdates(updates);
  if (read.ok) learnOfPayload(state, deployment, payloadId, { content: { updates: read.updates, source } });
  else refuseRecord(state, event, read.reason);
}
