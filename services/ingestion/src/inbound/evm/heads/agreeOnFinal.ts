import type { Head } from '../endpoints/endpoint.js';

/**
 * The newest block that `quorum` nodes call final. A node that knows a later one knows this one final too, so the height is
 * the highest that so many have reached; its hash is from those that stand exactly there, and none is said when they differ.
 */
export function agreeOnFinal(claims: readonly (Head | undefined)[], quorum: number): Head | undefined {
  const known = claims.filter((claim) => claim !== undefined);
  const sorted = known.toSorted((a, b) => (a.number < b.number ? 1 : a.number > b.number ? -1 : 0));
  const agreed = sorted[quorum - 1];
  if (agreed === undefined) return undefined;
  const alike = sorted.every(({ number, hash }) => number !== agreed.number || hash === agreed.hash);
  return alike ? { number: agreed.number, hash: agreed.hash } : undefined;
}
