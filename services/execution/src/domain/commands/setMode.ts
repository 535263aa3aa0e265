import { event } from '@gimbal/contracts';
import { ExecutionMode, ModeSet } from '@gimbal/contracts/execution/v1/execution_events';
import type { SetModeRequest } from '@gimbal/contracts/execution/v1/execution_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { deskDraft } from '../decide/decision.js';
import type { ExecutionState } from '../executionState.js';
import { refusal } from './refusal.js';
import { rootDesk } from './rootDesk.js';

const SETTABLE: ReadonlySet<ExecutionMode> = new Set([
  ExecutionMode.EXECUTION_MODE_OBSERVE,
  ExecutionMode.EXECUTION_MODE_PROPOSE,
  ExecutionMode.EXECUTION_MODE_EXECUTE,
]);

/** Sets what may be done for a tree of portfolios. The mode that it has already is accepted without a fact. */
export function setMode(state: ExecutionState, principal: Principal, request: SetModeRequest): CommandDecision {
  const { portfolioId, mode } = request;
  const found = rootDesk(state, principal.tenant, portfolioId);
  if (!found.ok) return found.refused;
  if (!SETTABLE.has(mode)) {
    return refusal('INVALID_ARGUMENT', 'mode', `Expected observe, propose or execute (1 to 3), was ${mode}.`);
  }
  if (found.desk.mode === mode) return { kind: 'accepted', drafts: [] };
  const set: ModeSet = { portfolioId, mode, setBy: principal.subject };
  return { kind: 'accepted', drafts: [deskDraft(found.desk, event(ModeSet, set), portfolioId, principal.subject)] };
}
