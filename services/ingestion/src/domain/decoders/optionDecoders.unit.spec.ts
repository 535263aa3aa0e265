import type { OptionQuoteObserved, SurfaceSliceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Decoded } from '../decoded.js';
import { decodeDeriveSvi } from './decodeDeriveSvi.js';
import { decodeOptionSummary } from './decodeOptionSummary.js';

const recorded = new URL('../../../../../test/data/options/eth_2022-01-25T0330Z.json.gz', import.meta.url);
const { options } = (
  JSON.parse(gunzipSync(readFileSync(recorded)).toString('utf8')) as {
    params: { options: Record<string, unknown>[] };
  }
).params;

const standing = { staleAfterSeconds: 120, assumed: null };
const summaryFeed = {
  ...standing,
  id: 'deribit:options:ETH',
  decoder: 'tardis-option-summary-json',
  venue: 'deribit',
  underlying: 'ETH',
  quote: 'USD',
  inverse: true,
} as const;
const sviFeed = {
  ...standing,
  id: 'derive:svi:ETH',
  decoder: 'derive-svi-json',
  venue: 'derive',
  underlying: 'ETH',
} as const;

/** The recorded 5500 call with one field changed, or taken away. */
function summary(change: Record<string, unknown>): Decoded {
  const option = { ...options[1], ...change };
  return decodeOptionSummary(JSON.stringify(option), summaryFeed);
}

describe('a recorded option summary', () => {
  it('reads all 110 options, vols as decimals and a missing side as 0', () => {
    const decoded = options.map((option) => decodeOptionSummary(JSON.stringify(option), summaryFeed));
    expect(decoded.map(({ kind }) => kind)).toEqual(Array.from({ length: 110 }, () => 'observation'));
    const second = decoded[1] as Extract<Decoded, { kind: 'observation' }>;
    expect(second).toMatchObject({ topic: 'market', key: 'deribit:options:ETH' });
    expect(second.event.value).toMatchObject({
      instrumentId: 'ioption:deribit:ETH-USD:20220204T080000Z:5500:C',
      priceUnit: 'coin',
      bidPrice: 0,
      bidSize: 0,
      bidVol: 0,
      askPrice: 0.0005,
      askSize: 40,
      askVol: 1.8392,
      lastPrice: 0.0001,
      underlyingUsd: options[1]!['underlyingPrice'] as number,
    } satisfies Partial<OptionQuoteObserved>);
  });

  it('lets a crossed book through: the venue showed it', () => {
    expect(summary({ bestBidPrice: 0.01, bestAskPrice: 0.005 }).kind).toBe('observation');
  });

  it.each<[string, Record<string, unknown>]>([
    ['a number from 0 to 1000000000000 in markPrice', { markPrice: -0.01 }],
    ['a number in bestBidPrice', { bestBidPrice: null }],
    ['a number in markPrice', { markPrice: '0.01' }],
    ['a number from 0 to 2000 in markIV', { markIV: 2001 }],
    ['in strikePrice', { strikePrice: 0 }],
    ['in underlyingPrice', { underlyingPrice: 0 }],
    ['a number in underlyingPrice', { underlyingPrice: undefined }],
    ['call or put in optionType', { optionType: 'straddle' }],
    ['deribit in exchange', { exchange: 'okex' }],
    ['an option on ETH in symbol', { symbol: 'BTC-4FEB22-5500-C' }],
    ['a UTC time', { timestamp: '2022-01-25 03:29:59' }],
    ['a UTC time', { timestamp: '2022-02-30T03:29:59.000Z' }],
    ['a UTC time', { expirationDate: 1_643_961_600_000 }],
    ['without exponent', { strikePrice: 1e-7 }],
  ])('refuses what it cannot use: expected %s', (expected, change) => {
    const decoded = summary(change);
    expect(decoded.kind === 'refused' && decoded.reason).toContain(expected);
  });

  it('refuses a price beyond any double', () => {
    const line = JSON.stringify(options[1]).replace('"markIV"', '"markPrice":1e999,"markIV"');
    expect(decodeOptionSummary(line, summaryFeed).kind).toBe('refused');
  });
});

/** The shape is the venue's documented one; the numbers are made up. */
const SVI = {
  currency: 'ETH',
  expiry: 1_781_251_200,
  timestamp: 1_779_953_796_231,
  confidence: '0.98',
  vol_data: {
    SVI_a: '0.0042',
    SVI_b: '0.0315',
    SVI_rho: '-0.21',
    SVI_m: '0.0125',
    SVI_sigma: '0.0875',
    SVI_fwd: '1992.6',
    SVI_refTau: '0.0409875',
  },
};

describe('a slice of a venue in SVI form', () => {
  it('reads it as it is', () => {
    const decoded = decodeDeriveSvi(JSON.stringify(SVI), sviFeed) as Extract<Decoded, { kind: 'observation' }>;
    expect(decoded.event.value).toEqual({
      feed: 'derive:svi:ETH',
      venue: 'derive',
      underlying: 'ETH',
      expiryUs: 1_781_251_200_000_000n,
      a: 0.0042,
      b: 0.0315,
      rho: -0.21,
      m: 0.0125,
      sigma: 0.0875,
      forwardUsd: 1992.6,
      tauRefYears: 0.0409875,
      confidence: 0.98,
      assumed: false,
      observedAtUs: 1_779_953_796_231_000n,
    } satisfies SurfaceSliceObserved);
  });

  it.each<[string, Record<string, string>]>([
    ['-1 to 1 in SVI_rho', { SVI_rho: '1.01' }],
    ['in SVI_b', { SVI_b: '-0.1' }],
    ['in SVI_sigma', { SVI_sigma: '-0.1' }],
    ['in SVI_fwd', { SVI_fwd: '0' }],
    ['in SVI_refTau', { SVI_refTau: '0' }],
    ['a plain decimal as text in SVI_a', { SVI_a: 'NaN' }],
    ['a least variance of 0 or more', { SVI_a: '-0.01' }],
  ])('refuses what is no hyperbola above zero: expected %s', (expected, change) => {
    const line = JSON.stringify({ ...SVI, vol_data: { ...SVI.vol_data, ...change } });
    const decoded = decodeDeriveSvi(line, sviFeed);
    expect(decoded.kind === 'refused' && decoded.reason).toContain(expected);
  });

  it.each([{ currency: 'BTC' }, { expiry: 'soon' }, { timestamp: -1 }, { confidence: '1.1' }, { vol_data: [] }])(
    'refuses %o',
    (change) => {
      expect(decodeDeriveSvi(JSON.stringify({ ...SVI, ...change }), sviFeed).kind).toBe('refused');
    },
  );
});
