import { fitSurface, fitUnconstrained } from '@gimbal/quant';
import type { Surface, SurfaceSlice } from '@gimbal/quant';
import { findChainFiles, printMalformed, readChainFile } from '../deribitChains/readChain.ts';
import type { ChainSnapshot } from '../deribitChains/readChain.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';
import {
  addFits,
  compareFits,
  insidePointsLost,
  NO_QUOTES,
  rmseRatio,
  rmseVolPoints,
} from '../surfaces/compareFits.ts';
import type { FitComparison } from '../surfaces/compareFits.ts';
import { denseArbitrage } from '../surfaces/denseArbitrage.ts';
import { driftVolPoints } from '../surfaces/drift.ts';
import { surfaceInputs } from '../surfaces/surfaceInputs.ts';

/** What issue 4 asks: of each snapshot, and of the run as a whole. */
const INSIDE_POINTS_LOST_MAX = 5;
const RMSE_RATIO_MAX = 1.25;
const REFUSED_SHARE_MAX = 0.02;

const TOLERANCE =
  `no arbitrage, ${INSIDE_POINTS_LOST_MAX} points of quotes inside bid-ask and ${RMSE_RATIO_MAX} times the RMSE ` +
  `of free SVI, ${REFUSED_SHARE_MAX * 100} % of slices refused`;

interface SnapshotOutcome {
  readonly timestamp: string;
  readonly fits: FitComparison;
  readonly points: number;
  readonly butterfly: number;
  readonly calendar: number;
  readonly slices: number;
  readonly refused: number;
  readonly fitMs: number;
}

/** Everything that a run gathers beside the snapshots' own outcomes, for its table. */
interface Gathered {
  readonly refusedSlices: Map<string, number>;
  readonly refusedQuotes: Map<string, number>;
  readonly forwards: Map<string, number>;
  readonly drift: number[];
  readonly driftFree: number[];
  readonly refitDrift: number[];
  readonly refitMs: number[];
}

/** Fits a surface to each currency of each recorded snapshot, and measures it against SVI slices fitted each by itself. */
const surfaces: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const outcomes: SnapshotOutcome[] = [];
    const gathered: Gathered = {
      refusedSlices: new Map(),
      refusedQuotes: new Map(),
      forwards: new Map(),
      drift: [],
      driftFree: [],
      refitDrift: [],
      refitMs: [],
    };
    const before = new Map<string, { readonly surface: Surface; readonly free: readonly SurfaceSlice[] }>();
    for (const path of await findChainFiles(paths)) {
      const file = await readChainFile(path);
      printMalformed(file, print);
      for (const snapshot of file.snapshots) outcomes.push(fitSnapshot(snapshot, before, gathered));
    }
    printRun(outcomes, gathered, print);
    const failing = outcomes.filter((outcome) => furthest(outcome) > 1);
    for (const outcome of failing.slice(0, 10)) print(`differs: ${describe(outcome)}`);
    const wholeRunFails = outcomes.length > 0 && furthest(total(outcomes)) > 1;
    if (wholeRunFails) print(`differs: the run as a whole: ${describe(total(outcomes))}`);
    const worst = outcomes.reduce<SnapshotOutcome | undefined>((far, one) => {
      return far === undefined || furthest(one) > furthest(far) ? one : far;
    }, undefined);
    return {
      // A run that falls short as a whole falls short, even when each snapshot is within its bounds.
      matched: Math.min(outcomes.length - failing.length, outcomes.length - (wholeRunFails ? 1 : 0)),
      total: outcomes.length,
      tolerance: TOLERANCE,
      worst: worst === undefined ? 'none' : describe(worst),
    };
  },
};

export default surfaces;

function fitSnapshot(
  snapshot: ChainSnapshot,
  before: Map<string, { readonly surface: Surface; readonly free: readonly SurfaceSlice[] }>,
  gathered: Gathered,
): SnapshotOutcome {
  let outcome: SnapshotOutcome = { ...NOTHING, timestamp: snapshot.timestamp };
  for (const { currency, asOfMs, expiries, listed } of surfaceInputs(snapshot)) {
    const last = before.get(currency);
    const input = { asOfMs, expiries, previous: last?.surface };
    const started = performance.now();
    const surface = fitSurface(input);
    const fitMs = performance.now() - started;
    const free = fitUnconstrained(input);
    const again = performance.now();
    const refit = fitSurface({ ...input, previous: surface });
    gathered.refitMs.push(performance.now() - again);
    gathered.refitDrift.push(...driftVolPoints(surface.slices, refit.slices));
    if (last !== undefined) {
      gathered.drift.push(...driftVolPoints(last.surface.slices, surface.slices));
      gathered.driftFree.push(...driftVolPoints(last.free, free));
    }
    before.set(currency, { surface, free });
    for (const { reason } of surface.refusals) count(gathered.refusedSlices, reason);
    for (const { quotesRefused } of [...surface.slices, ...surface.refusals]) {
      for (const { reason } of quotesRefused) count(gathered.refusedQuotes, reason);
    }
    for (const { forward } of surface.slices) count(gathered.forwards, forward.source);
    const { points, butterfly, calendar } = denseArbitrage(surface.slices, listed);
    outcome = add(outcome, {
      timestamp: snapshot.timestamp,
      fits: compareFits(surface, free),
      points,
      butterfly,
      calendar,
      slices: surface.slices.length + surface.refusals.length,
      refused: surface.refusals.length,
      fitMs,
    });
  }
  return outcome;
}

const NOTHING: SnapshotOutcome = {
  timestamp: '',
  fits: NO_QUOTES,
  points: 0,
  butterfly: 0,
  calendar: 0,
  slices: 0,
  refused: 0,
  fitMs: 0,
};

function add(one: SnapshotOutcome, other: SnapshotOutcome): SnapshotOutcome {
  return {
    timestamp: one.timestamp,
    fits: addFits(one.fits, other.fits),
    points: one.points + other.points,
    butterfly: one.butterfly + other.butterfly,
    calendar: one.calendar + other.calendar,
    slices: one.slices + other.slices,
    refused: one.refused + other.refused,
    fitMs: one.fitMs + other.fitMs,
  };
}

function total(outcomes: readonly SnapshotOutcome[]): SnapshotOutcome {
  return outcomes.reduce(add, { ...NOTHING, timestamp: 'all' });
}

/** The bound that is furthest used, as a share of it: up to 1 is within. A single violation, or a snapshot without a fit, is out. */
function furthest({ timestamp, fits, butterfly, calendar, slices, refused }: SnapshotOutcome): number {
  if (butterfly + calendar > 0 || fits.quotes === 0) return Number.POSITIVE_INFINITY;
  // A snapshot has some two dozen slices, so that one refusal is more than two percent: the share is the run's.
  const refusedShare = timestamp === 'all' ? refused / slices / REFUSED_SHARE_MAX : 0;
  return Math.max(insidePointsLost(fits) / INSIDE_POINTS_LOST_MAX, rmseRatio(fits) / RMSE_RATIO_MAX, refusedShare);
}

function describe({ timestamp, fits, butterfly, calendar, slices, refused }: SnapshotOutcome): string {
  return (
    `${timestamp}: ${insidePointsLost(fits).toFixed(2)} points lost, ${rmseRatio(fits).toFixed(3)} times the RMSE, ` +
    `${butterfly} butterfly and ${calendar} calendar violations, ${refused} of ${slices} slices refused`
  );
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function printRun(outcomes: readonly SnapshotOutcome[], gathered: Gathered, print: (line: string) => void): void {
  if (outcomes.length === 0) return;
  const { fits, points, butterfly, calendar, slices, refused } = total(outcomes);
  const share = (part: number) => `${((part / Math.max(1, fits.quotes)) * 100).toFixed(2)} %`;
  const ours = rmseVolPoints(fits.squares, fits.vegaSum).toFixed(3);
  const free = rmseVolPoints(fits.squaresFree, fits.vegaSum).toFixed(3);
  print(`${outcomes.length} snapshots, ${slices} expiries, ${fits.quotes} quotes used`);
  print(`violations           ${butterfly} butterfly, ${calendar} calendar at ${points} points and in the limits`);
  print(`inside bid-ask       ${share(fits.inside)}, free SVI ${share(fits.insideFree)}`);
  print(`vega-weighted RMSE   ${ours} vol points, free SVI ${free}, ratio ${rmseRatio(fits).toFixed(4)}`);
  print(`slices refused       ${refused} of ${slices}${list(gathered.refusedSlices)}`);
  print(`quotes refused      ${list(gathered.refusedQuotes)}`);
  print(`forwards from       ${list(gathered.forwards)}`);
  print(
    `fit of a snapshot    ${quantiles(
      outcomes.map((outcome) => outcome.fitMs),
      'ms',
    )}`,
  );
  print(
    `refit of a currency  ${quantiles(gathered.refitMs, 'ms')}, moving ${quantiles(gathered.refitDrift, 'vol points')}`,
  );
  print(`drift to the next    ${quantiles(gathered.drift, 'vol points')}`);
  print(`drift of free SVI    ${quantiles(gathered.driftFree, 'vol points')}`);
}

function list(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.map(([name, times], i) => `${i === 0 ? ' ' : ', '}${name} ${times}`).join('');
}

function quantiles(values: readonly number[], unit: string): string {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  return `median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)} ${unit}`;
}
