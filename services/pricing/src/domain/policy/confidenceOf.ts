import type { Candidate } from './candidate.js';
import type { MarkPolicy } from './markPolicy.js';

/** An assumption that nobody contradicts is still nobody's word. */
const ASSUMED_SHARE = 0.5;

/**
 * trust(kind) · h/(h + age) · (1 − 2^−agreeing) · agreeing/witnesses, and half of that for an assumed value. So it falls
 * with age to a half at the kind's half-life h; a source alone has at most a half of its trust, two that agree three
 * quarters; and each witness that says something else takes its share away.
 */
export function confidenceOf(candidate: Candidate, agreeing: number, witnesses: number, policy: MarkPolicy): number {
  const halfLife = Number(policy.halfLifeUs[candidate.kind]);
  const age = candidate.assumed || candidate.ageUs < 0n ? 0 : Number(candidate.ageUs);
  const freshness = halfLife / (halfLife + age);
  const agreement = (1 - 2 ** -agreeing) * (agreeing / witnesses);
  return policy.trust[candidate.kind] * freshness * agreement * (candidate.assumed ? ASSUMED_SHARE : 1);
}
