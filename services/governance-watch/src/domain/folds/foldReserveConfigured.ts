import type { ParameterUpdate, ReserveConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type LendingReserve, reserveKey, withReserveConfigured } from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import { RESERVE_PARAMETERS } from '../changes/reserveParameters.js';
import type { GovernanceState } from '../governanceState.js';
import { directChangeId } from '../rowKeys.js';

/** The parameters in force, and a note when they differ from those before. */
export function foldReserveConfigured(state: GovernanceState, event: InboundEvent<ReserveConfigured>): void {
  const { deployment, asset } = event.value;
  const key = reserveKey(deployment, asset);
  const before = state.lending.reserves.get(key);
  withReserveConfigured(state.lending, event.value);
  const updates = movedParameters(asset, before, state.lending.reserves.get(key)!);
  const history = state.reserveHistory.get(key) ?? { learntAtUs: event.timeUs, moves: 0 };
  if (before === undefined || updates.length === 0) {
    state.reserveHistory.set(key, history);
    return;
  }
  const moves = history.moves + 1;
  state.reserveHistory.set(key, { learntAtUs: event.timeUs, moves });
  state.moved.set(directChangeId(deployment, asset, moves), {
    deployment,
    asset,
    updates,
    learntAtUs: event.timeUs,
    beforeLearntAtUs: history.learntAtUs,
  });
}

function movedParameters(asset: string, before: LendingReserve | undefined, after: LendingReserve): ParameterUpdate[] {
  if (before === undefined) return [];
  return RESERVE_PARAMETERS.filter(({ field }) => before[field] !== after[field]).map(({ parameter, field }) => ({
    asset,
    parameter,
    before: before[field].toString(),
    after: after[field].toString(),
  }));
}
