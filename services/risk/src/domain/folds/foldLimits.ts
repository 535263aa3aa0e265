import { isEvent } from '@gimbal/contracts';
import {
  LimitChangeProposed,
  LimitChangeRefused,
  LimitRemoved,
  LimitSet,
  WaiverEnded,
  WaiverGranted,
  WaiverRequested,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { InboundEvent } from '@gimbal/projection';
import type { LimitChangeRow, LimitRow, WaiverRow } from '../limits/limitRows.js';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { limitKey, ownedByTenantKey, portfolioKey } from '../rowKeys.js';
import { counted, countedPortfolio } from './countedPortfolio.js';

/** The facts about limits, their changes and their waivers. False for any other fact. */
export function foldLimitFact(state: RiskState, event: InboundEvent): boolean {
  if (isEvent(event, LimitSet)) foldLimitSet(...counted(state, event), event.value);
  else if (isEvent(event, LimitChangeProposed)) {
    const { value } = event;
    foldChangeProposed(state, countedPortfolio(state, event, value.proposed?.portfolioId ?? ''), value);
  } else if (isEvent(event, LimitChangeRefused)) foldChangeRefused(...counted(state, event), event.value);
  else if (isEvent(event, LimitRemoved)) foldLimitRemoved(...counted(state, event), event.value);
  else if (isEvent(event, WaiverRequested)) foldWaiverRequested(...counted(state, event), event.value);
  else if (isEvent(event, WaiverGranted)) foldWaiverGranted(...counted(state, event), event.value);
  else if (isEvent(event, WaiverEnded)) foldWaiverEnded(...counted(state, event), event.value);
  else return false;
  return true;
}

const NEVER_SET = { openBreachId: '', openings: 0, changes: 0, waivers: 0, pendingChangeId: '', waiverId: '' };

/** A limit that is set again keeps its open breach, which from now on closes at the new level. */
function foldLimitSet(state: RiskState, portfolio: PortfolioRow, limit: LimitSet): void {
  const key = portfolioKey(portfolio.tenant, portfolio.portfolioId);
  const at = limitKey(key, limit.limitId);
  const held = state.limits.get(at);
  state.limits.set(at, { ...(held ?? NEVER_SET), limit, isRemoved: false });
  if (held === undefined) {
    state.portfolios.set(key, { ...portfolio, limitIds: [...portfolio.limitIds, limit.limitId] });
  }
  decideChange(state, portfolio, limit, 'approved');
}

function foldChangeProposed(state: RiskState, portfolio: PortfolioRow, proposed: LimitChangeProposed): void {
  const { changeId } = proposed;
  state.limitChanges.set(ownedByTenantKey(portfolio.tenant, changeId), { proposed, outcome: 'pending' });
  amendLimit(state, portfolio, proposed.proposed?.limitId ?? '', (row) => ({
    ...row,
    changes: row.changes + 1,
    pendingChangeId: changeId,
  }));
}

function foldChangeRefused(state: RiskState, portfolio: PortfolioRow, refused: LimitChangeRefused): void {
  decideChange(state, portfolio, refused, 'refused');
}

/** What a limit had under way goes with it; its open breach closes with the next exposure. */
function foldLimitRemoved(state: RiskState, portfolio: PortfolioRow, removed: LimitRemoved): void {
  decideChange(state, portfolio, removed, 'approved');
  amendLimit(state, portfolio, removed.limitId, (row) => {
    turnWaiver(state, portfolio.tenant, row.waiverId, 'ended');
    return { ...row, isRemoved: true, waiverId: '', pendingChangeId: '' };
  });
}

function foldWaiverRequested(state: RiskState, portfolio: PortfolioRow, requested: WaiverRequested): void {
  const { waiverId, limitId } = requested;
  state.waivers.set(ownedByTenantKey(portfolio.tenant, waiverId), { requested, outcome: 'requested' });
  amendLimit(state, portfolio, limitId, (row) => ({ ...row, waivers: row.waivers + 1, waiverId }));
}

function foldWaiverGranted(state: RiskState, { tenant }: PortfolioRow, { waiverId }: WaiverGranted): void {
  turnWaiver(state, tenant, waiverId, 'granted');
}

function foldWaiverEnded(state: RiskState, portfolio: PortfolioRow, { waiverId, limitId }: WaiverEnded): void {
  foldWaiverOver(state, portfolio, limitId, waiverId, 'ended');
}

/** A waiver that ended or expired: its limit has none any more. */
export function foldWaiverOver(
  state: RiskState,
  portfolio: Pick<PortfolioRow, 'tenant' | 'portfolioId'>,
  limitId: string,
  waiverId: string,
  outcome: 'ended' | 'expired',
): void {
  turnWaiver(state, portfolio.tenant, waiverId, outcome);
  amendLimit(state, portfolio, limitId, (row) => (row.waiverId === waiverId ? { ...row, waiverId: '' } : row));
}

function turnWaiver(state: RiskState, tenant: string, waiverId: string, outcome: WaiverRow['outcome']): void {
  const at = ownedByTenantKey(tenant, waiverId);
  const row = state.waivers.get(at);
  if (row !== undefined) state.waivers.set(at, { ...row, outcome });
}

/** A change that is decided is no longer pending. A limit that is set for the first time has none. */
function decideChange(
  state: RiskState,
  portfolio: PortfolioRow,
  { limitId, changeId }: { readonly limitId: string; readonly changeId: string },
  outcome: LimitChangeRow['outcome'],
): void {
  const at = ownedByTenantKey(portfolio.tenant, changeId);
  const change = state.limitChanges.get(at);
  if (change === undefined) return;
  state.limitChanges.set(at, { ...change, outcome });
  amendLimit(state, portfolio, limitId, (row) =>
    row.pendingChangeId === changeId ? { ...row, pendingChangeId: '' } : row,
  );
}

/** Replaces the row of a limit; a limit that isn't there has none. */
export function amendLimit(
  state: RiskState,
  { tenant, portfolioId }: Pick<PortfolioRow, 'tenant' | 'portfolioId'>,
  limitId: string,
  amend: (row: LimitRow) => LimitRow,
): void {
  const at = limitKey(portfolioKey(tenant, portfolioId), limitId);
  const row = state.limits.get(at);
  if (row !== undefined) state.limits.set(at, amend(row));
}
