import type { Sizes } from './largestTerms.ts';
import type { Black76Reference, Quantity } from './readReference.ts';

/** Below it a double loses digits to underflow on the way, whoever computes it. */
const NORMAL_MIN = 1e-290;
/** Of the natural scale; see `naturalScales`. */
const SHARE_THAT_MATTERS = 1e-12;

/** Worst and 99.9th percentile; NaN where nothing could be compared. */
export interface Spread {
  readonly worst: number;
  readonly p999: number;
  readonly worstRow: number;
}

export interface Errors {
  /** Rows that were answered with a finite number, among those that were asked. */
  readonly answered: number;
  readonly asked: number;
  /** Over the greater of the value and its natural scale. */
  readonly absolute: Spread;
  /** Over the value, where that is more than 1e-12 of its natural scale. */
  readonly relative: Spread;
  /** The same in units of the value's last place. */
  readonly ulp: Spread;
  /** Over the value wherever it is at least 1e-290, however small beside its natural scale. */
  readonly relativeEverywhere: Spread;
  /** Over the largest term of the formula, where that is more than 1e-12 of the natural scale. */
  readonly ofLargestTerm: Spread;
  /** The same wherever the term is at least 1e-290. */
  readonly ofLargestTermEverywhere: Spread;
}

export interface Yardsticks {
  readonly scales: Sizes;
  readonly terms: Sizes;
}

/** Errors of one column of answers over the rows that `wanted` lets through. */
export function measureErrors(
  reference: Black76Reference,
  { scales, terms }: Yardsticks,
  quantity: Quantity,
  found: Float64Array,
  wanted: (row: number) => boolean,
): Errors {
  const { high, remainder } = reference.exact[quantity];
  const lists = {
    absolute: new Worst(),
    relative: new Worst(),
    ulp: new Worst(),
    everywhere: new Worst(),
    terms: new Worst(),
    termsEverywhere: new Worst(),
  };
  let asked = 0;
  let answered = 0;
  for (let row = 0; row < reference.rows; row++) {
    if (!wanted(row)) continue;
    asked++;
    const value = found[row]!;
    if (!Number.isFinite(value)) continue;
    answered++;
    const exact = high[row]!;
    const lastPlace = ulpOf(exact);
    // The subtraction is exact next to the value, so the digits of the remainder count.
    const error = Math.abs(value - exact - (remainder[row]! / reference.remaindersPerUlp) * lastPlace);
    const size = Math.abs(exact);
    const scale = scales[quantity][row]!;
    lists.absolute.add(row, error / Math.max(size, scale));
    if (size >= NORMAL_MIN) lists.everywhere.add(row, error / size);
    if (size >= NORMAL_MIN && size > SHARE_THAT_MATTERS * scale) {
      lists.relative.add(row, error / size);
      lists.ulp.add(row, error / lastPlace);
    }
    const term = terms[quantity][row]!;
    if (term >= NORMAL_MIN) lists.termsEverywhere.add(row, error / term);
    if (term >= NORMAL_MIN && term > SHARE_THAT_MATTERS * scale) lists.terms.add(row, error / term);
  }
  return {
    asked,
    answered,
    absolute: lists.absolute.spread(),
    relative: lists.relative.spread(),
    ulp: lists.ulp.spread(),
    relativeEverywhere: lists.everywhere.spread(),
    ofLargestTerm: lists.terms.spread(),
    ofLargestTermEverywhere: lists.termsEverywhere.spread(),
  };
}

class Worst {
  readonly #rows: number[] = [];
  readonly #errors: number[] = [];

  add(row: number, error: number): void {
    this.#rows.push(row);
    this.#errors.push(error);
  }

  spread(): Spread {
    if (this.#errors.length === 0) return { worst: Number.NaN, p999: Number.NaN, worstRow: -1 };
    const order = this.#errors.map((_, i) => i).sort((a, b) => this.#errors[a]! - this.#errors[b]!);
    const last = order.at(-1)!;
    const rank = order[Math.max(0, Math.ceil(0.999 * order.length) - 1)]!;
    return { worst: this.#errors[last]!, p999: this.#errors[rank]!, worstRow: this.#rows[last]! };
  }
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);
const SMALLEST_EXPONENT = -1074;

/** The distance to the next double away from zero. */
function ulpOf(value: number): number {
  word[0] = value;
  // Little-endian, as everything that runs Node is: the second half holds sign and exponent.
  const exponent = (halves[1]! >>> 20) & 0x7ff;
  return 2 ** Math.max(SMALLEST_EXPONENT, exponent - 1075);
}
