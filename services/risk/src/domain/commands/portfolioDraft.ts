import type { Event } from '@gimbal/contracts';
import type { CommandDecision, Principal } from '@gimbal/projection';

/** A command accepted as one fact of a portfolio. */
export function acceptedFact(rootKey: string, portfolioId: string, principal: Principal, fact: Event): CommandDecision {
  const { tenant, subject: actor } = principal;
  return {
    kind: 'accepted',
    drafts: [{ topic: 'portfolio', key: rootKey, event: fact, tenant, actor, subject: portfolioId }],
  };
}
