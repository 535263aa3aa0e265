import type { ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import { type Proposal, ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import { PROPOSALS_LISTED_MAX } from '../../limits.js';
import { deskOf, type ExecutionState, type ProposalRow } from '../executionState.js';
import { portfolioKey } from '../rowKeys.js';

export interface ListedProposals {
  /** Oldest first; the newest ones where there are more than fit. */
  readonly proposals: Proposal[];
  readonly mode: ExecutionMode;
  readonly killSwitchEngaged: boolean;
}

/** The proposals of a portfolio, of its whole tree for a root; undefined for one that isn't the tenant's. */
export function listProposals(
  state: ExecutionState,
  tenant: string,
  portfolioId: string,
  pendingOnly: boolean,
): ListedProposals | undefined {
  const portfolio = state.portfolios.get(portfolioKey(tenant, portfolioId));
  if (portfolio === undefined) return undefined;
  const desk = deskOf(state, portfolio.rootKey);
  const isWanted = (row: ProposalRow): boolean =>
    row.rootKey === portfolio.rootKey &&
    (portfolioId === desk.rootPortfolioId || row.made.portfolioId === portfolioId) &&
    (!pendingOnly || row.state === ProposalState.PROPOSAL_STATE_PENDING);
  const rows = [...state.proposals.values()].filter(isWanted).sort((a, b) => a.madeOffset - b.madeOffset);
  return {
    proposals: rows.slice(-PROPOSALS_LISTED_MAX).map(toProposal),
    mode: desk.mode,
    killSwitchEngaged: desk.killSwitch.engaged,
  };
}

function toProposal({ made, state, decidedBy, decisionReason, fill }: ProposalRow): Proposal {
  return { made, state, decidedBy, decisionReason, fill };
}
