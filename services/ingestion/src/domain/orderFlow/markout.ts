import { PENDING_MARKOUTS_MAX } from './limits.js';

/** Trades of one interval that wait for the price some seconds after them. */
export interface PendingMarkout {
  readonly atUs: bigint;
  /** What the makers received, whole tokens; below 0 they paid. */
  readonly makersBase: number;
  readonly makersQuote: number;
}

/** What the makers have of their trades at a later price, in quote: fees are in what they received. */
export function markoutQuote({ makersBase, makersQuote }: PendingMarkout, laterPrice: number): number {
  return makersBase * laterPrice + makersQuote;
}

/** One more that waits; past the limit the two oldest become one, due with the later of them. */
export function withPending(pending: readonly PendingMarkout[], added: PendingMarkout): readonly PendingMarkout[] {
  const [first, second, ...rest] = pending;
  if (pending.length < PENDING_MARKOUTS_MAX || first === undefined || second === undefined) return [...pending, added];
  const merged = {
    atUs: second.atUs,
    makersBase: first.makersBase + second.makersBase,
    makersQuote: first.makersQuote + second.makersQuote,
  };
  return [merged, ...rest, added];
}
