import { type BreachClosed, type BreachOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { bookedDesk, limiting, trading } from '../commands/requests.sample.js';
import { setLimit } from '../commands/setLimit.js';
import { alice, breachesIn, type Desk, LOAN, WETH } from '../desk.sample.js';
import { breachesOf } from '../queries/breachesOf.js';

const HEALTH = {
  limitId: 'health',
  component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
  accountId: 'aave:main',
  level: '1.05',
  closeLevel: '1.08',
  target: '1.1',
};

/** 100 WETH long, so that delta is a hundred times the price; opens above 160,000, closes at or below 150,000. */
function longDesk(): Desk {
  const desk = bookedDesk();
  desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ quantity: '100', price: '0', fee: '' })));
  desk.accept(
    setLimit(
      desk.state,
      { ...alice, subject: 'rita' },
      limiting({ level: '160000', closeLevel: '150000', target: '10000' }),
    ),
  );
  return desk;
}

function at(desk: Desk, priceUsd: number): (BreachOpened | BreachClosed)[] {
  desk.mark('ETH', priceUsd, { [WETH]: { priceUsd, delta: 1 } });
  return breachesIn(desk.decide());
}

describe('decideBreaches', () => {
  it('opens beyond the level, waits between the levels, closes behind the close level, and numbers what opens', () => {
    const desk = longDesk();
    expect(at(desk, 1600)).toEqual([]);
    const [opened] = at(desk, 1600.5);
    expect(opened).toMatchObject({
      breachId: 'main/delta/1',
      limitId: 'delta',
      component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
      accountId: '',
      value: 160_050,
      level: 160_000,
      target: 10_000,
      exposureSequence: 2n,
      limitSetBy: 'rita',
      marks: [{ instrumentId: WETH, priceUsd: 1600.5, delta: 1 }],
    });
    expect([at(desk, 1700), at(desk, 1550), at(desk, 1500.5)]).toEqual([[], [], []]);
    expect(at(desk, 1500)).toMatchObject([
      { breachId: 'main/delta/1', value: 150_000, closeLevel: 150_000, exposureSequence: 6n },
    ]);
    expect(at(desk, 1550)).toEqual([]);
    expect(at(desk, 1601)).toMatchObject([{ breachId: 'main/delta/2' }]);
  });

  it('closes a breach of vega in a tenor when the options of it are gone', () => {
    const desk = bookedDesk();
    const option = 'option:paper:ETH-USD:20230825T080000Z:1650:P';
    desk.list('ETH', option);
    const trade = (quantity: string, venueTradeId: string) =>
      desk.accept(
        bookTrade(
          desk.state,
          desk.step(),
          alice,
          trading({ instrumentId: option, quantity, price: '0', fee: '', venueTradeId }),
        ),
      );
    const decided = () => {
      desk.mark('ETH', 1_600, { [option]: { priceUsd: 60, delta: -0.5, vegaUsdPerVolPoint: 1.5 } });
      return breachesIn(desk.decide());
    };
    const watch = { component: LimitComponent.LIMIT_COMPONENT_PATH, path: 'vega_by_tenor/30' };
    desk.accept(setLimit(desk.state, alice, limiting({ ...watch, level: '20', closeLevel: '15', target: '10' })));
    trade('20', 'v-1');
    expect(decided()).toMatchObject([{ breachId: 'main/delta/1', value: 30 }]);
    trade('-20', 'v-2');
    expect(decided()).toMatchObject([{ breachId: 'main/delta/1', value: 0, closeLevel: 15 }]);
  });

  it('looks at the size of a delta, and keeps its sign in the value', () => {
    const desk = bookedDesk();
    desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ quantity: '-100', price: '0', fee: '' })));
    desk.accept(setLimit(desk.state, alice, limiting({ level: '160000', closeLevel: '150000' })));
    expect(at(desk, 1601)).toMatchObject([{ breachId: 'main/delta/1', value: -160_100 }]);
  });

  it('opens a health breach below its level at the oracle’s price, and embeds that price', () => {
    const desk = bookedDesk();
    desk.loan('aave:main');
    desk.accept(setLimit(desk.state, alice, limiting(HEALTH)));
    desk.oracle(166_000_000_000n);
    expect(breachesIn(desk.decide())).toEqual([]);
    // The round of 21:42:47: health 1.0491.
    desk.oracle(165_316_000_000n);
    const [opened] = breachesIn(desk.decide());
    expect(opened).toMatchObject({
      breachId: 'main/health/1',
      accountId: 'aave:main',
      value: 1_363_857 / 1_300_000,
      level: 1.05,
      target: 1.1,
    });
    expect((opened as BreachOpened).marks).toEqual([
      { instrumentId: LOAN.feed, priceUsd: 1653.16, delta: 1 },
      { instrumentId: LOAN.usdcFeed, priceUsd: 1, delta: 1 },
    ]);
    // 1.0788 is not yet cured, 1.0805 is.
    desk.oracle(170_000_000_000n);
    expect(breachesIn(desk.decide())).toEqual([]);
    desk.oracle(170_260_000_000n);
    expect(breachesIn(desk.decide())).toMatchObject([{ breachId: 'main/health/1', closeLevel: 1.08 }]);
  });

  it('neither opens nor closes on a health that is not available', () => {
    const desk = bookedDesk();
    desk.accept(setLimit(desk.state, alice, limiting(HEALTH)));
    expect(breachesIn(desk.decide())).toEqual([]);
  });

  it('lets gamma and vega open on their own components', () => {
    const desk = longDesk();
    const gamma = {
      limitId: 'gamma',
      component: LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT,
      level: '500',
      closeLevel: '400',
    };
    const vega = {
      limitId: 'vega',
      component: LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT,
      level: '90',
      closeLevel: '80',
    };
    desk.accept(setLimit(desk.state, alice, limiting(gamma)));
    desk.accept(setLimit(desk.state, alice, limiting(vega)));
    // 100 · 0.001 · 100² / 100 = 10, and 100 · 1 = 100.
    desk.mark('ETH', 100, { [WETH]: { priceUsd: 100, delta: 1, gammaPerUsd: -0.001, vegaUsdPerVolPoint: 1 } });
    expect(breachesIn(desk.decide())).toMatchObject([{ breachId: 'main/vega/1', value: 100 }]);
    // 100 · 0.06 · 100² / 100 = 600
    desk.mark('ETH', 100, { [WETH]: { priceUsd: 100, delta: 1, gammaPerUsd: -0.06 } });
    const breaches = breachesIn(desk.decide());
    expect(breaches.map(({ breachId, value }) => [breachId, Math.round(value)])).toEqual([
      ['main/gamma/1', -600],
      ['main/vega/1', 0],
    ]);
  });

  it('lists what is open, and on demand what was', () => {
    const desk = longDesk();
    [1601, 1500, 1602].forEach((price) => at(desk, price));
    const portfolio = desk.state.portfolios.get('desk-a/main')!;
    expect(breachesOf(desk.state, portfolio, false).map(({ opened }) => opened?.breachId)).toEqual(['main/delta/2']);
    const all = breachesOf(desk.state, portfolio, true);
    expect(all.map(({ opened, closed }) => [opened?.breachId, closed?.value])).toEqual([
      ['main/delta/2', undefined],
      ['main/delta/1', 150_000],
    ]);
  });
});
