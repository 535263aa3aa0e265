import type { ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { PayloadRow } from '../governanceState.js';
import { payloadChangeId } from '../rowKeys.js';
import { changeTitle } from './changeTitle.js';
import { payloadTimes } from './payloadTimes.js';

/** A payload as a change of parameters at a time of the domain clock; undefined until a log spoke of it. */
export function payloadChange(row: PayloadRow, timeUs: bigint): ParameterChangeUpdated | undefined {
  const times = payloadTimes(row, timeUs);
  if (times === undefined) return undefined;
  const { deployment, payloadId, content, targets } = row;
  return {
    changeId: payloadChangeId(deployment, payloadId),
    deployment,
    payloadId,
    ...times,
    updates: [...(content?.updates ?? [])],
    createdAtUs: row.createdAtUs ?? 0n,
    queuedAtUs: row.queuedAtUs ?? 0n,
    executedAtUs: row.executedAtUs ?? 0n,
    title: changeTitle(`Payload ${payloadId}`, content?.updates),
    source: content?.source ?? (targets.length === 0 ? 'payload log' : `payload log, target ${targets.join(', ')}`),
  };
}
