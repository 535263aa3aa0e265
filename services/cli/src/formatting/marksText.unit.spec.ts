import { GetSurfaceResponse, Mark } from '@gimbal/contracts/pricing/v1/pricing_service';
import { describe, expect, it } from 'vitest';
import { marksText } from './marksText.js';
import { surfaceText } from './surfaceText.js';

describe('marks', () => {
  it('say whose they are, how old, how far to be trusted, and who was not believed', () => {
    const text = marksText([
      Mark.fromPartial({
        instrumentId: 'spot:WETH',
        priceUsd: 1599,
        delta: 1,
        ageMs: 61_000,
        markSource: 'oracle:chainlink',
        confidence: 0.6,
        agreeing: 2,
        refusedSources: ['Expected pool:x between 1 and 2, was 3.'],
      }),
      Mark.fromPartial({
        instrumentId: 'spot:USDC',
        priceUsd: Number.NaN,
        delta: Number.NaN,
        failureCode: 'missing_input',
        failureReason: 'Expected an oracle round.',
      }),
    ]);
    expect(text).toBe(
      [
        'instrument      price   delta   age  trust  source',
        'spot:WETH   $1,599.00  1.0000  61 s   60 %  oracle:chainlink',
        '  Expected pool:x between 1 and 2, was 3.',
        'spot:USDC           -       -   0 s    0 %                    MISSING_INPUT',
        '  Expected an oracle round.',
      ].join('\n'),
    );
  });
});

describe('marks of few instruments', () => {
  it('say beneath what the others have none of', () => {
    const one = (fields: Partial<Mark>): string[] =>
      marksText([Mark.fromPartial(fields)])
        .split('\n')
        .slice(2);
    expect(one({ priceUsd: 1822.1, delta: 1.14, trackedUsd: 1825.44 })).toEqual(['  Tracks $1,825.44, basis -$3.34.']);
    expect(one({ priceUsd: 5.49, carryUsdPerDay: 0.011006, lvrUsdPerDay: -0.005691 })).toEqual([
      '  Carry $0.011006 a day, of which -$0.005691 to arbitrage.',
    ]);
    expect(one({ priceUsd: 1600, delta: 1, shortChargeUsdPerDay: -1.344 })).toEqual([
      '  A short pays $1.344000 a day more than the carry.',
    ]);
    expect(one({ priceUsd: 50, delta: 0.5, deltaStickyDelta: 0.55 })).toEqual([
      '  Delta 0.5500 when the smile moves with the price.',
    ]);
    expect(one({ priceUsd: 50, delta: 0.5, deltaStickyDelta: 0.5, trackedUsd: Number.NaN })).toEqual([]);
  });
});

describe('a surface', () => {
  it('shows each expiry with the volatility at its forward, and why one has none', () => {
    const text = surfaceText(
      GetSurfaceResponse.fromPartial({
        surface: {
          underlying: 'ETH',
          venue: 'derive',
          timeUs: 1_692_308_700_000_000n,
          method: 'svi',
          // w(0) = 0.01 + 0.1 · (−(−0.5) · 0.3 + √(0.3² + 0.4²)) = 0.01 + 0.1 · 0.65 = 0.075 of 0.3 years: 50 %.
          slices: [{ expiryUs: 1_692_950_400_000_000n, a: 0.01, b: 0.1, rho: -0.5, m: 0.3, sigma: 0.4, tauYears: 0.3 }],
        },
        refusals: [
          {
            expiryUs: 1_693_555_200_000_000n,
            code: 'tooFewQuotes',
            field: 'options',
            expected: '5',
            found: '2',
            quotesSeen: 9,
          },
        ],
        check: { points: 569 },
      }),
    );
    expect(text).toContain('2023-08-25 08:00:00');
    expect(text).toContain('50.0 %');
    expect(text).toContain('2023-09-01 08:00:00 has no slice: tooFewQuotes. Expected options 5, was 2; of 9 quotes.');
    expect(text).toContain('Free of butterfly and calendar arbitrage at 569 points.');
  });
});
