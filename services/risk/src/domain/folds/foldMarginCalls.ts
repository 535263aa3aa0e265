import { isEvent } from '@gimbal/contracts';
import { MarginCallCleared, MarginCallRaised } from '@gimbal/contracts/risk/v1/exposure_events';
import type { InboundEvent } from '@gimbal/projection';
import type { MarginCallLevel } from '../marginCalls/marginCallLines.js';
import type { RiskState } from '../riskState.js';
import { accountKey, marginAccountKey, ownedByTenantKey, portfolioKey } from '../rowKeys.js';

/** Which margin calls are open. False for any other event. */
export function foldMarginCall(state: RiskState, tenant: string, event: InboundEvent): boolean {
  if (isEvent(event, MarginCallRaised)) foldRaised(state, tenant, event.value);
  else if (isEvent(event, MarginCallCleared)) foldCleared(state, tenant, event.value);
  else return false;
  return true;
}

function foldRaised(state: RiskState, tenant: string, raised: MarginCallRaised): void {
  state.marginCalls.set(ownedByTenantKey(tenant, raised.callId), { raised, cleared: undefined });
  const at = keyOf(tenant, raised);
  const row = state.marginAccounts.get(at) ?? { calls: 0, open: {} };
  state.marginAccounts.set(at, { calls: row.calls + 1, open: { ...row.open, [raised.level]: raised.callId } });
}

function foldCleared(state: RiskState, tenant: string, cleared: MarginCallCleared): void {
  const call = ownedByTenantKey(tenant, cleared.callId);
  const held = state.marginCalls.get(call);
  if (held === undefined) return;
  state.marginCalls.set(call, { ...held, cleared });
  const at = keyOf(tenant, held.raised);
  const row = state.marginAccounts.get(at);
  if (row === undefined) return;
  const { [held.raised.level as MarginCallLevel]: closed, ...open } = row.open;
  if (closed === cleared.callId) state.marginAccounts.set(at, { ...row, open });
}

function keyOf(tenant: string, { portfolioId, accountId, isHealthFactor }: MarginCallRaised): string {
  const account = accountKey(portfolioKey(tenant, portfolioId), accountId);
  return marginAccountKey(account, isHealthFactor ? 'health' : 'margin');
}
