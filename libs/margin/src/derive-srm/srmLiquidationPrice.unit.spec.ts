import { describe, expect, it } from 'vitest';
import type { SrmPortfolio } from './portfolio.js';
import { portfolioOf, publishedMarket, publishedParameters } from './srm.sample.js';
import { type SrmLeg, srmLiquidationPrice } from './srmLiquidationPrice.js';

const answer = (portfolio: SrmPortfolio, leg: SrmLeg) => {
  const result = srmLiquidationPrice(publishedParameters, publishedMarket, portfolio, leg);
  return result.ok ? result.value : result.failure;
};
const perpOf = (amount: number) => ({ amount, unrealisedPnlUsd: 0, unsettledFundingUsd: 0 });
const underlying = 'ETH';

describe('liquidation prices of the standard manager', () => {
  it('of a perp: by hand, both ways round', () => {
    // cash ± (P - 1,505) - 0.05·P = 0.
    const long = answer(portfolioOf([], { perp: perpOf(1) }, 400), { kind: 'perp', underlying });
    expect(long).toHaveProperty('below.priceUsd', expect.closeTo((1505 - 400) / 0.95, 9));
    const short = answer(portfolioOf([], { perp: perpOf(-1) }, 400), { kind: 'perp', underlying });
    expect(short).toHaveProperty('above.priceUsd', expect.closeTo((1505 + 400) / 1.05, 9));
  });

  it('of the coins that back a debt', () => {
    // 2·P·0.1 - 200 = 0.
    const coins = answer(portfolioOf([], { baseAmount: 2 }, -200), { kind: 'spot', underlying });
    expect(coins).toHaveProperty('below.priceUsd', expect.closeTo(1000, 9));
  });

  it('of a short call: what cash is left after a share of spot', () => {
    // 300 - 0.075·1,500 - price = 0.
    const call = answer(portfolioOf([['call', 1500, -1]], {}, 300), { kind: 'option', underlying, index: 0 });
    expect(call).toHaveProperty('above.priceUsd', expect.closeTo(187.5, 9));
    expect(call).toHaveProperty('nowUsd', expect.closeTo(79.37158518905994, 9));
  });

  it('of the underlying: spot, forward and perp together', () => {
    // 10·P·0.1 coins and a short perp: -100 + 0.1·P·10 - (x - 1,505) - 0.05·x with x = P·1,505/1,500.
    const both = answer(portfolioOf([], { baseAmount: 10, perp: perpOf(-1) }, -100), {
      kind: 'underlying',
      underlying,
    });
    const slope = 1 - 1.05 * (1505 / 1500);
    expect(both).toHaveProperty('above.priceUsd', expect.closeTo((100 - 1505) / slope, 6));
  });

  it.each([
    [
      portfolioOf(
        [
          ['call', 1100, -1],
          ['call', 1300, 1],
        ],
        {},
        201,
      ),
      { kind: 'underlying', underlying },
      'NoLiquidationPrice',
    ],
    [portfolioOf([['call', 1500, -1]]), { kind: 'underlying', underlying }, 'AlreadyLiquidatable'],
    [portfolioOf([]), { kind: 'perp', underlying }, 'UnknownLeg'],
    [portfolioOf([]), { kind: 'option', underlying, index: 0 }, 'UnknownLeg'],
    [portfolioOf([]), { kind: 'spot', underlying: 'SOL' }, 'UnknownLeg'],
  ] as const)('none, by name: %#', (portfolio, leg, code) => {
    expect(answer(portfolio, leg)).toMatchObject({ code });
  });
});
