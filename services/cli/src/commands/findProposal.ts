import { type Proposal, ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import { CliFailure } from '../cliFailure.js';
import { listProposals } from '../connection/listPortfolios.js';
import type { Services } from '../connection/services.js';

/** The proposal with an id, from among those of the caller's portfolios. Throws a CliFailure that names the pending ones. */
export async function findProposal(
  services: Services,
  proposalId: string,
): Promise<Proposal & { made: NonNullable<Proposal['made']> }> {
  const proposals = await listProposals(services, undefined, false);
  const found = proposals.find(({ made }) => made?.proposalId === proposalId);
  if (found?.made !== undefined) return { ...found, made: found.made };
  const pending = proposals
    .filter(({ state }) => state === ProposalState.PROPOSAL_STATE_PENDING)
    .map(({ made }) => made?.proposalId);
  const hint = pending.length === 0 ? 'none is pending' : `pending are ${pending.join(', ')}`;
  throw new CliFailure(`Expected a proposal of yours, was "${proposalId}"; ${hint}.`);
}
