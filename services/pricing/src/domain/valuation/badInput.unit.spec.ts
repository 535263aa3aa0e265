import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkColumn } from '../frame/marksFrame.js';
import { MARK_COLUMNS } from '../frame/marksFrame.js';
import {
  ethPool,
  markOf,
  normFactor,
  OSQTH_POOL,
  osqthPool,
  perp,
  PricingScenario,
  recovered,
  type SeenMark,
  usdc,
  vol,
  wentStale,
} from '../../pricing.scenario.js';

const PUT = 'option:paper:ETH-USD:20230825T080000Z:1650:P';
const RANGE = 'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190';
const OSQTH = 'powerperp:ethereum:oSQTH';
const PERP = 'perp:paper:ETH-USD';
const ALL = ['spot:WETH', 'spot:USDC', PERP, PUT, RANGE, OSQTH, 'ifuture:paper:ETH-USD:20230825T080000Z:10'];
const NORM = '289001355763985743';

function isUnvalued(mark: SeenMark): boolean {
  return MARK_COLUMNS.every((name: MarkColumn) => Number.isNaN(mark[name]));
}

describe('a mark that goes stale', () => {
  it('keeps its value, says how old its pool is, and recovers', () => {
    const scenario = new PricingScenario().list(OSQTH, 'spot:WETH').given(ethPool(202_555, '21:43:00'));
    scenario.given(osqthPool(30_387, '21:43:00'), normFactor(NORM, '21:43:00')).step('21:43:00');
    scenario.given(wentStale(OSQTH_POOL, 600), ethPool(202_555, '22:02:00'));
    const drafts = scenario.step('22:02:00');
    const stale = markOf(scenario, drafts, OSQTH);
    expect(stale.failure).toEqual({
      index: 0,
      code: 'stale',
      reason: 'Expected a swap within 600 s, the last was 1,140 s ago.',
      valueKept: true,
    });
    expect(stale.priceUsd).toBeCloseTo(76.55318655, 6);
    expect(stale.ageMs).toBe(1_140_000);
    expect(markOf(scenario, drafts, 'spot:WETH').failure).toBeUndefined();

    scenario.given(recovered(OSQTH_POOL), osqthPool(30_194, '22:40:00'));
    expect(markOf(scenario, scenario.step('22:40:00'), OSQTH).failure).toBeUndefined();
  });
});

describe('a mark without its inputs', () => {
  it('is NaN everywhere and names what is missing, and the others go on', () => {
    const scenario = new PricingScenario().list(...ALL).given(ethPool(202_555, '21:46:00'));
    const drafts = scenario.step('21:46:00');
    const option = markOf(scenario, drafts, PUT);
    expect(isUnvalued(option)).toBe(true);
    expect(option.failure).toMatchObject({
      code: 'missing_input',
      reason: 'Expected a volatility of ETH, none was observed.',
      valueKept: false,
    });
    const token = markOf(scenario, drafts, OSQTH);
    expect(token.failure?.reason).toBe(`Expected a swap of ${OSQTH_POOL}, none was observed.`);
    expect(markOf(scenario, drafts, PERP).failure?.reason).toBe(`Expected a mark of ${PERP}, none was observed.`);
    expect(markOf(scenario, drafts, 'spot:USDC').failure?.code).toBe('missing_input');
    expect(markOf(scenario, drafts, 'spot:WETH').priceUsd).toBeCloseTo(1598.0410644759, 9);
  });

  it('of a range leaves out the carry alone when there is no volatility', () => {
    const scenario = new PricingScenario().list(RANGE).given(ethPool(202_555, '21:46:00'));
    const mark = markOf(scenario, scenario.step('21:46:00'), RANGE);
    expect(mark.priceUsd).toBeCloseTo(5.493591215519246, 12);
    expect(mark.carryUsdPerDay).toBe(0);
    expect(mark.failure).toMatchObject({ code: 'missing_input', valueKept: true });
  });

  it('of an option at its expiry is expired', () => {
    const scenario = new PricingScenario().list(
      'option:paper:ETH-USD:20230817T220000Z:1650:P',
      'future:paper:ETH-USD:20230817T220000Z',
    );
    scenario.given(ethPool(202_555, '21:46:00'), vol('0.45'));
    expect(
      markOf(scenario, scenario.step('21:59:59'), 'option:paper:ETH-USD:20230817T220000Z:1650:P').failure,
    ).toBeUndefined();
    const drafts = scenario.step('22:00:00');
    for (const id of scenario.state.listings.keys()) {
      const mark = markOf(scenario, drafts, id);
      expect(isUnvalued(mark)).toBe(true);
      expect(mark.failure).toMatchObject({
        code: 'expired',
        reason: 'Expected a time before the expiry 2023-08-17T22:00:00Z, was 2023-08-17T22:00:00Z.',
      });
    }
  });
});

describe('a value that can not be', () => {
  it('is not taken: the value before it stands and is doubted', () => {
    const scenario = new PricingScenario()
      .list(PERP)
      .given(ethPool(202_555, '21:46:00'), perp('1600', '0.0001', '21:46:00'));
    scenario.given(perp('-1600', '0.0001', '21:47:00'));
    const mark = markOf(scenario, scenario.step('21:47:00'), PERP);
    expect(mark.priceUsd).toBe(1600);
    expect(mark.failure).toMatchObject({
      code: 'out_of_range',
      reason: 'Expected a mark price above 0, was -1600. The value before it stands.',
      valueKept: true,
    });
  });

  it('says so when there is no value before it', () => {
    const scenario = new PricingScenario().list(PUT).given(ethPool(202_555, '21:46:00'), vol('NaN'));
    const mark = markOf(scenario, scenario.step('21:46:00'), PUT);
    expect(isUnvalued(mark)).toBe(true);
    expect(mark.failure?.reason).toBe(
      'Expected a volatility above 0 and up to 20, was NaN. There is no value of ETH before it.',
    );
  });

  it('never reaches a mark, whatever the feeds say', () => {
    const text = fc.oneof(
      fc.constantFrom('NaN', '-1', '0', '', 'Infinity', '1e9', '-0', '0.45', '1600', '100000000', NORM, '9'.repeat(70)),
      fc.string({ maxLength: 12 }),
      fc.double().map(String),
      fc.integer({ min: 1, max: 70 }).map((zeros) => `0.${'0'.repeat(zeros)}1`),
    );
    const tick = fc.oneof(fc.integer({ min: -900_000, max: 900_000 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31)));
    const input = fc.oneof(
      tick.map((t) => ethPool(t, '21:46:00')),
      tick.map((t) => osqthPool(t, '21:46:00')),
      text.map((t) => normFactor(t, '21:46:00')),
      fc.tuple(text, text).map(([mark, rate]) => perp(mark, rate, '21:46:00')),
      text.map((t) => vol(t)),
      text.map((t) => usdc(t)),
    );
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 30 }), (inputs) => {
        const scenario = new PricingScenario().list(...ALL).given(...inputs);
        const drafts = scenario.step('21:46:00');
        for (const id of ALL) {
          const mark = markOf(scenario, drafts, id);
          const finite = MARK_COLUMNS.every((name) => name === 'trackedUsd' || Number.isFinite(mark[name]));
          if (!finite) expect(isUnvalued(mark) && mark.failure !== undefined, id).toBe(true);
          else if (!id.startsWith('ifuture')) expect(mark.priceUsd, id).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
