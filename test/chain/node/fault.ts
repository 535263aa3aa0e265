/** What a node can do wrong. */
export type FaultKind =
  /** The answer comes late. */
  | 'delay'
  /** The connection is cut before the answer. */
  | 'drop'
  /** The connection stays open and nothing comes. */
  | 'hang'
  | 'status429'
  | 'status500'
  /** The answer ends in the middle of its JSON. */
  | 'truncated'
  /** An answer of 100 MB. */
  | 'huge'
  /** Each log twice. */
  | 'duplicateLogs'
  /** A head that isn't there yet. */
  | 'newerHead'
  /** A head of long ago. */
  | 'olderHead'
  /** A log is missing, or says something else. */
  | 'otherLogs';

/** Out of a million requests, so many have this fault: whole numbers, so that a seed gives the same faults everywhere. */
export type FaultRates = Partial<Record<FaultKind, number>>;

const PER = 1_000_000;

/** The fault of one request, or none; `unit` is a random number from 0 (included) to 1. */
export function drawFault(rates: FaultRates, unit: number): FaultKind | undefined {
  let at = Math.floor(unit * PER);
  for (const [kind, rate] of Object.entries(rates) as [FaultKind, number][]) {
    if (at < rate) return kind;
    at -= rate;
  }
  return undefined;
}
