import { INSTRUMENT_KERNELS } from '@gimbal/quant';
import { parseInstrument } from '@gimbal/instruments';
import { describe, expect, it } from 'vitest';
import {
  DEBT,
  DEBT_SHARE,
  debtPool,
  GMX_PERP,
  gmxPerp,
  rate,
  reserves,
  SETH,
  SUPPLY,
  UNIV2,
  UNIV4,
  univ4Pool,
  wethReserve,
  WSTETH,
} from '../newKinds.sample.js';
import { at, ethPool, markOf, normFactor, osqthPool, perp, PricingScenario, usdc, vol } from '../pricing.scenario.js';
import { marksOf } from '../inbound/marksOf.js';
import { MARK_COLUMNS } from './frame/marksFrame.js';
import { RECORDED_MARKETS } from './marketDirectory.js';

const WETH9 = 'wrapped:ethereum:WETH9:ETH';
const BOOK = [
  'spot:WETH',
  'spot:USDC',
  'perp:paper:ETH-USD',
  'iperp:paper:ETH-USD:10',
  GMX_PERP,
  'future:paper:ETH-USD:20230929T080000Z',
  'option:paper:ETH-USD:20230825T080000Z:1650:P',
  'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190',
  UNIV2,
  UNIV4,
  'powerperp:ethereum:oSQTH',
  'power:paper:ETH-USD:2:420',
  'everlasting:deri:ETH-USD:1600:C:168',
  WSTETH,
  WETH9,
  SETH,
  DEBT_SHARE,
  SUPPLY,
  DEBT,
];

function bookOfAll(): PricingScenario {
  return new PricingScenario()
    .list(...BOOK)
    .given(
      ethPool(202_555, '21:40:00'),
      osqthPool(30_387, '21:43:00'),
      normFactor('289001355763985743', '21:43:00'),
      perp('1600', '0.0001', '21:46:00'),
      perp('1600', '0.0001', '21:46:00', 'iperp:paper:ETH-USD:10'),
      gmxPerp('21:46:00'),
      vol('0.45'),
      usdc('100000000'),
      reserves('21:40:00'),
      univ4Pool(-202_555, '21:40:00'),
      rate(WSTETH, '21:40:00', { rate: '1.1423', marketPriceUsd: '1822.1' }),
      rate(WETH9, '21:40:00', { rate: '1' }),
      rate(SETH, '21:40:00', { marketPriceUsd: '1590' }),
      debtPool('21:40:00'),
      wethReserve('21:40:00'),
    );
}

describe('a book of every kind', () => {
  it('has a mark for each of them, with its source, and none in doubt', () => {
    const scenario = bookOfAll();
    const drafts = scenario.step('21:46:00');
    for (const id of BOOK) {
      const mark = markOf(scenario, drafts, id);
      expect(mark.failure, id).toBeUndefined();
      const unsaid = MARK_COLUMNS.filter((name) => !Number.isFinite(mark[name]));
      const follows = /^(?:wrapped|staked|synth):/.test(id);
      expect(unsaid, id).toEqual(follows ? [] : ['trackedUsd']);
      expect(mark.source, id).toMatch(/^(?:pool|oracle|venue_mark|flat_vol|index):/);
      expect(mark.confidence, id).toBeGreaterThan(0);
      expect(Math.abs(mark.priceUsd), id).toBeGreaterThan(0);
    }
  });

  it('leaves out no kind that has a kernel or an id', () => {
    const kinds = new Set<string>(BOOK.map((id) => parseInstrument(id).kind));
    expect(Object.keys(INSTRUMENT_KERNELS).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('is told by GetMarks with the model and the feeds of each', () => {
    const scenario = bookOfAll();
    scenario.step('21:46:00');
    const marks = marksOf(scenario.state, BOOK, RECORDED_MARKETS, at('21:46:00'));
    const told = new Map(marks.map(({ instrumentId, source }) => [instrumentId, source]));
    expect(told.get(UNIV2)).toMatch(/pool's price.*uniswap-v2:ethereum:usdc-weth/);
    expect(told.get(WSTETH)).toBe(
      `Own price, or what it redeems for where it has none: rate:${WSTETH}, uniswap-v3:polygon:usdc-weth-005`,
    );
    expect(told.get(DEBT_SHARE)).toMatch(/: synthetix:main, /);
    expect(marks.find(({ instrumentId }) => instrumentId === WSTETH)?.trackedUsd).toBeCloseTo(1825.44230795, 6);
    expect(marks.every(({ source }) => source !== '')).toBe(true);
  });

  it('gives the same bytes again', () => {
    const [once, twice] = [bookOfAll(), bookOfAll()].map((scenario) => scenario.step('21:46:00'));
    expect(once).toEqual(twice);
  });
});
