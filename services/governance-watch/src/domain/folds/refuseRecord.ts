import { codecOf } from '@gimbal/contracts';
import type { InboundEvent } from '@gimbal/projection';
import type { GovernanceState } from '../governanceState.js';
import { stepOf } from './stepOf.js';

/** Remembers a record that can't be used until the step that brought it is decided. */
export function refuseRecord(state: GovernanceState, event: InboundEvent, reason: string): void {
  const { topic, partition, offset, type, id, key, causationId } = event;
  const step = stepOf(causationId);
  const held = state.refusals.get(key);
  const bytes = codecOf(type)?.encode(event.value).finish() ?? new Uint8Array(0);
  const record = { topic, partition, offset, type, id, reason, bytes };
  state.refusals.set(key, { step, records: held?.step === step ? [...held.records, record] : [record] });
}
