import type { ParityOutcome } from '../paritySuite.ts';
import { furthest, type Quantity, relativeError } from './compareQuantities.ts';
import { type JsonObject, MalformedCase, readCases } from './readCases.ts';

/** A case computed: the margins that decide it, and what they are made of; or why the engine refused it. */
export type ComputedCase =
  | {
      readonly ok: true;
      readonly margins: readonly Quantity[];
      readonly intermediates: readonly Quantity[];
      /** Published in whole dollars, cut off: then so is ours before it is compared. */
      readonly wholeDollars?: boolean;
    }
  | { readonly ok: false; readonly refusal: string };

export interface CaseRun {
  readonly paths: readonly string[];
  /** Of the files that a folder is searched for. */
  readonly prefix: string;
  readonly tolerance: number;
  readonly compute: (name: string, data: JsonObject) => ComputedCase;
  readonly print: (line: string) => void;
}

const PRINTED_MAX = 20;

/** Computes each case, prints what differs and what can't be read, and goes on. A case matches when all its margins do. */
export async function runCases({ paths, prefix, tolerance, compute, print }: CaseRun): Promise<ParityOutcome> {
  const cases = await readCases(paths, prefix);
  const totals = { matched: 0, compared: 0, malformed: 0, intermediates: 0, intermediatesMatched: 0 };
  let worst = { error: -1, name: 'none' };
  let worstIntermediate = { error: -1, name: 'none' };
  const printed: string[] = [];
  for (const one of cases) {
    const computed = 'malformed' in one ? one.malformed : tryCase(() => compute(one.name, one.data));
    if (typeof computed === 'string') {
      totals.malformed++;
      printed.push(`malformed, left out: ${one.name}: ${computed}`);
      continue;
    }
    totals.compared++;
    if (!computed.ok) {
      printed.push(`refused: ${one.name}: ${computed.refusal}`);
      worst = { error: Number.POSITIVE_INFINITY, name: one.name };
      continue;
    }
    const margins = computed.wholeDollars === true ? computed.margins.map(cutOff) : computed.margins;
    const off = margins.filter((quantity) => !(relativeError(quantity) <= tolerance));
    if (off.length === 0 && margins.length > 0) totals.matched++;
    for (const { name, ours, theirs } of off) {
      printed.push(`differs: ${one.name}: ${name} expected ${theirs}, was ${ours}`);
    }
    const far = furthest(margins);
    if (far !== undefined && far.error > worst.error) worst = { error: far.error, name: `${far.name} of ${one.name}` };
    for (const quantity of computed.intermediates) {
      const error = relativeError(quantity);
      totals.intermediates++;
      if (error <= tolerance) totals.intermediatesMatched++;
      else {
        printed.push(
          `intermediate differs: ${one.name}: ${quantity.name} expected ${quantity.theirs}, was ${quantity.ours}`,
        );
      }
      if (error > worstIntermediate.error) worstIntermediate = { error, name: `${quantity.name} of ${one.name}` };
    }
  }
  for (const line of printed.slice(0, PRINTED_MAX)) print(line);
  if (printed.length > PRINTED_MAX) print(`and ${printed.length - PRINTED_MAX} more`);
  if (totals.malformed > 0) print(`${totals.malformed} malformed cases left out`);
  if (totals.intermediates > 0) {
    const { error, name } = worstIntermediate;
    print(
      `intermediates: ${totals.intermediatesMatched} of ${totals.intermediates} within ${tolerance}, ` +
        `worst ${error.toExponential(1)} (${name})`,
    );
  }
  return {
    matched: totals.matched,
    total: totals.compared,
    tolerance: `${tolerance} relative`,
    worst: worst.error < 0 ? 'none' : `${worst.error.toExponential(1)} (${worst.name})`,
  };
}

function tryCase(compute: () => ComputedCase): ComputedCase | string {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof MalformedCase)) throw error;
    return error.message;
  }
}

/** A double may miss a whole dollar by its last bits, and would lose all of it. */
const WHOLE_DOLLAR_SLACK = 1e-12;

function cutOff(quantity: Quantity): Quantity {
  const { ours } = quantity;
  return { ...quantity, ours: Math.trunc(ours + ours * WHOLE_DOLLAR_SLACK) };
}
