import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  INSTRUMENT_KERNELS,
  type InstrumentKernel,
  type InstrumentKernelKind,
  type InstrumentOutput,
  valueInstrument,
} from '../index.js';

type Row = Readonly<Record<string, number>>;

/** Rows to stand on; what they are expected to be is not used here. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../../../../test/data/pricing/instruments.json', import.meta.url), 'utf8'),
) as Readonly<Record<InstrumentKernelKind, readonly (readonly [Row])[]>>;

/** A slope that must hold: `greek` is `unit` times the derivative of `of` along `move`, which moves a row by x. */
interface Slope {
  readonly kinds: readonly InstrumentKernelKind[];
  readonly greek: InstrumentOutput;
  readonly of: InstrumentOutput;
  readonly unit: number;
  /** Steps are a thousandth of it. */
  readonly size: (row: Row) => number;
  readonly move: (row: Row, x: number) => Row;
  /** Rows that the derivative makes sense for; all without it. */
  readonly where?: (row: Row) => boolean;
}

const PER_POINT = 0.01;
const PER_DAY = 1 / 365;
const DAY_SECONDS = 86_400;

const at = (row: Row, field: string): number => row[field] ?? 0;
const up = (field: string) => (row: Row, x: number) => ({ ...row, [field]: at(row, field) + x });
const of = (field: string) => (row: Row) => at(row, field);
const both = (one: string, other: string) => (row: Row, x: number) => up(other)(up(one)(row, x), x);
const isInverse = (row: Row): boolean => row['isInverse'] === 1;
const isLate = (row: Row): boolean => at(row, 'tauYears') * 365 * DAY_SECONDS < at(row, 'averagingSeconds');
const isNotLate = (row: Row): boolean => !isLate(row);
/** A stencil across an end of a range would see the jump of gamma. */
const isAwayFromEnds = (row: Row): boolean =>
  ['lowUsd', 'highUsd', 'strikeUsd'].every((end) => {
    const here = at(row, 'priceUsd') || at(row, 'spotUsd');
    return row[end] === undefined || Math.abs(here / row[end] - 1) > 0.01;
  });

const spotLike = (kinds: InstrumentKernelKind[], field: string, where?: (row: Row) => boolean): Slope[] => {
  const along = { kinds, unit: 1, size: of(field), move: up(field), ...(where === undefined ? {} : { where }) };
  return [
    { ...along, greek: 'delta', of: 'priceUsd' },
    { ...along, greek: 'gammaPerUsd', of: 'delta' },
  ];
};

const volLike = (kinds: InstrumentKernelKind[]): Slope[] => {
  const along = { kinds, unit: PER_POINT, size: of('vol'), move: up('vol') };
  return [
    { ...along, greek: 'vegaUsdPerVolPoint', of: 'priceUsd' },
    { ...along, greek: 'vanna', of: 'delta' },
    { ...along, greek: 'volga', of: 'vegaUsdPerVolPoint' },
  ];
};

/** Both prices of an inverse contract move together: the basis is held. */
const heldBasis = (kind: 'perp' | 'future', prices: [string, string]): Slope[] => {
  const along = { kinds: [kind], unit: 1, size: of(prices[0]), move: both(...prices) };
  return [
    { ...along, greek: 'delta', of: 'priceUsd' },
    { ...along, greek: 'gammaPerUsd', of: 'delta' },
    { ...along, greek: 'netGammaPerUsd', of: 'netDelta', where: isInverse },
  ];
};

const earlier = (row: Row, x: number): Row => ({ ...row, tauYears: at(row, 'tauYears') - x });
/** Spot held: the forward grows by x·τ in its logarithm. */
const rateWithSpotHeld = (row: Row, x: number): Row => {
  const forwardUsd = at(row, 'forwardUsd') * Math.exp(x * at(row, 'tauYears'));
  return { ...row, ratePer1: at(row, 'ratePer1') + x, forwardUsd };
};
const moveWithRatio = (row: Row, x: number): Row => {
  const underlyingUsd = at(row, 'underlyingUsd') + x;
  return { ...row, underlyingUsd, marketUsd: (at(row, 'marketUsd') * underlyingUsd) / at(row, 'underlyingUsd') };
};

/** An option's prices bend over a deviation, which is little in its last minutes. */
const deviationOf = (row: Row): number => {
  return at(row, 'forwardUsd') * Math.min(1, 10 * at(row, 'vol') * Math.sqrt(at(row, 'tauYears')));
};

const SLOPES: readonly Slope[] = [
  ...spotLike(['spot'], 'priceUsd'),
  { kinds: ['wrapped'], greek: 'delta', of: 'priceUsd', unit: 1, size: of('underlyingUsd'), move: moveWithRatio },
  ...heldBasis('perp', ['markUsd', 'indexUsd']),
  ...heldBasis('future', ['forwardUsd', 'spotUsd']),
  ...spotLike(['option'], 'forwardUsd').map((slope) => ({ ...slope, size: deviationOf })),
  {
    kinds: ['option'],
    greek: 'netGammaPerUsd',
    of: 'netDelta',
    unit: 1,
    size: deviationOf,
    move: up('forwardUsd'),
  },
  ...volLike(['option', 'power', 'everlasting']),
  {
    kinds: ['option'],
    greek: 'thetaUsdPerDay',
    of: 'priceUsd',
    unit: PER_DAY,
    size: of('tauYears'),
    move: earlier,
    where: isNotLate,
  },
  {
    kinds: ['option'],
    greek: 'charmPerDay',
    of: 'delta',
    unit: PER_DAY,
    size: of('tauYears'),
    move: earlier,
    where: isNotLate,
  },
  { kinds: ['option'], greek: 'rhoUsd', of: 'priceUsd', unit: 1, size: () => 0.05, move: rateWithSpotHeld },
  { kinds: ['power'], greek: 'rhoUsd', of: 'priceUsd', unit: 1, size: () => 0.05, move: up('ratePer1') },
  ...spotLike(['power', 'everlasting'], 'spotUsd', isAwayFromEnds),
  ...spotLike(['univ2', 'univ3', 'univ4'], 'priceUsd', isAwayFromEnds),
  { kinds: ['lending'], greek: 'delta', of: 'priceUsd', unit: 1, size: of('priceUsd'), move: up('priceUsd') },
  {
    kinds: ['lending'],
    greek: 'carryUsdPerDay',
    of: 'priceUsd',
    unit: DAY_SECONDS,
    size: of('elapsedSeconds'),
    move: up('elapsedSeconds'),
    where: (row) => at(row, 'elapsedSeconds') > 1000,
  },
  ...spotLike(['synth'], 'referenceUsd'),
  { kinds: ['synth'], greek: 'basisDeltaUsd', of: 'priceUsd', unit: 1, size: of('pegRatio'), move: up('pegRatio') },
];

function output(kind: InstrumentKernelKind, row: Row, name: InstrumentOutput): number {
  const result = valueInstrument(INSTRUMENT_KERNELS[kind] as InstrumentKernel, row);
  if (result.kind === 'failure') throw new Error(`${kind} ${result.field} ${result.found}`);
  return result.values[name];
}

/** Central, of the fourth order. */
function derivative(f: (x: number) => number, step: number): number {
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}

describe('Greeks are the slopes of the value', () => {
  const cases = SLOPES.flatMap((slope) => slope.kinds.map((kind) => ({ kind, ...slope })));

  it.each(cases)('$kind: $greek of $of', ({ kind, greek, of: source, unit, size, move, where }) => {
    const rows = REFERENCE[kind].map(([row]) => row).filter((row) => where?.(row) ?? true);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const step = size(row) / 1000;
      const values = [-2, -1, 0, 1, 2].map((n) => Math.abs(output(kind, move(row, n * step), source)));
      const found = unit * derivative((x) => output(kind, move(row, x), source), step);
      // A double has 16 digits: what the largest value loses to rounding, the quotient loses divided by the step.
      const noise = ((unit * Math.max(...values)) / step) * 1e-14;
      const error = Math.abs(found - output(kind, row, greek));
      expect(error, JSON.stringify(row)).toBeLessThanOrEqual(1e-6 * Math.abs(found) + noise);
    }
  });
});
