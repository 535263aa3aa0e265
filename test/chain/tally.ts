const DIFFERENCES_KEPT = 20;

/** What was compared so far. Figures must be equal, so any distance at all is a miss. */
export interface Tally {
  matched: number;
  total: number;
  /** The largest distance between two numbers that should have been equal. */
  worst: bigint;
  readonly differences: string[];
}

export function newTally(): Tally {
  return { matched: 0, total: 0, worst: 0n, differences: [] };
}

/** Counts one comparison; a difference is kept in words until there are enough to see what is wrong. */
export function compare<Figure extends bigint | number | string | boolean>(
  tally: Tally,
  where: string,
  onChain: Figure,
  ours: Figure,
): void {
  tally.total++;
  if (onChain === ours) {
    tally.matched++;
    return;
  }
  if (typeof onChain === 'bigint' && typeof ours === 'bigint') {
    const distance = onChain > ours ? onChain - ours : ours - onChain;
    if (distance > tally.worst) tally.worst = distance;
  }
  if (tally.differences.length < DIFFERENCES_KEPT) {
    tally.differences.push(`${where}: expected ${onChain} as on the chain, was ${ours}`);
  }
}

/** Adds what one part compared to the tally of the whole. */
export function addTally(whole: Tally, part: Tally): void {
  whole.matched += part.matched;
  whole.total += part.total;
  if (part.worst > whole.worst) whole.worst = part.worst;
  whole.differences.push(...part.differences);
}
