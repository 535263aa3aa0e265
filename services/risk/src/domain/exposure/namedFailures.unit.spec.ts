import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { bookedDesk, trading } from '../commands/requests.sample.js';
import { alice, exposuresIn, RANGE, USDC, WETH } from '../desk.sample.js';

const EXPIRED = 'option:paper:ETH-USD:20230817T080000Z:1650:P';
const HOOKED = `univ4:ethereum:0x${'21c6'.repeat(16)}:-100:100`;

/** A book of a coin, an option that has expired and a position in a pool whose hooks return deltas. */
function exposure(pool?: Partial<PoolObserved>) {
  const desk = bookedDesk();
  desk.list('ETH', EXPIRED, HOOKED, RANGE);
  for (const instrumentId of [WETH, EXPIRED, HOOKED, RANGE]) {
    const request = trading({ instrumentId, quantity: '2', price: '0', fee: '0', venueTradeId: instrumentId });
    desk.accept(bookTrade(desk.state, desk.step(), alice, request));
  }
  if (pool !== undefined) {
    const seen = {
      feed: 'uniswap-v3:polygon:usdc-weth-005',
      chain: 'polygon',
      pool: RANGE.split(':')[2]!,
      tick: 201_000,
    };
    const observed = { ...PoolObserved.decode(new Uint8Array()), ...seen, observedAtUs: desk.step().timeUs, ...pool };
    desk.fold('market', seen.feed, PoolObserved, observed);
  }
  const index = (instrumentId: string): number => desk.state.listings.get(instrumentId)!.index;
  const hook = 'Expected hooks that return no deltas (hookReturnsDelta, not modelled), was 4.';
  desk.mark(
    'ETH',
    1_600,
    {
      [WETH]: { priceUsd: 1_600, delta: 1 },
      [EXPIRED]: { priceUsd: NaN, vegaUsdPerVolPoint: NaN },
      [HOOKED]: { priceUsd: NaN, gammaPerUsd: NaN },
      [RANGE]: { priceUsd: NaN, gammaPerUsd: NaN },
    },
    {
      failures: [
        {
          index: index(EXPIRED),
          code: 'expired',
          reason: 'Expected an expiry to come, was 0.6 d ago.',
          valueKept: false,
        },
        { index: index(HOOKED), code: 'not_modelled', reason: hook, valueKept: false },
        { index: index(RANGE), code: 'out_of_range', reason: 'Expected liquidity, was 0.', valueKept: false },
      ],
    },
  );
  desk.mark('USD', 1, { [USDC]: { priceUsd: 1, delta: 1 } });
  return exposuresIn(desk.decide())[0]!;
}

describe('what can’t be valued', () => {
  it('stands by name beside totals that go on without it, in no section either', () => {
    const { total, unvalued, vegaByTenor, crossGamma, lookThrough } = exposure();
    expect(total).toMatchObject({ valueUsd: 3_200, deltaUsd: 3_200, gammaUsdPer1pct: 0, vegaUsdPerVolPoint: 0 });
    const named = unvalued.filter(({ valueKept }) => !valueKept).map(({ instrumentId, code }) => [instrumentId, code]);
    expect(named).toEqual(
      expect.arrayContaining([
        [EXPIRED, 'expired'],
        [HOOKED, 'not_modelled'],
        [RANGE, 'out_of_range'],
      ]),
    );
    expect(unvalued.find(({ instrumentId }) => instrumentId === HOOKED)?.reason).toContain('not modelled');
    expect([vegaByTenor, crossGamma]).toEqual([[], []]);
    expect(lookThrough.flatMap(({ legIds }) => legIds)).not.toContain(HOOKED);
  });

  it('is the depth of a pool at the last of its ticks, or of one without liquidity', () => {
    expect(exposure({ tick: -887_272, liquidity: '5' }).liquidity).toMatchObject([
      { asset: 'ETH', deltaUsd: 3_200, costUsd: 0, unavailableReason: expect.stringContaining('was -887272') },
    ]);
    expect(exposure({ liquidity: '0' }).liquidity[0]?.unavailableReason).toContain('above 0, was 0');
  });
});
