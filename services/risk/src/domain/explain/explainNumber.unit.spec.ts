import { PerpObserved, VolatilityObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { correctTrade } from '../commands/correctTrade.js';
import { bookedDesk, correcting, trading } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, PERP, USDC, WETH } from '../desk.sample.js';
import { aggregateLines } from '../queries/aggregateLines.js';
import type { Explained } from './explained.js';
import { withDifference } from './explained.js';
import { explainNumber, type NumberAsked } from './explainNumber.js';
import { HEALTH_COMPONENTS } from './explainHealth.js';
import { VECTOR_COMPONENTS } from './vectorComponents.js';

const OPTION = 'option:paper:ETH-USD:20230825T080000Z:1650:P';

/** A book with a loan, a wallet, an option and a perp, priced at numbers that don't add up evenly. */
function exposed(): { desk: Desk; exposure: ExposureCalculated } {
  const desk = bookedDesk();
  desk.list('ETH', OPTION);
  desk.loan('aave:main');
  desk.oracle(165_316_000_000n);
  const perp = {
    feed: 'assumed:perp:ETH-USD',
    venue: 'paper',
    instrumentId: PERP,
    markPrice: '1590',
    indexPrice: '1590',
    fundingRate: '0.0001',
    fundingIntervalSeconds: 28_800,
    assumed: true,
    observedAtUs: 0n,
  };
  desk.fold('market', perp.feed, PerpObserved, perp);
  desk.fold('market', 'assumed:vol:ETH', VolatilityObserved, {
    feed: 'assumed:vol:ETH',
    underlying: 'ETH',
    vol: '0.45',
    assumed: true,
    observedAtUs: 0n,
  });
  const book = (venueTradeId: string, instrumentId: string, quantity: string) =>
    desk.accept(
      bookTrade(
        desk.state,
        desk.step(),
        alice,
        trading({ venueTradeId, instrumentId, quantity, price: '1633.7', fee: '0.37' }),
      ),
    );
  book('1', WETH, '0.1');
  book('2', PERP, '-0.3');
  book('3', OPTION, '17.7');
  book('4', WETH, '0.2');
  desk.accept(correctTrade(desk.state, alice, correcting({ venueTradeId: '4', quantity: '0.7' })));
  const greeks = {
    gammaPerUsd: 0.00123,
    vegaUsdPerVolPoint: 1.1,
    thetaUsdPerDay: -1.7,
    rhoUsd: 3.3,
    vanna: 0.013,
    volga: 0.017,
    charmPerDay: -0.0031,
  };
  desk.mark('ETH', 1590.77, {
    [WETH]: { priceUsd: 1590.77, delta: 1 },
    [PERP]: { priceUsd: 1590.1, delta: 1, carryUsdPerDay: -0.477, shortChargeUsdPerDay: -0.0131 },
    [OPTION]: { priceUsd: 71.3, delta: -0.68, ...greeks },
  });
  desk.mark('USD', 1, { [USDC]: { priceUsd: 1.0003, delta: 1.0003 } });
  const [exposure] = exposuresIn(desk.decide());
  return { desk, exposure: exposure! };
}

function explain({ desk, exposure }: ReturnType<typeof exposed>, asked: Partial<NumberAsked>): Explained {
  const basis = desk.state.recentBases.get('desk-a/main')!.get(1)!;
  const explained = explainNumber(desk.state, basis, exposure, {
    component: 'delta_usd',
    accountId: '',
    asset: '',
    ...asked,
  });
  if (!explained.ok) throw new Error(explained.refusal.message);
  return explained.value;
}

const sumOf = ({ terms }: Explained): number => terms.reduce((sum, term) => sum + term.value, 0);

describe('explainNumber', () => {
  const scene = exposed();

  it.each([...VECTOR_COMPONENTS].map(([name, { field }]) => ({ name, field })))(
    'adds up to the bits of $name in every part',
    ({ name, field }) => {
      const { total, lines } = scene.exposure;
      const whole = explain(scene, { component: name });
      expect([whole.value, sumOf(whole)]).toEqual([total![field], total![field]]);
      // The total needs no correction: it was added leg by leg, as here.
      expect(whole.terms.every(({ label }) => !label.startsWith('order'))).toBe(true);
      for (const line of lines) {
        const part = explain(scene, { component: name, accountId: line.accountId, asset: line.asset });
        expect([part.value, sumOf(part)]).toEqual([line.exposure![field], line.exposure![field]]);
      }
      for (const line of aggregateLines(lines, 'accountId')) {
        const part = explain(scene, { component: name, accountId: line.accountId });
        expect([part.value, sumOf(part)]).toEqual([line.exposure![field], line.exposure![field]]);
      }
    },
  );

  it('names the facts, the marks and the underlying’s price behind a leg', () => {
    const { terms } = explain(scene, { accountId: 'wallet', asset: 'ETH' });
    expect(terms.map(({ label }) => label)).toEqual(['wallet spot:WETH', `wallet ${PERP}`, `wallet ${OPTION}`]);
    const weth = terms[0]!;
    expect(weth.value).toBe(0.8 * 1590.77);
    const said = weth.inputs.map(({ name, value, sourceType, source }) => [name, value, sourceType, source?.topic]);
    expect(said).toEqual([
      ['quantity', '0.8', 'gimbal.risk.v1.TradeCorrected', 'portfolio'],
      ['fact 1 of 3', '', 'gimbal.risk.v1.TradeBooked', 'portfolio'],
      ['fact 2 of 3', '', 'gimbal.risk.v1.TradeBooked', 'portfolio'],
      ['delta', '1', 'gimbal.pricing.v1.MarksPublished', 'marks.kept'],
      ['spot', '1590.77', 'gimbal.pricing.v1.MarksPublished', 'marks.kept'],
    ]);
    // Each place is where the record stands.
    for (const { source, sourceType } of weth.inputs) {
      const record = scene.desk.folded.find(
        ({ topic, offset }) => topic === source?.topic && BigInt(offset) === source.offset,
      );
      expect(record?.type).toBe(sourceType);
    }
  });

  it('says what was assumed', () => {
    const { terms } = explain(scene, { component: 'value_usd' });
    const assumedOf = (legId: string) =>
      terms
        .find(({ label }) => label.endsWith(legId))!
        .inputs.filter(({ assumed }) => assumed)
        .map(({ name, value }) => [name, value]);
    expect(assumedOf(WETH)).toEqual([]);
    expect(assumedOf(PERP)).toEqual([
      ['priceUsd', '1590.1'],
      ['funding rate', '0.0001'],
    ]);
    expect(assumedOf(OPTION)).toEqual([['implied volatility', '0.45']]);
    expect(assumedOf(USDC)).toEqual([['priceUsd', '1.0003']]);
  });

  it('names what a short pays beside the other side of the carry', () => {
    const { terms } = explain(scene, { component: 'funding_usd_per_day' });
    const perp = terms.find(({ label }) => label.endsWith(PERP))!;
    const marked = perp.inputs.filter(({ source }) => source?.topic === 'marks.kept');
    expect(marked.map(({ name, value, unit }) => [name, value, unit])).toEqual([
      ['carryUsdPerDay', '-0.477', 'USD per day'],
      ['shortChargeUsdPerDay', '-0.0131', 'USD per day'],
    ]);
    // 0.3 sold: −0.3 · −0.477 − 0.3 · 0.0131.
    expect(perp.value).toBeCloseTo(0.1431 - 0.00393, 12);
  });

  it('takes a lending balance back to scaled balance, index and rate', () => {
    const { terms } = explain(scene, { component: 'carry_usd_per_day', accountId: 'aave:main', asset: 'USDC' });
    const inputs = terms[0]!.inputs.map(({ name, value, source }) => [name, value, source?.topic]);
    expect(inputs).toEqual([
      ['quantity', '-1300000', undefined],
      ['scaled variable debt', '1300000000000', 'account'],
      ['variable borrow index', '1000000000000000000000000000', 'protocol'],
      ['price', '1.0003', 'marks.kept'],
      ['variable borrow rate', '0.0365', 'protocol'],
    ]);
    // -1,300,000 · 1.0003 · 3.65 % / 365
    expect(terms[0]!.value).toBeCloseTo(-130.039, 9);
  });

  it('explains a health factor from the oracle, and states what the contract’s floors take', () => {
    const explained = explain(scene, { component: 'health_factor', accountId: 'aave:main' });
    expect([explained.value, sumOf(explained)]).toEqual([1_363_857 / 1_300_000, 1_363_857 / 1_300_000]);
    const prices = explained.terms[0]!.inputs.filter(({ name }) => name === 'oracle price');
    expect(prices.map(({ value, assumed, source }) => [value, assumed, source?.topic])).toEqual([
      ['1653.16', false, 'market'],
      ['1', true, 'market'],
    ]);
  });

  it('explains the sections by their paths', () => {
    const tenor = explain(scene, { component: 'vega_by_tenor/30' });
    // 17.7 puts of 1.1 a point, in their last week and a bit.
    expect([tenor.value, sumOf(tenor), tenor.terms.length]).toEqual([17.7 * 1.1, 17.7 * 1.1, 1]);
    const circle = explain(scene, { component: 'look_through/issuer/Circle' });
    expect(circle.value).toBe(scene.exposure.lookThrough.find(({ name }) => name === 'Circle')!.lossGivenFailureUsd);
    expect(sumOf(circle)).toBe(circle.value);
    const cost = explain(scene, { component: 'liquidity/cost_usd', asset: 'ETH' });
    expect(cost.terms.map(({ label }) => label)).toEqual([
      'ETH: Expected a pool of ETH against a dollar coin, none was observed.',
    ]);
    const basis = scene.desk.state.recentBases.get('desk-a/main')!.get(1)!;
    for (const component of ['vega_by_tenor/7', 'look_through/issuer/circle', 'liquidity/nothing', 'nothing/at/all']) {
      const asked = { component, accountId: '', asset: '' };
      const explained = explainNumber(scene.desk.state, basis, scene.exposure, asked);
      expect(explained.ok ? '' : explained.refusal.field).toBe('component');
    }
  });

  it.each([...HEALTH_COMPONENTS.keys()])('adds up to the bits of %s', (component) => {
    const explained = explain(scene, { component, accountId: 'aave:main' });
    expect(sumOf(explained)).toBe(explained.value);
    expect(explained.value).not.toBe(0);
    expect(explained.terms[0]!.inputs.length).toBeGreaterThan(3);
  });

  it.each([
    ['component', { component: 'beta_usd' }],
    ['account_id', { accountId: 'nobody' }],
    ['account_id', { component: 'health_factor', accountId: 'wallet' }],
    ['account_id', { component: 'health_factor' }],
    ['asset', { asset: 'BTC' }],
  ])('refuses an unknown %s', (field, asked) => {
    const basis = scene.desk.state.recentBases.get('desk-a/main')!.get(1)!;
    const explained = explainNumber(scene.desk.state, basis, scene.exposure, {
      component: 'delta_usd',
      accountId: '',
      asset: '',
      ...asked,
    });
    expect(explained).toMatchObject({ ok: false, refusal: { code: 'INVALID_ARGUMENT', field } });
  });

  it('rests on the inputs of its exposure when the book has moved on', () => {
    const later = exposed();
    later.desk.accept(
      bookTrade(later.desk.state, later.desk.step(), alice, trading({ venueTradeId: '9', quantity: '1000' })),
    );
    later.desk.mark('ETH', 99, { [WETH]: { priceUsd: 99, delta: 1 } });
    expect(explain(later, {})).toEqual(explain(scene, {}));
  });
});

describe('withDifference', () => {
  it('closes any gap bit for bit', () => {
    const term = (value: number) => ({ label: 't', value, inputs: [] });
    // 0.1 + 0.2 is 0.30000000000000004, and 1e17 swallows what is added to it.
    for (const [values, value] of [
      [[0.1, 0.2], 0.3],
      [[1e17, 3.3], -7.7],
      [[], 5],
      [[0.5], 0.5],
    ] as const) {
      expect(withDifference(values.map(term), value, 'why').reduce((sum, each) => sum + each.value, 0)).toBe(value);
    }
  });
});
