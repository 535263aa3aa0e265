import { greekBounds } from '../deribitGreeks/greekBounds.ts';
import { readOptionSummaries, VENUE_GREEKS } from '../deribitGreeks/optionSummary.ts';
import type { OptionSummary, OptionSummaryFile, VenueGreek } from '../deribitGreeks/optionSummary.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';

/** Deribit prints every Greek with five decimals, so half a unit of the fifth is unknown. */
const HALF_PRINTED_UNIT = 0.5e-5;

/** Doubles nearest to five-decimal numbers are off by some 1e-16; without this an exact half would fall on either side. */
const REPRESENTATION_SLACK = 1e-12;

const TOLERANCE = 'output rounding and ±0.005 vol points, ±0.005 underlying, ±1 s';

interface Comparison {
  readonly symbol: string;
  readonly greek: VenueGreek;
  readonly venue: number;
  /** How far the venue's number lies outside our bounds, in half printed units; up to 1 is rounding. */
  readonly halfUnitsOutside: number;
}

/** Compares the five Greeks that Deribit printed for each recorded option with Black-76 at the same inputs. */
const deribitGreeks: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const files = await readOptionSummaries(paths);
    for (const file of files) printFile(file, print);
    const comparisons = files.flatMap((file) => file.options.flatMap(compare));
    print('');
    print('greek       matched    total   furthest outside, in half printed units (1 is rounding)');
    for (const greek of VENUE_GREEKS) printGreek(greek, comparisons, print);
    const differing = comparisons.filter((comparison) => !matches(comparison)).sort(furthestFirst);
    for (const one of differing.slice(0, 10)) {
      print(`differs: ${one.symbol} ${one.greek} ${one.venue}, ${one.halfUnitsOutside.toFixed(2)} half units outside`);
    }
    const worst = [...comparisons].sort(furthestFirst)[0];
    return {
      matched: comparisons.length - differing.length,
      total: comparisons.length,
      tolerance: TOLERANCE,
      worst:
        worst === undefined
          ? 'none'
          : `${worst.halfUnitsOutside.toFixed(3)} half units (${worst.symbol} ${worst.greek})`,
    };
  },
};

export default deribitGreeks;

function compare(option: OptionSummary): Comparison[] {
  const bounds = greekBounds(option);
  return VENUE_GREEKS.filter((greek) => option.greeks[greek] !== undefined).map((greek) => {
    const venue = option.greeks[greek]!;
    // An option that we can't value and the venue can is a difference, not a gap in the count.
    const outside =
      bounds === undefined ? Infinity : Math.max(0, bounds[greek].low - venue, venue - bounds[greek].high);
    return { symbol: option.symbol, greek, venue, halfUnitsOutside: outside / HALF_PRINTED_UNIT };
  });
}

function matches(comparison: Comparison): boolean {
  return comparison.halfUnitsOutside * HALF_PRINTED_UNIT <= HALF_PRINTED_UNIT + REPRESENTATION_SLACK;
}

function furthestFirst(one: Comparison, other: Comparison): number {
  if (one.halfUnitsOutside === other.halfUnitsOutside) return 0;
  return one.halfUnitsOutside > other.halfUnitsOutside ? -1 : 1;
}

function printFile(file: OptionSummaryFile, print: (line: string) => void): void {
  if (file.options.length > 0) print(`${file.file}: ${file.options.length} options with venue Greeks`);
  if (file.withoutGreeks > 0)
    print(`${file.file}: ${file.withoutGreeks} options carry no venue Greeks and are not counted`);
  if (file.options.length + file.withoutGreeks === 0) print(`${file.file}: no options`);
}

function printGreek(greek: VenueGreek, comparisons: readonly Comparison[], print: (line: string) => void): void {
  const mine = comparisons.filter((comparison) => comparison.greek === greek);
  const matched = mine.filter(matches).length;
  const furthest = mine.reduce((far, comparison) => Math.max(far, comparison.halfUnitsOutside), 0);
  const columns = [String(matched).padStart(8), String(mine.length).padStart(9), furthest.toFixed(3).padStart(10)];
  print(`${greek.padEnd(10)} ${columns.join('')}`);
}
