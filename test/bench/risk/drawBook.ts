import { createGroupSums } from '@gimbal/quant';
import { type MarkFrame, ROW_SIZE, type SparseBook, type UnderlyingGroups } from '@gimbal/risk-service';
import { seededRandom } from '../../seededRandom.ts';

export interface DrawnBook {
  readonly book: SparseBook;
  /** Of each underlying, by name. */
  readonly instrumentsPerUnderlying: number;
  readonly underlyings: readonly string[];
}

/** Portfolios with as many positions each, spread evenly over the underlyings: one group of each portfolio for each. */
export function drawBook(
  portfolios: number,
  positionsEach: number,
  underlyingCount: number,
  instruments: number,
): DrawnBook {
  const random = seededRandom(50);
  const underlyings = Array.from({ length: underlyingCount }, (_, n) => `U${n}`);
  const instrumentsPerUnderlying = Math.floor(instruments / underlyingCount);
  const groups = portfolios * underlyingCount;
  const legs = portfolios * positionsEach;
  const matrix = createGroupSums({ groups, legs, rows: instrumentsPerUnderlying });
  const { starts, quantities, indexes } = matrix;
  const portfolioOf = new Int32Array(groups);
  for (let group = 0; group < groups; group++) {
    const nth = group % underlyingCount;
    const portfolio = (group - nth) / underlyingCount;
    starts[group + 1] = portfolio * positionsEach + Math.floor(((nth + 1) * positionsEach) / underlyingCount);
    portfolioOf[group] = portfolio;
  }
  for (let leg = 0; leg < legs; leg++) {
    quantities[leg] = Math.round((random() - 0.5) * 2e6) / 1e3;
    indexes[leg] = Math.floor(random() * instrumentsPerUnderlying);
  }
  const moved = (nth: number): UnderlyingGroups => ({
    groups: Int32Array.from({ length: portfolios }, (_, portfolio) => portfolio * underlyingCount + nth),
    carryParts: new Uint8Array(instrumentsPerUnderlying),
  });
  const book = {
    portfolios,
    portfolioStarts: Int32Array.from({ length: portfolios + 1 }, (_, portfolio) => portfolio * underlyingCount),
    matrix,
    isDollar: new Uint8Array(groups),
    portfolioOf,
    totals: new Float64Array(portfolios * ROW_SIZE),
    underlyings: new Map(underlyings.map((name, nth) => [name, moved(nth)])),
  };
  return { book, instrumentsPerUnderlying, underlyings };
}

const COLUMNS = [
  'priceUsd',
  'delta',
  'gammaPerUsd',
  'vegaUsdPerVolPoint',
  'thetaUsdPerDay',
  'rhoUsd',
  'vanna',
  'volga',
  'charmPerDay',
  'carryUsdPerDay',
  'forwardUsd',
  'vol',
  'deltaStickyDelta',
  'lvrUsdPerDay',
  'trackedUsd',
] as const satisfies readonly (keyof MarkFrame['columns'])[];

/** A frame of a tick: every mark of the underlying anew. */
export function drawFrame({ instrumentsPerUnderlying: size }: DrawnBook, underlying: string, tick: number): MarkFrame {
  const random = seededRandom(1_000 + tick);
  const columns = Object.fromEntries(
    COLUMNS.map((name) => [name, Float64Array.from({ length: size }, random)]),
  ) as unknown as MarkFrame['columns'];
  return {
    underlying,
    step: tick,
    timeUs: BigInt(tick) * 1_000_000n,
    kept: true,
    spotUsd: 1_700 + tick,
    columns,
    shortChargeUsdPerDay: undefined,
    failures: new Map(),
    sources: [],
    sourceOf: new Uint16Array(size).fill(1),
  };
}
