import type { Candidate, RefusalCode } from './candidate.js';
import { isNear } from './judgeSources.js';
import type { MarkPolicy } from './markPolicy.js';
import { medianOf } from './medianOf.js';

/** What the independent witnesses agree on, or that they don't. */
export type Consensus =
  | {
      readonly kind: 'agreed';
      readonly reference: number;
      readonly agreeing: number;
      readonly witnesses: number;
      /** The code of whoever stands too far from the reference. */
      readonly outlierCode: RefusalCode;
    }
  | { readonly kind: 'split'; readonly low: number; readonly high: number };

/**
 * One witness alone is the reference. Two agree when they are within the tolerance of each other. Three or more: their median is, if more than half of them are within the
 * tolerance of it; so fewer than half can't move it out of the others' range, whoever they are. Two that disagree have
 * no median worth the name: an index or an oracle, which is itself made of many, is then believed before another.
 */
export function consensusOf(witnesses: readonly Candidate[], policy: MarkPolicy): Consensus | undefined {
  if (witnesses.length === 0) return undefined;
  const values = witnesses.map(({ value }) => value);
  const reference = medianOf(values);
  // Of two the middle is near both when they are twice as far apart, so they are held to each other.
  const areTogether = values.length !== 2 || isNear(Math.max(...values), Math.min(...values), policy.toleranceRatio);
  const near = values.filter((value) => isNear(value, reference, policy.toleranceRatio)).length;
  const agreeing = areTogether ? near : 1;
  if (agreeing * 2 > values.length) {
    return { kind: 'agreed', reference, agreeing, witnesses: values.length, outlierCode: 'off_median' };
  }
  const anchors = witnesses.filter(({ kind }) => kind === 'index' || kind === 'oracle');
  if (witnesses.length === 2 && anchors.length === 1) {
    return { kind: 'agreed', reference: anchors[0]!.value, agreeing: 1, witnesses: 2, outlierCode: 'off_index' };
  }
  return { kind: 'split', low: Math.min(...values), high: Math.max(...values) };
}
