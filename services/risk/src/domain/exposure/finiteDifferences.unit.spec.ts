import type { ExposureVector } from '@gimbal/contracts/risk/v1/exposure_events';
import { INSTRUMENT_KERNELS, type InstrumentKernel, type InstrumentKernelKind, valueInstrument } from '@gimbal/quant';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { bookedDesk, trading } from '../commands/requests.sample.js';
import { alice, exposuresIn, type MarkRow } from '../desk.sample.js';

type Row = Readonly<Record<string, number>>;

/** A book of one instrument: its kernel's inputs, and what a move of spot, of volatility and of time is to them. */
interface Case {
  readonly name: string;
  readonly kernel: InstrumentKernelKind;
  readonly instrumentId: string;
  readonly row: Row;
  /** Fields that move with spot, by the same number of dollars. */
  readonly spot: readonly string[];
  /** Where a field moves by something else: dollars of it for a dollar of spot. */
  readonly perUsd?: Row;
  readonly withVol?: boolean;
  readonly withTime?: boolean;
}

const SPOT = 1_803;
const POOL = '0x45dda9cb7c25131df268515131f647d726f50608';
const range = { liquidityUnits: 1_000, lowUsd: 1_500, highUsd: 2_500, priceUsd: SPOT, vol: 0.6 };
const option = { forwardUsd: SPOT, strikeUsd: 1_650, tauYears: 0.11, vol: 0.52, ratePer1: 0 };
const contract = { contractSizeUsd: 10, entryUsd: 1_700, isInverse: 1 };

const CASES: readonly Case[] = [
  { name: 'a coin', kernel: 'spot', instrumentId: 'spot:ETH', row: { priceUsd: SPOT }, spot: ['priceUsd'] },
  {
    name: 'a perpetual',
    kernel: 'perp',
    instrumentId: 'perp:derive:ETH-USD',
    row: { markUsd: SPOT + 2, indexUsd: SPOT, entryUsd: 1_700, fundingRate: 1e-4, fundingIntervalSeconds: 28_800 },
    spot: ['markUsd', 'indexUsd'],
  },
  {
    name: 'an inverse perpetual',
    kernel: 'perp',
    instrumentId: 'iperp:deribit:ETH-USD:10',
    row: { ...contract, markUsd: SPOT + 2, indexUsd: SPOT, fundingRate: 1e-4, fundingIntervalSeconds: 28_800 },
    spot: ['markUsd', 'indexUsd'],
  },
  {
    name: 'a dated future',
    kernel: 'future',
    instrumentId: 'future:deribit:ETH-USD:20230929T080000Z',
    row: { forwardUsd: SPOT + 12, spotUsd: SPOT, entryUsd: 1_700, tauYears: 0.11 },
    spot: ['forwardUsd', 'spotUsd'],
  },
  {
    name: 'an inverse future',
    kernel: 'future',
    instrumentId: 'ifuture:deribit:ETH-USD:20230929T080000Z:10',
    row: { ...contract, forwardUsd: SPOT + 12, spotUsd: SPOT, tauYears: 0.11 },
    spot: ['forwardUsd', 'spotUsd'],
  },
  {
    name: 'a put',
    kernel: 'option',
    instrumentId: 'option:paper:ETH-USD:20230929T080000Z:1650:P',
    row: { ...option, isPut: 1 },
    spot: ['forwardUsd'],
    withVol: true,
    withTime: true,
  },
  {
    name: 'an inverse call',
    kernel: 'option',
    instrumentId: 'ioption:deribit:ETH-USD:20230929T080000Z:1650:C',
    row: { ...option, isInverse: 1 },
    spot: ['forwardUsd'],
    withVol: true,
    withTime: true,
  },
  {
    name: 'oSQTH',
    kernel: 'power',
    instrumentId: 'powerperp:ethereum:oSQTH',
    row: { spotUsd: SPOT, power: 2, vol: 0.6, fundingYears: 17.5 / 365, normFactor: 0.6, indexScale: 10_000 },
    spot: ['spotUsd'],
    withVol: true,
  },
  {
    name: 'a cubic perpetual',
    kernel: 'power',
    instrumentId: 'power:paper:ETH-USD:3:420',
    row: { spotUsd: SPOT, power: 3, vol: 0.6, fundingYears: 17.5 / 365 },
    spot: ['spotUsd'],
    withVol: true,
  },
  {
    name: 'an everlasting call',
    kernel: 'everlasting',
    instrumentId: 'everlasting:deri:ETH-USD:2000:C:168',
    row: { spotUsd: SPOT, strikeUsd: 2_000, vol: 0.6, periodYears: 7 / 365 },
    spot: ['spotUsd'],
    withVol: true,
  },
  {
    name: 'a v2 share',
    kernel: 'univ2',
    instrumentId: `univ2:polygon:${POOL}`,
    row: { liquidityUnits: 1_000, priceUsd: SPOT, vol: 0.6 },
    spot: ['priceUsd'],
  },
  {
    name: 'a v3 range, inside',
    kernel: 'univ3',
    instrumentId: `univ3:polygon:${POOL}:200310:203190`,
    row: range,
    spot: ['priceUsd'],
  },
  {
    name: 'a v3 range, below',
    kernel: 'univ3',
    instrumentId: `univ3:polygon:${POOL}:200310:203200`,
    row: { ...range, lowUsd: 2_000 },
    spot: ['priceUsd'],
  },
  {
    name: 'a v4 range',
    kernel: 'univ4',
    instrumentId: `univ4:ethereum:0x${'21c6'.repeat(16)}:-100:100`,
    row: { ...range, hookPermissions: 0 },
    spot: ['priceUsd'],
  },
  {
    name: 'a debt',
    kernel: 'lending',
    instrumentId: 'lending:aave-v3:polygon:WETH:debt',
    row: { scaledUnits: 3, index: 1.07, ratePer1: 0.03, elapsedSeconds: 600, priceUsd: SPOT, isDebt: 1 },
    spot: ['priceUsd'],
  },
  {
    name: 'a synthetic',
    kernel: 'synth',
    instrumentId: 'synth:synthetix:sETH:ETH',
    row: { referenceUsd: SPOT, pegRatio: 0.99 },
    spot: ['referenceUsd'],
  },
  {
    name: 'a staked coin',
    kernel: 'wrapped',
    instrumentId: 'staked:ethereum:wstETH:ETH',
    row: { underlyingUsd: SPOT, ratePerUnit: 1.15, marketUsd: 1.14 * SPOT, yieldPer1: 0.03 },
    spot: ['underlyingUsd', 'marketUsd'],
    perUsd: { marketUsd: 1.14 },
  },
  {
    name: 'a share of a debt pool',
    kernel: 'debtshare',
    instrumentId: 'debtshare:synthetix:main:ETH',
    row: { poolShare: 0.001, poolDebtUsd: 5e7, poolReferenceUnits: 9_000 },
    spot: ['poolDebtUsd'],
    perUsd: { poolDebtUsd: 9_000 },
  },
];

const QUANTITY = 7.5;

function markOf(kernel: InstrumentKernelKind, row: Row): MarkRow {
  const result = valueInstrument(INSTRUMENT_KERNELS[kernel] as InstrumentKernel, row);
  if (result.kind === 'failure') throw new Error(`${kernel} ${result.field} ${result.found}`);
  return result.values;
}

/** The whole way: a book, a frame of marks, an exposure. */
function exposureAt(
  { kernel, instrumentId }: Case,
  row: Row,
  spotUsd: number,
): ExposureVector & { deltaUnits: number } {
  const desk = bookedDesk();
  desk.list('ETH', instrumentId);
  const request = trading({ instrumentId, quantity: String(QUANTITY), price: '0', fee: '0' });
  desk.accept(bookTrade(desk.state, desk.step(), alice, request));
  desk.mark('ETH', spotUsd, { [instrumentId]: markOf(kernel, row) });
  const { total, lines } = exposuresIn(desk.decide())[0]!;
  return { ...total!, deltaUnits: lines[0]!.deltaUnits };
}

function moved(row: Row, fields: readonly string[], by: number, perUsd: Row = {}): Row {
  return { ...row, ...Object.fromEntries(fields.map((field) => [field, row[field]! + by * (perUsd[field] ?? 1)])) };
}

/** Central, of the fourth order. */
function slope(f: (x: number) => number, step: number): number {
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}

/** The second derivative, of the fourth order. */
function curvature(f: (x: number) => number, step: number): number {
  const outer = f(2 * step) + f(-2 * step);
  return (16 * (f(step) + f(-step)) - outer - 30 * f(0)) / (12 * step * step);
}

/** Within a millionth, apart from what doubles lose: 16 digits of the value, divided by the step. */
function expectSlope(found: number, expected: number, noise: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected) + noise);
}

describe('each component is the central difference of the book’s value', () => {
  it.each(CASES)('$name: delta and gamma', (of) => {
    const here = exposureAt(of, of.row, SPOT);
    const step = SPOT / 2_000;
    const along = (x: number) => exposureAt(of, moved(of.row, of.spot, x, of.perUsd), SPOT + x);
    const noise = (Math.abs(here.valueUsd) + SPOT) * 1e-11;
    expectSlope(slope((x) => along(x).valueUsd, step) * SPOT, here.deltaUsd, noise);
    const perUnit = slope((x) => along(x).deltaUnits, step);
    expectSlope((perUnit * SPOT * SPOT) / 100, here.gammaUsdPer1pct, noise);
    // Of value itself: delta's slope is value's curvature.
    const second = curvature((x) => along(x).valueUsd, 4 * step);
    expectSlope((second * SPOT * SPOT) / 100, here.gammaUsdPer1pct, Math.abs(here.valueUsd) * 1e-9);
  });

  it.each(CASES.filter(({ withVol }) => withVol))('$name: vega, vanna, volga', (of) => {
    const here = exposureAt(of, of.row, SPOT);
    const step = of.row['vol']! / 1_000;
    const along = (x: number) => exposureAt(of, moved(of.row, ['vol'], x), SPOT);
    const noise = Math.abs(here.valueUsd) * 1e-12;
    expectSlope(slope((x) => along(x).valueUsd, step) / 100, here.vegaUsdPerVolPoint, noise);
    expectSlope((slope((x) => along(x).deltaUnits, step) / 100) * SPOT, here.vannaUsd, noise);
    expectSlope(slope((x) => along(x).vegaUsdPerVolPoint, step) / 100, here.volgaUsd, noise);
  });

  it.each(CASES.filter(({ withTime }) => withTime))('$name: theta, charm and rho', (of) => {
    const here = exposureAt(of, of.row, SPOT);
    const step = of.row['tauYears']! / 1_000;
    const later = (x: number) => exposureAt(of, moved(of.row, ['tauYears'], -x), SPOT);
    const noise = Math.abs(here.valueUsd) * 1e-11;
    expectSlope(slope((x) => later(x).valueUsd, step) / 365, here.thetaUsdPerDay, noise);
    expectSlope((slope((x) => later(x).deltaUnits, step) / 365) * SPOT, here.charmUsdPerDay, noise);
    const dearer = (x: number) => {
      const forwardUsd = SPOT * Math.exp(x * of.row['tauYears']!);
      return exposureAt(of, { ...of.row, ratePer1: x, forwardUsd }, SPOT).valueUsd;
    };
    expectSlope(slope(dearer, 5e-5), here.rhoUsd, Math.abs(here.valueUsd) * 1e-9);
  });
});

describe('gamma at the ends of a range', () => {
  const of = CASES.find(({ name }) => name === 'a v3 range, inside')!;
  const at = (priceUsd: number) => exposureAt(of, { ...of.row, priceUsd }, priceUsd);

  it('jumps where delta bends: from −L/(2P^{3/2}) to nothing', () => {
    for (const [end, inside, outside] of [
      [1_500, 1_500.001, 1_499.999],
      [2_500, 2_499.999, 2_500.001],
    ] as const) {
      // By hand: −7.5 · 1,000 / (2 · P^{3/2}) · P² / 100 = −37.5 · √P.
      expect(at(inside).gammaUsdPer1pct).toBeCloseTo(-37.5 * Math.sqrt(end), 3);
      expect(at(outside).gammaUsdPer1pct).toBe(0);
      expect(at(inside).deltaUnits).toBeCloseTo(at(outside).deltaUnits, 3);
    }
  });
});
