import type { ActionKind, ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import type { ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import type { ChangeState } from '@gimbal/contracts/governance/v1/governance_events';
import type { DependencyKind } from '@gimbal/contracts/risk/v1/exposure_events';
import type { LimitComponent, LimitSeverity, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';

type NamesOf<Enum extends number> = Readonly<Record<`${Enum}`, string>>;

/** Enums stand on the wire by their numbers; the compiler sees that none is missing. */
export const PROPOSAL_STATES: NamesOf<Exclude<ProposalState, ProposalState.UNRECOGNIZED>> = {
  0: 'unknown',
  1: 'pending',
  2: 'approved',
  3: 'refused',
  4: 'expired',
  5: 'sent',
  6: 'filled',
  7: 'rejected',
};

export const EXECUTION_MODES: NamesOf<Exclude<ExecutionMode, ExecutionMode.UNRECOGNIZED>> = {
  0: 'observe',
  1: 'observe',
  2: 'propose',
  3: 'execute',
};

export const ACTION_KINDS: NamesOf<Exclude<ActionKind, ActionKind.UNRECOGNIZED>> = { 0: 'act', 1: 'hedge', 2: 'repay' };

export const CHANGE_STATES: NamesOf<Exclude<ChangeState, ChangeState.UNRECOGNIZED>> = {
  0: 'unknown',
  1: 'created',
  2: 'queued',
  3: 'executed',
  4: 'cancelled',
  5: 'expired',
};

export const LIMIT_COMPONENTS: NamesOf<Exclude<LimitComponent, LimitComponent.UNRECOGNIZED>> = {
  0: 'limit',
  1: 'delta',
  2: 'health',
  3: 'gamma',
  4: 'vega',
  5: 'path',
};

export const DEPENDENCY_KINDS: NamesOf<Exclude<DependencyKind, DependencyKind.UNRECOGNIZED>> = {
  0: 'unknown',
  1: 'protocol',
  2: 'contract',
  3: 'oracle',
  4: 'bridge',
  5: 'issuer',
  6: 'custodian',
};

/** Before the level: which side of it is the good one. */
export const LIMIT_SIDE_SIGNS: NamesOf<Exclude<LimitSide, LimitSide.UNRECOGNIZED>> = {
  0: '',
  1: '±',
  2: '≤',
  3: '≥',
};

/** Numbers that the code tells apart. */
export const PENDING = 1 satisfies ProposalState.PROPOSAL_STATE_PENDING;
export const DELTA_LIMIT = 1 satisfies LimitComponent.LIMIT_COMPONENT_DELTA_USD;
export const HEALTH_LIMIT = 2 satisfies LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR;
export const PATH_LIMIT = 5 satisfies LimitComponent.LIMIT_COMPONENT_PATH;
export const AT_LEAST = 3 satisfies LimitSide.LIMIT_SIDE_AT_LEAST;
export const SOFT_LIMIT = 1 satisfies LimitSeverity.LIMIT_SEVERITY_SOFT;

/** The name of a number that may be of a newer contract than this page. */
export function nameOf(names: Readonly<Record<string, string>>, value: number | null): string {
  return names[String(value)] ?? `kind ${value}`;
}
