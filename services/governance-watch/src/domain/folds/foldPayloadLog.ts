import type { GovernanceLogObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { InboundEvent } from '@gimbal/projection';
import type { ControllerDirectory } from '../controllerTerms.js';
import type { GovernanceState } from '../governanceState.js';
import { decodePayloadLog } from '../payloadLogs/decodePayloadLog.js';
import { learnOfPayload } from './learnOfPayload.js';
import { refuseRecord } from './refuseRecord.js';

/** A log of a payloads controller moves its payload on; what can't be read, or came from elsewhere, is refused. */
export function foldPayloadLog(
  state: GovernanceState,
  event: InboundEvent<GovernanceLogObserved>,
  directory: ControllerDirectory,
): void {
  const { deployment, contract, topics, data, blockTimeUs } = event.value;
  const terms = directory.get(deployment);
  if (terms === undefined) {
    return refuseRecord(state, event, `Expected a deployment that is configured, was "${deployment}".`);
  }
  if (contract.toLowerCase() !== terms.controller) {
    return refuseRecord(state, event, `Expected a log of ${terms.controller}, was of ${contract}.`);
  }
  const log = decodePayloadLog(topics, data);
  switch (log.kind) {
    case 'other':
      return;
    case 'refused':
      return refuseRecord(state, event, log.reason);
    case 'created': {
      const { graceUs, expiryUs, delayUsByAccessLevel } = terms;
      const delayUs = delayUsByAccessLevel.get(log.maximumAccessLevel);
      return learnOfPayload(state, deployment, log.payloadId, {
        createdAtUs: blockTimeUs,
        targets: log.actions.map(({ target }) => target),
        terms: { delayUs, graceUs, expiryUs },
      });
    }
    case 'queued':
      return learnOfPayload(state, deployment, log.payloadId, { queuedAtUs: blockTimeUs });
    case 'executed':
      return learnOfPayload(state, deployment, log.payloadId, { executedAtUs: blockTimeUs });
    case 'cancelled':
      return learnOfPayload(state, deployment, log.payloadId, { cancelledAtUs: blockTimeUs });
  }
}
