import { event } from '@gimbal/contracts';
import { ChangeImpactAssessed, ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import type { DecideContext, Draft } from '@gimbal/projection';
import { updatedChanges } from './changes/updatedChanges.js';
import type { GovernanceState, RefusedRecord } from './governanceState.js';
import { assessImpacts } from './impact/assessImpacts.js';

/**
 * What follows at the end of a step: the records of this step that could not be used, the changes that are new or have
 * moved on (public), and what they do to the accounts of each tenant (for that tenant alone).
 */
export function decideGovernance(state: GovernanceState, { step, cut }: DecideContext): readonly Draft[] {
  const updated = updatedChanges(state, step.timeUs);
  const impacts = assessImpacts(state, updated, cut);
  const deploymentOf = new Map(
    [...state.published.values(), ...updated].map(({ changeId, deployment }) => [changeId, deployment]),
  );
  return [
    ...quarantines(state, step.number),
    ...updated.map((change): Draft => {
      const { changeId, deployment } = change;
      return { topic: 'governance', key: deployment, subject: changeId, event: event(ParameterChangeUpdated, change) };
    }),
    ...impacts.map((impact): Draft => {
      const { changeId, tenant } = impact;
      const key = deploymentOf.get(changeId)!;
      return { topic: 'governance', key, tenant, subject: changeId, event: event(ChangeImpactAssessed, impact) };
    }),
  ];
}

function quarantines(state: GovernanceState, step: number): readonly Draft[] {
  return [...state.refusals.entries()]
    .filter(([, refusals]) => refusals.step === step)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, { records }]) =>
      records.map((record): Draft => ({ topic: 'governance', key, event: quarantined(record) })),
    );
}

function quarantined({ topic, partition, offset, type, id, reason, bytes }: RefusedRecord) {
  return event(RecordQuarantined, {
    position: { topic, partition, offset: BigInt(offset) },
    reason,
    recordType: type,
    recordId: id,
    rawValue: Buffer.from(bytes),
    source: '',
  });
}
