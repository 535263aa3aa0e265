import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  INSTRUMENT_KERNELS,
  type InstrumentKernel,
  type InstrumentKernelKind,
  univ3UnitGreeks,
  valueInstrument,
} from '@gimbal/quant';
import { parseInstrument, type Univ3Range } from '@gimbal/instruments';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { bookedDesk, trading } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, type MarkRow, PERP, RANGE, USDC, WETH } from '../desk.sample.js';
import { addVector, newVectorSums, VECTOR_FIELDS, vectorSumsOf } from './exposureVector.js';

const OPTION = 'option:paper:ETH-USD:20230825T080000Z:1650:P';
const LATER = 'option:paper:ETH-USD:20231229T080000Z:1650:C';
const LAST = 'option:paper:ETH-USD:20251226T080000Z:1650:C';
const INVERSE_OPTION = 'ioption:deribit:ETH-USD:20230825T080000Z:1650:C';
const QUOTED_OPTION = 'option:derive:ETH-USDC:20230825T080000Z:1650:C';
const INVERSE = 'iperp:deribit:ETH-USD:10';
const GMX = 'perp:gmx:ETH-USD';
const POWER_PERP = 'powerperp:ethereum:oSQTH';
const STAKED = 'staked:ethereum:wstETH:ETH';

/** Books the quantities for nothing, marks everything, and decides. */
function exposureOf(
  book: Readonly<Record<string, { quantity: string; mark: MarkRow }>>,
  spotUsd: number,
): ExposureCalculated {
  const desk: Desk = bookedDesk();
  const ids = Object.keys(book);
  desk.list('ETH', ...ids.filter((id) => ![WETH, PERP, USDC].includes(id)));
  for (const [at, instrumentId] of ids.entries()) {
    const request = trading({
      instrumentId,
      quantity: book[instrumentId]!.quantity,
      price: '0',
      fee: '0',
      venueTradeId: `${at}`,
    });
    desk.accept(bookTrade(desk.state, desk.step(), alice, request));
  }
  desk.mark('ETH', spotUsd, Object.fromEntries(ids.filter((id) => id !== USDC).map((id) => [id, book[id]!.mark])));
  desk.mark('USD', 1, { [USDC]: book[USDC]?.mark ?? { priceUsd: 1, delta: 1 } });
  return exposuresIn(desk.decide())[0]!;
}

function kernel(kind: InstrumentKernelKind, row: Readonly<Record<string, number>>) {
  const result = valueInstrument(INSTRUMENT_KERNELS[kind] as InstrumentKernel, row);
  if (result.kind === 'failure') throw new Error(`${kind} ${result.field} ${result.found}`);
  return result.values;
}

describe('the parts of the carry', () => {
  it('are funding, interest and fees by the kind of the instrument, and no part is counted twice', () => {
    const total = exposureOf(
      {
        [PERP]: { quantity: '-10', mark: { priceUsd: 1_600, delta: 1, carryUsdPerDay: -0.5 } },
        [RANGE]: { quantity: '100', mark: { priceUsd: 10, delta: 0.002, carryUsdPerDay: -0.02 } },
        [STAKED]: { quantity: '3', mark: { priceUsd: 1_800, delta: 1.12, carryUsdPerDay: 0.2, trackedUsd: 1_810 } },
      },
      1_600,
    ).total!;
    // −10 · −0.5; 100 · −0.02; 3 · 0.2 is a yield, of no part.
    expect(total.fundingUsdPerDay).toBeCloseTo(5, 12);
    expect(total.lpFeesLessLvrUsdPerDay).toBeCloseTo(-2, 12);
    expect(total.interestUsdPerDay).toBe(0);
    expect(total.carryUsdPerDay).toBeCloseTo(5 - 2 + 0.6, 12);
  });

  it('let a short pay for what it borrows of a pool, and not receive what a long pays for that', () => {
    // The two positions of GMX in services/pricing: funding of 0.00001 an hour from longs to shorts, borrowing of 0.00002
    // (longs) and 0.000015 (shorts) an hour, at 1,600 USD. A long receives −(0.00001 + 0.00002) · 24 · 1,600 = −1.152 a
    // day and a short (0.00001 − 0.000015) · 24 · 1,600 = −0.192, which is 1.152 and the charge of −1.344.
    const mark = { priceUsd: 1_600, delta: 1, carryUsdPerDay: -1.152, shortChargeUsdPerDay: -1.344 };
    const totalOf = (quantity: string) => exposureOf({ [GMX]: { quantity, mark } }, 1_600).total!;
    expect(totalOf('2.5').fundingUsdPerDay).toBeCloseTo(2.5 * -1.152, 12);
    expect(totalOf('-2.5').fundingUsdPerDay).toBeCloseTo(2.5 * -0.192, 12);
    expect(totalOf('-2.5').carryUsdPerDay).toBe(totalOf('-2.5').fundingUsdPerDay);
  });

  it('forget a short’s charge with the record that no longer says any, and keep it for what that record leaves alone', () => {
    const desk = bookedDesk();
    desk.list('ETH', GMX);
    for (const [venueTradeId, instrumentId] of [GMX, PERP].entries())
      desk.accept(
        bookTrade(
          desk.state,
          desk.step(),
          alice,
          trading({ instrumentId, quantity: '-1', price: '0', fee: '0', venueTradeId: `${venueTradeId}` }),
        ),
      );
    const mark = { priceUsd: 1_600, delta: 1, carryUsdPerDay: -1.152 };
    desk.mark('ETH', 1_600, { [GMX]: { ...mark, shortChargeUsdPerDay: -1.344 }, [PERP]: mark });
    const live = (instrumentId: string) => desk.mark('ETH', 1_600, { [instrumentId]: mark }, { kept: false, step: 2n });
    const funding = () => exposuresIn(desk.decide())[0]!.total!.fundingUsdPerDay;
    // 1.152 twice, and the charge.
    expect(funding()).toBeCloseTo(2.304 - 1.344, 12);
    live(PERP);
    expect(funding()).toBeCloseTo(2.304 - 1.344, 12);
    live(GMX);
    expect(funding()).toBeCloseTo(2.304, 12);
  });

  it('are interest for a loan, and say what a point on its rate costs', () => {
    const desk = bookedDesk();
    desk.loan('aave:main');
    desk.oracle(160_000_000_000n);
    desk.mark('ETH', 1_600, { [WETH]: { priceUsd: 1_600, delta: 1 } });
    desk.mark('USD', 1, { [USDC]: { priceUsd: 1, delta: 1 } });
    const total = exposuresIn(desk.decide())[0]!.total!;
    // 1,600,000 · 2 % / 365 − 1,300,000 · 3.65 % / 365; a point: −1,300,000 · 1 % / 365.
    expect(total.interestUsdPerDay).toBeCloseTo(87.671232876712 - 130, 6);
    expect(total.interestUsdPerDay).toBe(total.carryUsdPerDay);
    expect(total.interestUsdPerDayPerRatePoint).toBeCloseTo(-35.616438356164, 9);
  });
});

describe('sticky delta', () => {
  it('is pricing’s where it says one, else the delta, and leaves dollars out as delta does', () => {
    const total = exposureOf(
      {
        [OPTION]: { quantity: '10', mark: { priceUsd: 60, delta: -0.5, deltaStickyDelta: -0.45 } },
        [WETH]: { quantity: '2', mark: { priceUsd: 1_600, delta: 1 } },
        [USDC]: { quantity: '500', mark: { priceUsd: 1, delta: 1 } },
      },
      1_600,
    ).total!;
    expect(total.deltaUsd).toBeCloseTo((10 * -0.5 + 2) * 1_600, 9);
    expect(total.deltaStickyDeltaUsd).toBeCloseTo((10 * -0.45 + 2) * 1_600, 9);
  });
});

describe('vega by tenor', () => {
  it('stands where the option expires, and adds up to the vega', () => {
    const vega = (quantity: string, vegaUsdPerVolPoint: number) => ({
      quantity,
      mark: { priceUsd: 1, delta: 0, vegaUsdPerVolPoint },
    });
    // On 17 August 2023, 21:40: 7.4 days, 133.4 days, 861 days; oSQTH pays for the volatility of 17.5 days.
    const { vegaByTenor, total } = exposureOf(
      { [OPTION]: vega('-20', 1.5), [LATER]: vega('4', 3), [LAST]: vega('1', 8), [POWER_PERP]: vega('2', 0.25) },
      1_600,
    );
    expect(vegaByTenor).toEqual([
      { asset: 'ETH', daysMax: 30, vegaUsdPerVolPoint: -29.5 },
      { asset: 'ETH', daysMax: 180, vegaUsdPerVolPoint: 12 },
      { asset: 'ETH', daysMax: 0, vegaUsdPerVolPoint: 8 },
    ]);
    expect(vegaByTenor.reduce((sum, each) => sum + each.vegaUsdPerVolPoint, 0)).toBe(total?.vegaUsdPerVolPoint);
  });
});

describe('cross-gamma', () => {
  const POOL = { token0Decimals: 6, token1Decimals: 18, volatileIsToken: 1 } as const;
  const range = parseInstrument(RANGE) as Univ3Range;
  /** Worth of a unit when the coin is at x dollars and the quote coin at q: q · f(x/q). */
  const worth = (x: number, q: number): number => q * univ3UnitGreeks(range, x / q, POOL).valueUsd;

  it('of liquidity is the mixed derivative of its worth in two prices', () => {
    const { deltaUnits, gammaUnitsPerUsd, valueUsd } = univ3UnitGreeks(range, 1_800, POOL);
    const mark = { priceUsd: valueUsd, delta: deltaUnits, gammaPerUsd: gammaUnitsPerUsd };
    const { crossGamma } = exposureOf({ [RANGE]: { quantity: '1000', mark } }, 1_800);
    // Central differences of the fourth order in each: x·q·V_xq/100 by the four corners at h and 2h.
    const corner = (h: number): number =>
      (worth(1_800 * (1 + h), 1 + h) -
        worth(1_800 * (1 + h), 1 - h) -
        worth(1_800 * (1 - h), 1 + h) +
        worth(1_800 * (1 - h), 1 - h)) /
      (4 * h * h);
    const h = 2e-3;
    const mixed = (4 * corner(h) - corner(2 * h)) / 3;
    expect(crossGamma).toEqual([expect.objectContaining({ asset: 'ETH', otherAsset: 'USDC.e' })]);
    expect(crossGamma[0]!.gammaUsdPer1pct / ((1_000 * mixed) / 100) - 1).toBeCloseTo(0, 6);
  });

  it('of an option that is quoted in a coin is too, and one in plain dollars has none', () => {
    const row = { strikeUsd: 1_650, tauYears: 0.02, vol: 0.5 };
    const at = (x: number, q: number): number => q * kernel('option', { ...row, forwardUsd: x / q }).priceUsd;
    const { priceUsd, delta, gammaPerUsd } = kernel('option', { ...row, forwardUsd: 1_600 });
    const mark = { priceUsd, delta, gammaPerUsd };
    const { crossGamma } = exposureOf(
      {
        [QUOTED_OPTION]: { quantity: '10', mark },
        [OPTION]: { quantity: '10', mark },
        [INVERSE_OPTION]: { quantity: '10', mark },
      },
      1_600,
    );
    const corner = (h: number): number =>
      (at(1_600 * (1 + h), 1 + h) -
        at(1_600 * (1 + h), 1 - h) -
        at(1_600 * (1 - h), 1 + h) +
        at(1_600 * (1 - h), 1 - h)) /
      (4 * h * h);
    const h = 1e-3;
    const mixed = (4 * corner(h) - corner(2 * h)) / 3;
    expect(crossGamma).toEqual([expect.objectContaining({ asset: 'ETH', otherAsset: 'USDC' })]);
    expect(crossGamma[0]!.gammaUsdPer1pct / ((10 * mixed) / 100) - 1).toBeCloseTo(0, 6);
  });

  it('of a staked coin is a hundredth of its worth', () => {
    const { crossGamma } = exposureOf(
      { [STAKED]: { quantity: '3', mark: { priceUsd: 1_800, delta: 1.125, trackedUsd: 1_810 } } },
      1_600,
    );
    // 3 · 1,800 / 100: the delta of 5,400 grows by 1 % when wstETH gains 1 % against ETH.
    expect(crossGamma).toEqual([{ asset: 'ETH', otherAsset: 'wstETH', gammaUsdPer1pct: 54 }]);
  });
});

describe('basis', () => {
  it('is what an asset costs against what it follows', () => {
    const { basis } = exposureOf(
      {
        [STAKED]: { quantity: '3', mark: { priceUsd: 1_782, delta: 1.1, trackedUsd: 1_800 } },
        [USDC]: { quantity: '500', mark: { priceUsd: 0.9, delta: 0.9 } },
        [WETH]: { quantity: '1', mark: { priceUsd: 1_600, delta: 1 } },
      },
      1_600,
    );
    const [staked, dollar, ...rest] = basis;
    expect(rest).toEqual([]);
    // 1,782 / 1,800 − 1; a point of basis moves 3 · 1,800 by a ten-thousandth.
    expect(staked).toMatchObject({ asset: 'wstETH', tracks: 'ETH', units: 3, valueUsd: 5_346 });
    expect(staked!.basis).toBeCloseTo(-0.01, 12);
    expect(staked!.usdPerBasisPoint).toBeCloseTo(0.54, 12);
    expect(dollar).toMatchObject({ asset: 'USDC', tracks: 'USD', units: 500, valueUsd: 450 });
    expect([dollar!.basis, dollar!.usdPerBasisPoint]).toEqual([expect.closeTo(-0.1, 12), expect.closeTo(0.05, 12)]);
  });

  it('is of an account’s equity, not of the cash that stands against its contracts', () => {
    const { basis } = exposureOf(
      {
        [PERP]: { quantity: '-1500', mark: { priceUsd: 1_620, delta: 1 } },
        [OPTION]: { quantity: '200', mark: { priceUsd: 11, delta: -0.4 } },
        [INVERSE]: { quantity: '100', mark: { priceUsd: -10, delta: 0 } },
        [USDC]: { quantity: '2430000', mark: { priceUsd: 0.99, delta: 0.99 } },
      },
      1_620,
    );
    // 2,430,000 − 1,500 · 1,620 + 200 · 11 = 2,200 coins; what is inverse is settled in ETH. At 0.99 they are worth
    // 2,178, and a point of the peg moves 2,200 by a ten-thousandth.
    const [dollar, ...rest] = basis;
    expect(rest).toEqual([]);
    expect(dollar).toMatchObject({ asset: 'USDC', tracks: 'USD' });
    expect(dollar!.units).toBeCloseTo(2_200, 6);
    expect(dollar!.valueUsd).toBeCloseTo(2_178, 6);
    expect(dollar!.basis).toBeCloseTo(-0.01, 12);
    expect(dollar!.usdPerBasisPoint).toBeCloseTo(0.22, 9);
  });

  it('takes a contract against the coin that it is quoted in, and against none where nothing is a coin', () => {
    const mark = { priceUsd: 50, delta: 0.5 };
    const { basis } = exposureOf(
      {
        [QUOTED_OPTION]: { quantity: '-10', mark },
        [USDC]: { quantity: '700', mark: { priceUsd: 1, delta: 1 } },
        [STAKED]: { quantity: '3', mark: { priceUsd: 1_782, delta: 1.1, trackedUsd: 1_800 } },
      },
      1_600,
    );
    // 700 − 10 · 50; a wrapped coin is nobody's cash.
    expect(basis.map(({ asset, units }) => [asset, units])).toEqual([
      ['USDC', 200],
      ['wstETH', 3],
    ]);
    const alone = exposureOf({ [QUOTED_OPTION]: { quantity: '-10', mark } }, 1_600);
    expect(alone.basis.filter(({ units }) => units !== 0)).toEqual([]);
  });

  it('is named when nobody says what the asset should be worth', () => {
    const { basis, unvalued } = exposureOf(
      { [STAKED]: { quantity: '3', mark: { priceUsd: 1_782, delta: 1.1 } } },
      1_600,
    );
    expect(basis).toEqual([]);
    expect(unvalued).toContainEqual(
      expect.objectContaining({ instrumentId: STAKED, code: 'missing_basis', valueKept: true }),
    );
  });

  it('is of what is lent and owed as well', () => {
    const desk = bookedDesk();
    desk.accept(
      bookTrade(desk.state, desk.step(), alice, trading({ instrumentId: USDC, quantity: '100', price: '0' })),
    );
    desk.loan('aave:main');
    desk.oracle(1_800n * 10n ** 8n);
    desk.mark('ETH', 1_800, { [WETH]: { priceUsd: 1_800, delta: 1 } });
    desk.mark('USD', 1, { [USDC]: { priceUsd: 0.99, delta: 1 } });
    const { basis } = exposuresIn(desk.decide())[0]!;
    // 1.3 million owed and 100 less a fee held: a point of the peg, up, costs the book their ten-thousandth.
    const [dollar] = basis;
    expect([dollar!.asset, dollar!.tracks]).toEqual(['USDC', 'USD']);
    expect(dollar!.basis).toBeCloseTo(-0.01, 12);
    expect(dollar!.units).toBeCloseTo(100 - 1_300_000, -1);
    expect(dollar!.usdPerBasisPoint).toBeCloseTo(dollar!.units / 10_000, 9);
  });
});

describe('equity that is settled in a coin', () => {
  it('is itself delta: an inverse contract with its coin leg', () => {
    // 100 contracts of 10 USD bought at 1,600: the coin leg is 1,000/1,600 = 0.625 ETH, the contract leg −1,000 USD.
    const spot = 2_000;
    const { total } = exposureOf(
      {
        [INVERSE]: { quantity: '100', mark: { priceUsd: -10, delta: 0 } },
        [WETH]: { quantity: '0.625', mark: { priceUsd: spot, delta: 1 } },
      },
      spot,
    );
    // Profit 1,000 · (1/1,600 − 1/2,000) = 0.125 ETH = $250, and a delta of size/entry = 0.625 ETH whatever the mark.
    expect(total?.valueUsd).toBeCloseTo(250, 9);
    expect(total?.deltaUsd).toBeCloseTo(0.625 * spot, 9);
    const held = kernel('perp', {
      isInverse: 1,
      contractSizeUsd: 1_000,
      markUsd: 2_000,
      indexUsd: 2_000,
      entryUsd: 1_600,
    });
    expect([held.priceUsd, held.delta]).toEqual([expect.closeTo(250, 9), expect.closeTo(0.625, 12)]);
  });

  it('is itself delta: an inverse option with the premium that was paid for it in coin', () => {
    const row = { strikeUsd: 1_650, tauYears: 0.02, vol: 0.5, forwardUsd: 1_600, isInverse: 1 };
    const { priceUsd, delta, netDelta } = kernel('option', row);
    // The premium leaves as coin, so what is left to hedge is delta less price over forward (Deribit's net delta).
    const coins = priceUsd / 1_600;
    const { total } = exposureOf(
      {
        [INVERSE_OPTION]: { quantity: '1', mark: { priceUsd, delta } },
        [WETH]: { quantity: `-${coins.toFixed(18)}`, mark: { priceUsd: 1_600, delta: 1 } },
      },
      1_600,
    );
    expect(total?.valueUsd).toBeCloseTo(0, 9);
    expect(total!.deltaUsd / 1_600).toBeCloseTo(delta - coins, 12);
    expect(total!.deltaUsd / 1_600).toBeCloseTo(netDelta, 12);
  });
});

describe('conservation', () => {
  it('lines add up to the total in every field, dollars apart from delta', () => {
    const { lines, total } = exposureOf(
      {
        [OPTION]: {
          quantity: '-7',
          mark: { priceUsd: 61, delta: -0.5, gammaPerUsd: 0.002, vegaUsdPerVolPoint: 1.5, thetaUsdPerDay: -2 },
        },
        [PERP]: { quantity: '3.3', mark: { priceUsd: 1_601, delta: 1, carryUsdPerDay: -0.5 } },
        [RANGE]: {
          quantity: '77',
          mark: { priceUsd: 10.7, delta: 0.0024, gammaPerUsd: -5.6e-6, carryUsdPerDay: -0.02 },
        },
        [USDC]: { quantity: '1234.5', mark: { priceUsd: 1.0002, delta: 1.0002 } },
      },
      1_600,
    );
    const sums = newVectorSums();
    for (const { exposure } of lines) addVector(sums, vectorSumsOf(exposure!));
    const dollars = lines.find(({ asset }) => asset === 'USDC')!.exposure!;
    VECTOR_FIELDS.forEach((field, at) => {
      const isDelta = field === 'deltaUsd' || field === 'deltaStickyDeltaUsd';
      expect(sums[at]! - (isDelta ? dollars[field] : 0)).toBeCloseTo(total![field], 9);
    });
  });
});
