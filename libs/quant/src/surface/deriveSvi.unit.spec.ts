import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deriveSviVol, readVenueSvi } from '../index.js';

/** The published sets of derivexyz/lyra-utils, test/math/SVI.t.sol at d43ec45; figures only. They hold to 1e-14 there. */
const weekly = {
  tau: 0.00821917808219178,
  forward: 1800,
  svi: {
    a: 0.00821917808219178,
    b: 0.01232876712328767,
    rho: -0.000821917808219178,
    m: -0.000410958904109589,
    sigma: 0.000410958904109589,
  },
};
const fortnight = {
  tau: 0.038356164383561646,
  forward: 1805,
  svi: {
    a: 0.027616438356164386,
    b: 0.041424657534246574,
    rho: 0.003452054794520548,
    m: 0.001726027397260274,
    sigma: 0.000345205479452055,
  },
};
const quarter = {
  tau: 0.2465753424657534,
  forward: 1830,
  svi: {
    a: 0.17753424657534247,
    b: 0.17753424657534247,
    rho: 0.05917808219178082,
    m: 0.02958904109589041,
    sigma: 0.0216986301369863,
  },
};
const clamped = { tau: 0.03287671232, forward: 2000, svi: { a: 0.01, b: 0.01, sigma: 0.05, rho: -0.04, m: 0.03 } };

describe('deriveSviVol', () => {
  it.each([
    [weekly, 1500, 1.1283132838354804],
    [fortnight, 1500, 0.9597244734120128],
    [fortnight, 1800, 0.8513856076969522],
    [fortnight, 2100, 0.939244986304054],
    [fortnight, 2400, 1.0133571334275668],
    [quarter, 1500, 0.9356728218442784],
    [quarter, 1800, 0.8687530747337932],
    [quarter, 2100, 0.8966269017413266],
    [quarter, 2400, 0.9512721744218694],
  ])('published set %#: strike %d', ({ svi, forward, tau }, strike, vol) => {
    expect(deriveSviVol(svi, strike, forward, tau)).toBeCloseTo(vol, 13);
  });

  it('clamps k at both ends and caps total variance', () => {
    // Printed by the contract's tests to six decimals, cut off: 0.645048, 0.666465, 11.064985.
    const millionths = (vol: number) => Math.floor(vol * 1e6);
    expect(millionths(deriveSviVol(clamped.svi, 2_000_000, 2000, clamped.tau))).toBe(645_048);
    expect(millionths(deriveSviVol(clamped.svi, 1, 2000, clamped.tau))).toBe(666_465);
    const wild = { a: 2, b: 0.6, sigma: 0.3, rho: -0.02, m: 0.03 };
    expect(millionths(deriveSviVol(wild, 200_000, 2000, 0.03835616438))).toBe(11_064_985);
  });

  it('clamped otherwise before', () => {
    // By hand at k = +0.3 (3√τ = 0.2719… is less): w = 0.01 + 0.01(-0.04·0.27 + √(0.27² + 0.05²)).
    expect(deriveSviVol(clamped.svi, 20_000, 2000, 0.008219178, 'before')).toBeCloseTo(
      Math.sqrt((0.01 + 0.01 * (-0.04 * 0.27 + Math.sqrt(0.0754))) / 0.008219178),
      12,
    );
    // And at k = 3√τ = 0.543958…: √(w/τ) by mpmath 1.3.0.
    expect(deriveSviVol(clamped.svi, 200_000, 2000, clamped.tau, 'before')).toBeCloseTo(0.6745223896569978, 10);
    // 25 at most: a + b·… is far above, √(25/τ).
    const wild = { a: 20, b: 20, sigma: 0.3, rho: 0, m: 0 };
    expect(deriveSviVol(wild, 2_000_000, 2000, 1, 'before')).toBeCloseTo(5, 12);
    expect(deriveSviVol(wild, 2_000_000, 2000, 1)).toBeCloseTo(12, 12);
  });

  it("Derive's worked case 12", () => {
    // derivexyz/v2-core, PMRM_2 portfolio case 12: mark vol 0.453803924321583.
    const svi = {
      a: 0.002138900837067276,
      b: 0.04163976582038121,
      rho: -0.29089434907604955,
      m: -0.026351062568175803,
      sigma: 0.06256307931421391,
    };
    expect(deriveSviVol(svi, 100_000, 95776.67392708939, 0.02520611364789)).toBeCloseTo(0.453803924321583, 14);
  });

  const vectors = new URL('../../../../../shared/vectors/derive/pmrm2_cases.ndjson.gz', import.meta.url);
  it.skipIf(!existsSync(vectors))('every mark vol of the published portfolio cases, where those are at hand', () => {
    const lines = gunzipSync(readFileSync(vectors)).toString().trim().split('\n');
    let compared = 0;
    for (const line of lines) {
      const { Scenario } = JSON.parse(line) as { Scenario: PublishedScenario };
      for (const option of Scenario.Options) {
        const feed = Scenario.OptionFeeds.find(({ FeedExpiry }) => FeedExpiry === option.Expiry)!;
        const [a, b, rho, m, sigma, forward, refTau] = feed.SVIparam.map(Number) as Seven;
        const vol = deriveSviVol({ a, b, rho, m, sigma }, option.Strike, forward, refTau);
        // One case has w = 33.4, where the publisher's own model stops at 20; the contract goes on to 144.
        if (option.MarkVol ** 2 * refTau > 19.99) continue;
        expect(vol / option.MarkVol).toBeCloseTo(1, 12);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(300);
  });
});

interface PublishedScenario {
  readonly Options: readonly { readonly Expiry: number; readonly Strike: number; readonly MarkVol: number }[];
  readonly OptionFeeds: readonly { readonly FeedExpiry: number; readonly SVIparam: readonly (string | number)[] }[];
}
type Seven = [number, number, number, number, number, number, number];

describe('readVenueSvi', () => {
  const feed = { expiryMs: 1, ...quarter.svi, forward: 1830, refTauYears: quarter.tau, confidence: 0.95 };

  it('takes a slice as it is', () => {
    expect(readVenueSvi(feed)).toMatchObject({
      expiryMs: 1,
      tauYears: quarter.tau,
      svi: quarter.svi,
      forward: { forward: 1830, source: 'venueSvi' },
      fit: undefined,
    });
  });

  it('takes a confidence of 0, and says so', () => {
    // Derive's contracts store any confidence; initial margin then charges all of (1 - confidence)·notional, and nothing reverts.
    expect(readVenueSvi({ ...feed, confidence: 0 })).toMatchObject({ svi: quarter.svi, confidence: 0 });
    expect(readVenueSvi(feed)).toMatchObject({ confidence: 0.95 });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses an expiry at %d', (expiryMs) => {
    const refusal = readVenueSvi({ ...feed, expiryMs });
    expect(refusal).toMatchObject({ reason: 'badParameters', field: 'expiryMs', found: String(expiryMs) });
  });

  it.each([
    ['a', { a: Number.NaN }],
    ['a', { a: -10 }],
    ['b', { b: -0.1 }],
    ['rho', { rho: 1 }],
    ['rho', { rho: Number.NaN }],
    ['m', { m: Number.POSITIVE_INFINITY }],
    ['sigma', { sigma: 0 }],
    ['forward', { forward: 0 }],
    ['refTauYears', { refTauYears: 0 }],
    ['confidence', { confidence: 1.1 }],
    ['confidence', { confidence: -0.1 }],
    ['confidence', { confidence: Number.NaN }],
  ])('refuses a bad %s', (field, change) => {
    expect(readVenueSvi({ ...feed, ...change })).toMatchObject({ reason: 'badParameters', field, expiryMs: 1 });
  });
});
