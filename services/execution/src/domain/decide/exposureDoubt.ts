import { unheardReasons } from '@gimbal/contracts';
import { accountsWithin } from '../wallet/freeBalance.js';
import type { Doubt } from '../market/feedDoubt.js';
import { ownedKey } from '../rowKeys.js';
import type { Decision } from './decision.js';

/**
 * Why the exposure of a portfolio may not be hedged: it holds accounts that are watched, and what tells of them is silent or
 * degraded, now or when the exposure was calculated. What they hold may be something else, and a hedge of it the wrong one. A
 * loan is another matter: it has doubts of its own.
 */
export function exposureDoubt({ state, desk }: Decision, portfolioId: string): Doubt | undefined {
  const now = accountsWithin(state, desk, portfolioId)
    .filter(({ observed }) => observed)
    .flatMap((account) => unheardReasons(state.feedDoubts, account));
  const then = state.exposures.get(ownedKey(desk.rootKey, portfolioId))?.unheard ?? [];
  const [reason] = [...now, ...then];
  return reason === undefined ? undefined : { code: 'unheard_account', reason };
}
