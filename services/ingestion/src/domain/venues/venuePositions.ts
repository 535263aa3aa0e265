import { event } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { ReadingDraft } from './readingDraft.js';
import type { SessionMemory } from './sessionMemory.js';

/**
 * Which positions a message has: all of a list, so that what is missing is flat, or those that changed. A list that is
 * `whole` has all that its holder has: then that holds for what was said on earlier connections as well.
 */
export type PositionScope =
  { readonly kind: 'all'; readonly of: string; readonly whole: boolean } | { readonly kind: 'changed' };

/** Says positions, and that those which a list of all had before and has no more are flat. */
export function sayPositions(
  { openPositions }: Pick<SessionMemory, 'openPositions'>,
  draft: ReadingDraft,
  positions: readonly AccountPositionObserved[],
  scope: PositionScope,
  flat: (instrumentId: string) => AccountPositionObserved,
): void {
  const said = [...positions];
  if (scope.kind === 'all') {
    const listed = new Set(positions.map(({ instrumentId }) => instrumentId));
    for (const id of openPositions.get(scope.of) ?? []) if (!listed.has(id)) said.push(flat(id));
    const open = positions.filter(({ quantity }) => Number(quantity) !== 0).map(({ instrumentId }) => instrumentId);
    openPositions.set(scope.of, new Set(open));
    if (scope.whole) {
      const { accountId, place, source, cause, observedAtUs } = flat('');
      draft.complete({ of: 'positions', accountId, place, source, cause, observedAtUs });
    }
  }
  for (const position of said) {
    draft.account(position.accountId, event(AccountPositionObserved, position), position.observedAtUs);
  }
}

export function flatPosition(
  place: string,
  accountId: string,
  source: string,
  instrumentId: string,
  cause: string,
  observedAtUs: bigint,
): AccountPositionObserved {
  return {
    accountId,
    place,
    instrumentId,
    quantity: '0',
    units: '',
    source,
    entryPrice: '',
    markPrice: '',
    liquidationPrice: '',
    unrealisedPnlUsd: '',
    leverage: '',
    owed: [],
    adoption: 0n,
    number: 0n,
    blockHash: '',
    cause,
    observedAtUs,
  };
}
