import type { GovernanceState, PayloadRow } from '../governanceState.js';
import { payloadChangeId } from '../rowKeys.js';

/** Puts what was learnt of a payload beside what is known of it; its logs and views may come in any order. */
export function learnOfPayload(
  state: GovernanceState,
  deployment: string,
  payloadId: bigint,
  learnt: Partial<PayloadRow>,
): void {
  const key = payloadChangeId(deployment, payloadId);
  const held: PayloadRow = state.payloads.get(key) ?? {
    deployment,
    payloadId,
    targets: [],
    createdAtUs: undefined,
    queuedAtUs: undefined,
    executedAtUs: undefined,
    cancelledAtUs: undefined,
    terms: undefined,
    content: undefined,
  };
  state.payloads.set(key, { ...held, ...learnt });
}
