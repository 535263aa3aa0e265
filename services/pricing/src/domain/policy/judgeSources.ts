import { AHEAD_US_MAX, type MarkPolicy } from './markPolicy.js';
import type { Candidate, RefusalCode, SourceRefusal } from './candidate.js';
import type { ReadBook } from './readBook.js';

const US_PER_SECOND = 1e6;

/** Why a candidate can't be used whatever the others say: it is no price, or of another time. */
export function judgeAlone(candidate: Candidate, policy: MarkPolicy): SourceRefusal | undefined {
  const { value, ageUs, ageLimitUs, assumed, degraded } = candidate;
  if (!(value > 0 && value <= policy.valueMax)) return refusal(candidate, 'not_a_price', 0, policy.valueMax, value);
  if (assumed) return undefined;
  if (degraded !== undefined) return { ...refusal(candidate, 'degraded', 0, 0, 0), detail: degraded };
  const ageSeconds = Number(ageUs) / US_PER_SECOND;
  if (ageUs < -AHEAD_US_MAX) {
    return refusal(candidate, 'ahead_of_clock', -Number(AHEAD_US_MAX) / US_PER_SECOND, Infinity, ageSeconds);
  }
  if (ageLimitUs !== undefined && ageUs > ageLimitUs) {
    return refusal(candidate, 'stale', 0, Number(ageLimitUs) / US_PER_SECOND, ageSeconds);
  }
  return undefined;
}

/**
 * Whether a candidate stands outside the quotes of its own venue by more than their spread or a quarter of the
 * tolerance, whichever is more. What could be sold at the bid at once isn't worth less, and a mark may smooth a little.
 */
export function judgeAgainstBook(
  candidate: Candidate,
  books: readonly ReadBook[],
  policy: MarkPolicy,
): SourceRefusal | undefined {
  if (candidate.kind === 'order_book') return undefined;
  const own = books.find((book) => book.candidate.origin === candidate.origin);
  if (own === undefined) return undefined;
  const slack = Math.max(own.ask - own.bid, (policy.toleranceRatio / 4) * own.candidate.value);
  const [low, high] = [own.bid - slack, own.ask + slack];
  if (candidate.value >= low && candidate.value <= high) return undefined;
  return refusal(candidate, 'outside_book', low, high, candidate.value);
}

/** Whether a value is within a share of the tolerance of the reference. */
export function isNear(value: number, reference: number, toleranceRatio: number): boolean {
  return Math.abs(value - reference) <= toleranceRatio * reference;
}

export function refusal(
  { source, kind }: Candidate,
  code: RefusalCode,
  low: number,
  high: number,
  found: number,
): SourceRefusal {
  return { source, kind, code, low, high, found };
}
