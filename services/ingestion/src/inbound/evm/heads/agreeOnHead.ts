/** What a node claims: its newest block. */
export interface HeadClaim {
  readonly endpoint: string;
  readonly number: bigint;
  readonly hash: string;
  /** Hashes of older blocks that it gave, by number. */
  readonly hashAt: (number: bigint) => string | undefined;
}

export type HeadVerdict =
  /** At least as many nodes as the quorum have this block at this height. */
  | { readonly kind: 'agreed'; readonly number: bigint; readonly hash: string; readonly against: readonly string[] }
  /** Nodes are at different heights: those that are further have to say what they have at this one. */
  | { readonly kind: 'ask'; readonly number: bigint; readonly endpoints: readonly string[] }
  /** They contradict each other, or there are too few. */
  | { readonly kind: 'none'; readonly detail: string };

/**
 * The newest block on which `quorum` nodes agree by number and hash. The height is the highest that so many nodes have
 * reached, so that one node can't lift it; the hash is the one that so many of them have there. With a quorum of one and
 * two nodes at the same height on different branches, the branch that is followed already (`isAdopted`) goes first.
 */
export function agreeOnHead(
  claims: readonly HeadClaim[],
  quorum: number,
  isAdopted: (hash: string) => boolean,
): HeadVerdict {
  if (claims.length < quorum) {
    return { kind: 'none', detail: `Expected ${quorum} nodes with a head, had ${claims.length}.` };
  }
  const heights = claims.map(({ number }) => number).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const number = heights[quorum - 1]!;
  const reached = claims.filter((claim) => claim.number >= number);
  const votes = votesAt(reached, number);
  const winner = [...votes]
    .filter(([, names]) => names.length >= quorum)
    .sort(
      ([a, aNames], [b, bNames]) => bNames.length - aNames.length || Number(isAdopted(b)) - Number(isAdopted(a)),
    )[0];
  if (winner !== undefined) {
    const against = [...votes].filter(([hash]) => hash !== winner[0]).flatMap(([, names]) => names);
    return { kind: 'agreed', number, hash: winner[0], against };
  }
  const silent = reached.filter((claim) => hashOf(claim, number) === undefined).map(({ endpoint }) => endpoint);
  if (silent.length > 0) return { kind: 'ask', number, endpoints: silent };
  const sides = [...votes.values()].map((names) => names.join(', ')).join(' against ');
  return { kind: 'none', detail: `Expected ${quorum} nodes with one block ${number}, had ${sides}.` };
}

function votesAt(claims: readonly HeadClaim[], number: bigint): Map<string, string[]> {
  const votes = new Map<string, string[]>();
  for (const claim of claims) {
    const hash = hashOf(claim, number);
    if (hash === undefined) continue;
    votes.set(hash, [...(votes.get(hash) ?? []), claim.endpoint]);
  }
  return votes;
}

function hashOf(claim: HeadClaim, number: bigint): string | undefined {
  return claim.number === number ? claim.hash : claim.hashAt(number);
}
