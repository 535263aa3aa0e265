import type { ExplainedInput, ExplainedTerm } from '@gimbal/contracts/risk/v1/risk_service';
import type { FactRef } from '../riskState.js';

/** What a number is, before the answer says where its exposure stands. */
export interface Explained {
  readonly value: number;
  readonly unit: string;
  readonly formula: string;
  readonly terms: ExplainedTerm[];
}

/** A double is written in the shortest text that reads back to the same bits. */
export function input(
  name: string,
  value: number | bigint | string,
  unit: string,
  source?: FactRef,
  assumed = false,
): ExplainedInput {
  return {
    name,
    value: String(value),
    unit,
    source: source && { topic: source.topic, partition: source.partition, offset: BigInt(source.offset) },
    sourceType: source?.type ?? '',
    assumed,
  };
}

/**
 * The terms and, when adding them up from left to right doesn't give the number's very bits, what is missing: the number
 * is then all terms in order. One correction suffices, but for a sum far from the number the correction itself rounds.
 */
export function withDifference(terms: readonly ExplainedTerm[], value: number, why: string): ExplainedTerm[] {
  const all = [...terms];
  let sum = terms.reduce((total, term) => total + term.value, 0);
  for (let corrections = 0; sum !== value && corrections < CORRECTIONS_MAX; corrections++) {
    const difference = value - sum;
    all.push({ label: why, value: difference, inputs: [] });
    sum += difference;
  }
  return all;
}

const CORRECTIONS_MAX = 3;
