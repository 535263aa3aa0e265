import { chainErrors, errorPercentiles, joinErrors } from '../deribitChains/chainErrors.ts';
import type { ChainErrors } from '../deribitChains/chainErrors.ts';
import { findChainFiles, printMalformed, readChainFile } from '../deribitChains/readChain.ts';
import type { ChainRow } from '../deribitChains/readChain.ts';
import { PERCENTILES, readStatedNoise } from '../deribitChains/statedNoise.ts';
import type { ErrorPercentiles } from '../deribitChains/statedNoise.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';

/**
 * The polling noise that the data states, at its worst day (SOURCE.md and VALIDATION.csv of the recorded chains: tickers
 * polled over a minute, time to expiry taken at its start), and three times over for one snapshot, a quarter of a day.
 */
const WORST_DAY: ErrorPercentiles = [3.2e-5, 1.76e-3, 5.8e-4, 1.67e-2, 3.43e-3, 7.2e-2];
const SNAPSHOT_OVER_DAY = 3;

/** How far the index moved while the snapshots of those days were polled. One that moved further is noisier in proportion. */
const INDEX_MOVE_OF_WORST_DAY = 6e-3;

/** A day that the data states itself has to come out as stated. One percent for another rule of what lies between two ranks. */
const STATED_SLACK = 1.01;

const TOLERANCE =
  `the data's polling noise (a day's own percentiles where stated, ` +
  `${SNAPSHOT_OVER_DAY} times the worst day's for a snapshot)`;

/** A day or a snapshot beside its bounds. */
interface Comparison {
  readonly name: string;
  readonly isDay: boolean;
  readonly rows: number;
  readonly found: ErrorPercentiles;
  readonly bounds: ErrorPercentiles;
  /** The percentile furthest out, as found over bound. */
  readonly worst: number;
  readonly worstPercentile: string;
}

/** Compares mark, delta and vega of recorded Deribit chains with Black-76 at the venue's own inputs. */
const deribitChains: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const comparisons: Comparison[] = [];
    const all: ChainErrors[] = [];
    for (const path of await findChainFiles(paths)) {
      const file = await readChainFile(path);
      printMalformed(file, print);
      const stated = await readStatedNoise(path);
      const days = new Map<string, ChainErrors[]>();
      for (const snapshot of file.snapshots) {
        const errors = chainErrors(snapshot.rows);
        const noise = SNAPSHOT_OVER_DAY * Math.max(1, indexMove(snapshot.rows) / INDEX_MOVE_OF_WORST_DAY);
        const bounds = WORST_DAY.map((bound) => bound * noise);
        comparisons.push(compare(snapshot.timestamp, false, errors, bounds));
        const day = snapshot.timestamp.slice(0, 10).replaceAll('-', '');
        days.set(day, [...(days.get(day) ?? []), errors]);
        all.push(errors);
      }
      for (const [day, parts] of days) {
        const bounds = stated.get(day)?.map((bound) => bound * STATED_SLACK);
        if (bounds !== undefined) comparisons.push(compare(`day ${day}`, true, joinErrors(parts), bounds));
      }
    }
    const differing = comparisons.filter((one) => !(one.worst <= 1));
    printTable(comparisons, all, print);
    for (const one of differing.slice(0, 10)) print(`differs: ${describe(one)}`);
    const worst = comparisons.reduce<Comparison | undefined>((far, one) => {
      return far === undefined || one.worst > far.worst ? one : far;
    }, undefined);
    return {
      matched: comparisons.length - differing.length,
      total: comparisons.length,
      tolerance: TOLERANCE,
      worst: worst === undefined ? 'none' : describe(worst),
    };
  },
};

export default deribitChains;

/** The furthest that an index moved between the first and the last ticker, as a share of it; 0 where files don't say. */
function indexMove(rows: readonly ChainRow[]): number {
  const ends = new Map<string, { low: number; high: number }>();
  for (const { currency, index } of rows) {
    if (index === undefined) continue;
    const { low, high } = ends.get(currency) ?? { low: index, high: index };
    ends.set(currency, { low: Math.min(low, index), high: Math.max(high, index) });
  }
  return Math.max(0, ...[...ends.values()].map(({ low, high }) => high / low - 1));
}

function compare(name: string, isDay: boolean, errors: ChainErrors, bounds: ErrorPercentiles): Comparison {
  const found = errorPercentiles(errors);
  const ratios = found.map((value, i) => value / bounds[i]!);
  const worst = Math.max(...ratios);
  const worstPercentile = PERCENTILES[ratios.indexOf(worst)] ?? PERCENTILES[0];
  return { name, isDay, rows: errors.mark.length, found, bounds, worst, worstPercentile };
}

function describe({ name, worst, worstPercentile }: Comparison): string {
  return `${worst.toFixed(3)} of the bound (${name}, ${worstPercentile})`;
}

function printTable(
  comparisons: readonly Comparison[],
  all: readonly ChainErrors[],
  print: (line: string) => void,
): void {
  const snapshots = comparisons.filter((one) => !one.isDay);
  const days = comparisons.filter((one) => one.isDay);
  const joined = joinErrors(all);
  print(`${snapshots.length} snapshots, ${days.length} days with stated noise, ${joined.mark.length} options`);
  if (joined.mark.length === 0) return;
  print(`                ${PERCENTILES.map((name) => name.padStart(10)).join('')}`);
  const row = (name: string, values: readonly number[]) => {
    print(`${name.padEnd(16)}${values.map((value) => value.toExponential(2).padStart(10)).join('')}`);
  };
  row('all rows', errorPercentiles(joined));
  row('worst snapshot', columnMaxima(snapshots));
  if (days.length > 0) row('worst day', columnMaxima(days));
}

function columnMaxima(comparisons: readonly Comparison[]): number[] {
  return PERCENTILES.map((_, i) => Math.max(...comparisons.map((one) => one.found[i]!)));
}
