import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SurfaceSlice, SviParameters } from '@gimbal/quant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedChain, toCsv } from './deribitChains/recordedChainCsv.ts';
import type { CsvRow } from './deribitChains/recordedChainCsv.ts';
import surfaces from './suites/surfaces.ts';
import { compareFits, insidePointsLost, rmseRatio } from './surfaces/compareFits.ts';
import { denseArbitrage } from './surfaces/denseArbitrage.ts';
import { driftVolPoints } from './surfaces/drift.ts';

let folder = '';
let rows: CsvRow[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'surfaces-'));
  rows = await recordedChain();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(changed: readonly CsvRow[]) {
  const path = join(folder, `${crypto.randomUUID()}.csv`);
  await writeFile(path, toCsv(changed));
  const lines: string[] = [];
  const outcome = await surfaces.run([path], (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

describe('parity surfaces', () => {
  it('fits a recorded chain within the bounds, and prints what issue 4 asks for', async () => {
    const later = rows.map((row) => ({ ...row, timestamp: '2022-01-25T03:31:00.000000+00:00' }));
    const { matched, total, printed } = await run([...rows, ...later]);
    expect([matched, total]).toEqual([2, 2]);
    expect(printed).toContain('2 snapshots, 4 expiries');
    expect(printed).toContain('0 butterfly, 0 calendar');
    expect(printed).toMatch(/inside bid-ask +\d+\.\d\d %, free SVI \d+\.\d\d %/);
    expect(printed).toMatch(/slices refused +0 of 4/);
    expect(printed).toMatch(/forwards from +future 4/);
    expect(printed).toMatch(/fit of a snapshot +median \d+\.\d\d/);
    expect(printed).toMatch(/drift to the next +median \d+\.\d\d/);
  });

  it('finds a forward by parity where the venue has no future', async () => {
    const { printed } = await run(rows.map((row) => ({ ...row, underlying_name: `SYN.${row['underlying_name']}` })));
    expect(printed).toMatch(/forwards from +putCallParity 2/);
  });

  it('falls short when more than two percent of the slices are refused', async () => {
    const near = rows.map((row) => row['expiry_datetime']!).reduce((one, other) => (one < other ? one : other));
    const { matched, total, printed } = await run(
      rows.map((row) => (row['expiry_datetime'] === near ? { ...row, bid_price: '' } : row)),
    );
    expect([matched, total]).toEqual([0, 1]);
    expect(printed).toContain('slices refused       1 of 2 tooFewQuotes 1');
    expect(printed).toContain('the run as a whole');
  });

  it('falls short when nothing could be fitted', async () => {
    const { matched, total } = await run(rows.map((row) => ({ ...row, ask_price: '' })));
    expect([matched, total]).toEqual([0, 1]);
  });
});

function slice(svi: SviParameters, days: number, fit: Partial<NonNullable<SurfaceSlice['fit']>> = {}): SurfaceSlice {
  return {
    expiryMs: days,
    tauYears: days / 365,
    svi,
    forward: { forward: 1, source: 'future', halfWidth: 0, observations: 1, outliers: 0 },
    fit: { quotesUsed: 10, insideBidAsk: 9, vegaSum: 2, vegaWeightedRmseVol: 0.01, worstVol: 0, ...fit },
    quotesRefused: [],
  };
}

const calm = { a: 0.01, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 };

describe('denseArbitrage', () => {
  it("counts Vogt's butterfly where Gatheral and Jacquier say it is", () => {
    // g < 0 from 0.6424 to 1.2569 (mpmath): of the points from -3 to 3, 0.003 apart, those from 0.645 to 1.254 are 204.
    const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
    expect(denseArbitrage([slice(vogt, 365)], new Map([[365, { kMin: -0.1, kMax: -0.1 }]]))).toMatchObject({
      butterfly: expect.toSatisfy((count: number) => count >= 204) as number,
      calendar: 0,
    });
  });

  it('counts crossings, and a wing that is flatter later', () => {
    const lower = { ...calm, a: calm.a - 0.001 };
    expect(denseArbitrage([slice(calm, 7), slice(lower, 30)], new Map()).calendar).toBe(4 * 2_001);
    const flatter = { ...calm, a: calm.a + 1, b: calm.b - 1e-6 };
    expect(denseArbitrage([slice(calm, 7), slice(flatter, 30)], new Map()).calendar).toBe(2);
  });

  it('counts nothing in slices that are consistent', () => {
    const found = denseArbitrage([slice(calm, 7), slice({ ...calm, a: 0.02 }, 30)], new Map());
    expect(found).toMatchObject({ butterfly: 0, calendar: 0 });
    expect(found.points).toBe(8 * 2_001);
  });
});

describe('compareFits', () => {
  it('weighs errors by vega over all expiries', () => {
    // By hand: ours √((2·0.01² + 6·0.02²)/8), free √((2·0.01² + 6·0.01²)/8): the ratio is √(26/8).
    const ours = {
      asOfMs: 0,
      refusals: [],
      slices: [slice(calm, 7), slice(calm, 30, { vegaSum: 6, vegaWeightedRmseVol: 0.02 })],
    };
    const free = [slice(calm, 7, { insideBidAsk: 10 }), slice(calm, 30, { vegaSum: 6 }), slice(calm, 60)];
    const compared = compareFits(ours, free);
    expect(rmseRatio(compared)).toBeCloseTo(Math.sqrt(26 / 8), 12);
    expect(insidePointsLost(compared)).toBeCloseTo(5, 12);
  });
});

describe('driftVolPoints', () => {
  it('compares expiries that both have, in vol points', () => {
    // Four times the variance is twice the volatility; at the money of a week: √(0.02·365/7), and as much again.
    const before = [slice(calm, 7), slice(calm, 30)];
    const after = [slice({ ...calm, a: 4 * calm.a, b: 4 * calm.b }, 7), slice(calm, 60)];
    const drift = driftVolPoints(before, after);
    expect(drift).toHaveLength(5);
    expect(drift[2]).toBeCloseTo(Math.sqrt((0.02 * 365) / 7) * 100, 9);
  });
});
