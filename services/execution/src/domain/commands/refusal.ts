import type { CommandDecision, RefusalCode } from '@gimbal/projection';
import { ID_CHARS_MAX } from '../../limits.js';

export function refusal(code: RefusalCode, field: string, message: string): CommandDecision {
  return { kind: 'refused', code, field, message };
}

/** What isn't there and what isn't yours look the same. */
export function unknownPortfolio(portfolioId: string): CommandDecision {
  return refusal('NOT_FOUND', 'portfolio_id', `Expected a portfolio of yours, was "${shown(portfolioId)}".`);
}

export function unknownProposal(proposalId: string): CommandDecision {
  return refusal('NOT_FOUND', 'proposal_id', `Expected a proposal of yours, was "${shown(proposalId)}".`);
}

function shown(id: string): string {
  return id.length > ID_CHARS_MAX ? `${id.slice(0, 32)}…` : id;
}
