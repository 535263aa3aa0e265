import type { Candidate, Choice, OrderBook, SourceRefusal } from './candidate.js';
import { confidenceOf } from './confidenceOf.js';
import { type Consensus, consensusOf } from './consensusOf.js';
import { isNear, judgeAgainstBook, judgeAlone, refusal } from './judgeSources.js';
import type { MarkPolicy } from './markPolicy.js';
import { type ReadBook, readBook } from './readBook.js';

export interface SourceQuestion {
  readonly candidates: readonly Candidate[];
  readonly books?: readonly OrderBook[];
  /** The source that stands now; it goes only for a reason. */
  readonly incumbent?: string | undefined;
}

/** What a challenger's distance and age may be, as a share of what the incumbent's may be. */
const ENTRY_SHARE = 0.5;

/**
 * Which source marks: the best ranked of those that are prices of this time, inside their venue's quotes and near what
 * the independent witnesses agree on. Whoever stands already stays until it is refused, or until a better kind is well
 * inside the limits (by half), so that a source at the edge of a limit doesn't make the mark flap. The answer doesn't
 * depend on the order of the candidates.
 */
export function chooseSource({ candidates, books = [], incumbent }: SourceQuestion, policy: MarkPolicy): Choice {
  const refused: SourceRefusal[] = [];
  const keep = (verdict: SourceRefusal | undefined): boolean => {
    if (verdict !== undefined) refused.push(verdict);
    return verdict === undefined;
  };
  const alone = candidates.filter((candidate) => keep(judgeAlone(candidate, policy)));
  const open = books.flatMap((book): ReadBook[] => {
    const read = readBook(book, policy);
    if (read.kind !== 'read') refused.push(read);
    return read.kind === 'read' && keep(judgeAlone(read.candidate, policy)) ? [read] : [];
  });
  const inBook = alone.filter((candidate) => keep(judgeAgainstBook(candidate, open, policy)));
  const usable = [...inBook, ...open.map(({ candidate }) => candidate)].sort(byRank(policy));
  const consensus = consensusOf(witnessesOf(usable), policy);
  const accepted = usable.filter((candidate) => keep(judgeByConsensus(candidate, consensus, policy)));
  const winner = settled(accepted, incumbent, consensus, policy);
  if (winner === undefined) return { kind: 'none', refused };
  const { agreeing, witnesses } = consensus?.kind === 'agreed' ? consensus : { agreeing: 1, witnesses: 1 };
  const confidence = confidenceOf(winner, agreeing, witnesses, policy);
  return { kind: 'chosen', candidate: winner, confidence, agreeing, witnesses, refused };
}

/** By kind; of a kind what is assumed comes after what was observed. A kind that can't win may still bear witness. */
function rankOf({ kind, assumed }: Candidate, { ranking }: MarkPolicy): number {
  const rank = ranking.includes(kind) ? ranking.indexOf(kind) : ranking.length;
  return assumed ? 2 * rank + 1 : 2 * rank;
}

function byRank(policy: MarkPolicy): (a: Candidate, b: Candidate) => number {
  return (a, b) => rankOf(a, policy) - rankOf(b, policy) || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0);
}

/** The best ranked source of each origin; what is assumed is nobody's word. */
function witnessesOf(usable: readonly Candidate[]): readonly Candidate[] {
  const byOrigin = new Map<string, Candidate>();
  for (const candidate of usable) {
    if (!candidate.assumed && !byOrigin.has(candidate.origin)) byOrigin.set(candidate.origin, candidate);
  }
  return [...byOrigin.values()];
}

function judgeByConsensus(
  candidate: Candidate,
  consensus: Consensus | undefined,
  { toleranceRatio }: MarkPolicy,
): SourceRefusal | undefined {
  // What is assumed bears no witness, and is held to those who do.
  if (consensus === undefined) return undefined;
  const { value } = candidate;
  if (consensus.kind === 'split') return refusal(candidate, 'no_majority', consensus.low, consensus.high, value);
  const { reference, outlierCode } = consensus;
  if (isNear(value, reference, toleranceRatio)) return undefined;
  const slack = toleranceRatio * reference;
  return refusal(candidate, outlierCode, reference - slack, reference + slack, value);
}

function settled(
  accepted: readonly Candidate[],
  incumbent: string | undefined,
  consensus: Consensus | undefined,
  policy: MarkPolicy,
): Candidate | undefined {
  const able = accepted.filter(({ kind }) => policy.ranking.includes(kind));
  const standing = able.find(({ source }) => source === incumbent);
  if (standing === undefined) return able[0];
  const standingRank = rankOf(standing, policy);
  const challenger = able.find((one) => rankOf(one, policy) < standingRank && isWellInside(one, consensus, policy));
  return challenger ?? standing;
}

function isWellInside(candidate: Candidate, consensus: Consensus | undefined, policy: MarkPolicy): boolean {
  const { value, ageUs, ageLimitUs, assumed } = candidate;
  const reference = consensus?.kind === 'agreed' ? consensus.reference : value;
  const isYoung = assumed || ageLimitUs === undefined || Number(ageUs) <= ENTRY_SHARE * Number(ageLimitUs);
  return isYoung && isNear(value, reference, ENTRY_SHARE * policy.toleranceRatio);
}
