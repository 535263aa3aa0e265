import { decimalOf } from '@gimbal/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compoundV3 } from '../compound-v3/ruleset.js';
import { borrower, market as comet } from '../compound-v3/comet.sample.js';
import { derivePmrm2 } from '../derive-pmrm2/ruleset.js';
import { deriveSrm } from '../derive-srm/ruleset.js';
import { dydxV4 } from '../dydx-v4/ruleset.js';
import { hyperliquid } from '../hyperliquid/ruleset.js';
import { type MarginEngineId, marginEngines } from '../marginEngines.js';
import { scenarioMargin } from '../scenario-margin/ruleset.js';
import { samples } from './engines.sample.js';
import { readMarginAccount, readMarginMarket, readMarginParameters, writeMarginData } from './marginData.js';
import { marginAfterTrades, marginAtPrices, type MarginInputs, marginStanding } from './marginStanding.js';
import { standingEngine } from './standingEngines.js';
import { namesText } from './standingParts.js';
import { type EngineStanding, describeStandingFailure, type StandingResult } from './standingTypes.js';

const ids = Object.keys(marginEngines) as MarginEngineId[];

function got<Value>(result: StandingResult<Value>): Value {
  if (!result.ok) throw new Error(describeStandingFailure(result.failure));
  return result.value;
}

function inputsOf(
  id: MarginEngineId,
  account: unknown = samples[id][2],
  market: unknown = samples[id][1],
): MarginInputs {
  const engine = standingEngine(id);
  return {
    parameters: got(readMarginParameters(id, JSON.stringify(engine.parameters.write(samples[id][0])))),
    market: got(readMarginMarket(id, JSON.stringify(engine.market.write(market)))),
    account: got(readMarginAccount(id, JSON.stringify(engine.account.write(account)))),
  };
}

function standing(id: MarginEngineId, account?: unknown, market?: unknown): EngineStanding {
  return got(marginStanding(inputsOf(id, account, market), 16));
}

describe.each(ids)('%s as JSON', (id) => {
  const engine = standingEngine(id);
  const parts = ['parameters', 'market', 'account'] as const;

  it('comes back as it was written, and has one text', () => {
    const inputs = inputsOf(id);
    for (const [at, part] of parts.entries()) {
      expect(inputs[part].value).toEqual(samples[id][at]);
      const text = writeMarginData(inputs[part]);
      expect(engine[part].write(inputs[part].value)).toEqual(JSON.parse(text));
    }
  });

  it('names the field that is unknown, missing or of another type, wherever it stands', () => {
    for (const [at, part] of parts.entries()) {
      const json = engine[part].write(samples[id][at]);
      const paths = fieldPaths(json);
      fc.assert(
        fc.property(fc.constantFrom(...paths), fc.constantFrom('unknown', 'wrong'), (path, kind) => {
          const changed = structuredClone(json);
          const { parent, name } = parentOf(changed, path);
          if (kind === 'unknown') parent['notAField'] = 1;
          else parent[name] = Symbol.iterator.toString();
          // A record's names are the venue's own, and a name may be any text: both are no mistake there.
          const read = engine[part].read(changed, '');
          if (!read.ok) {
            expect(read.failure.field).not.toBe('');
            expect(read.failure.expected).not.toBe('');
          } else expect(typeof engine[part].write(read.value)).toBe('object');
        }),
      );
      expect(engine[part].read({ ...(json as object), notAField: 1 }, '')).toMatchObject({
        failure: { code: 'UnknownField', field: 'notAField' },
      });
      const [first] = Object.keys(json as object);
      const { [first!]: _, ...rest } = json as Record<string, unknown>;
      const read = engine[part].read(rest, '');
      if (!read.ok) expect(read.failure).toMatchObject({ code: 'MissingField', field: first });
    }
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readMarginParameters(id, text).ok).toBe(false);
      }),
    );
    expect(readMarginAccount(id, '{')).toMatchObject({ ok: false, failure: { failure: { code: 'NotJson' } } });
    expect(readMarginMarket(id, ' '.repeat(200_001))).toMatchObject({ failure: { failure: { code: 'TooLarge' } } });
    // What is nested that deep can be parsed, and neither walked nor written by recursion.
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = `${open.repeat(30_000)}${open === '[' ? '' : '1'}${close.repeat(30_000)}`;
      for (const text of [nested, `{"crossRawUsd":${nested}}`]) {
        expect(readMarginAccount(id, text).ok).toBe(false);
      }
    }
  });

  it('names a number that no JSON holds', () => {
    const failure = { code: 'WrongType', field: 'crossRawUsd', expected: 'a finite number', found: 'Infinity' };
    expect(readMarginAccount('hyperliquid', '{"crossRawUsd":1e400}')).toEqual({
      ok: false,
      failure: { source: 'json', failure },
    });
  });
});

type Json = Record<string, unknown>;

function fieldPaths(json: unknown): readonly (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, part]) => [[name], ...fieldPaths(part).map((path) => [name, ...path])]);
}

function parentOf(json: unknown, path: readonly string[]): { readonly parent: Json; readonly name: string } {
  const parent = path.slice(0, -1).reduce((part, name) => part[name] as Json, json as Json);
  return { parent, name: path.at(-1)! };
}

describe('a standing has the engine’s own numbers', () => {
  it('of Derive’s portfolio manager', () => {
    const [parameters, market, account] = samples['derive-pmrm2'] as Parameters<typeof derivePmrm2.margin>;
    const direct = derivePmrm2.margin(parameters, market, account);
    const prices = derivePmrm2.liquidationPrice(parameters, market, account, { kind: 'option', index: 0 });
    if (!direct.ok || !prices.ok) throw new Error('Expected a margin.');
    const found = standing('derive-pmrm2');
    expect(found.excessUsd).toBe(direct.value.maintenanceMarginUsd);
    expect(found.equityUsd).toBe(direct.value.markToMarketUsd);
    expect(found.equityUsd - found.initialMarginUsd).toBeCloseTo(direct.value.initialMarginUsd, 9);
    const [underlying, option] = found.legs;
    expect(underlying!.legId).toBe('underlying');
    expect(option!.legId).toBe('1740729600-100000-C');
    expect([prices.value.below?.priceUsd, prices.value.above?.priceUsd]).toContain(option!.liquidationPriceUsd);
    expect(found.loss).toMatchObject({ kind: 'known' });
  });

  it('of Derive’s standard manager', () => {
    const [parameters, market, account] = samples['derive-srm'] as Parameters<typeof deriveSrm.margin>;
    const direct = deriveSrm.margin(parameters, market, account);
    if (!direct.ok) throw new Error('Expected a margin.');
    expect(standing('derive-srm').excessUsd).toBe(direct.value.maintenanceMarginUsd);
  });

  it('of Hyperliquid', () => {
    const [parameters, market, account] = samples.hyperliquid as never as [never, { marksUsd: never }, never];
    const direct = hyperliquid.accountMargin(account, parameters, market.marksUsd);
    const price = hyperliquid.liquidationPrice(account, parameters, market.marksUsd, 'ETH');
    if (!direct.ok || !price.ok) throw new Error('Expected a margin.');
    const found = standing('hyperliquid');
    expect([found.equityUsd, found.initialMarginUsd, found.maintenanceMarginUsd]).toEqual([
      direct.value.accountValueUsd,
      direct.value.marginUsedUsd,
      direct.value.cross.maintenanceUsd,
    ]);
    expect(found.legs).toMatchObject([{ legId: 'ETH', quantity: 10, liquidationPriceUsd: price.value.priceUsd }]);
  });

  it('of dYdX', () => {
    const [parameters, market, account] = samples['dydx-v4'] as never as [never, { markets: never }, never];
    const direct = dydxV4.subaccountMargin(account, parameters, market.markets);
    const loss = dydxV4.liquidationLoss(account, parameters, market.markets, { market: 'BTC-USD', size: 'whole' });
    if (!direct.ok || !loss.ok) throw new Error('Expected a margin.');
    const found = standing('dydx-v4');
    expect([found.equityUsd, found.initialMarginUsd, found.maintenanceMarginUsd]).toEqual([
      direct.value.equityUsd,
      direct.value.initialMarginUsd,
      direct.value.maintenanceMarginUsd,
    ]);
    expect(found.loss).toEqual({ kind: 'known', lossUsd: loss.value.lossUsd });
  });

  it('of Compound', () => {
    const direct = compoundV3.accountStanding(borrower, comet);
    if (!direct.ok) throw new Error('Expected a standing.');
    const found = standing('compound-v3');
    expect(found.excessUsd).toBe(Number(direct.value.liquidationLiquidityUsdE8) / 1e8);
    expect(found.liquidatable).toBe(direct.value.liquidatable);
    expect(found.legs.map(({ legId }) => legId)).toEqual(['USDC', 'WETH']);
  });

  it('of the scenarios', () => {
    const [parameters, market, account] = samples['scenario-margin'] as never as [never, { spotsUsd: never }, never];
    const direct = scenarioMargin.portfolioMargin(account, parameters, market.spotsUsd);
    if (!direct.ok) throw new Error('Expected a margin.');
    const found = standing('scenario-margin');
    expect([found.equityUsd, found.initialMarginUsd, found.maintenanceMarginUsd]).toEqual([
      direct.value.equityUsd,
      direct.value.initialMarginUsd,
      direct.value.maintenanceMarginUsd,
    ]);
  });
});

describe('a standing', () => {
  it('is liquidatable exactly below an excess of zero, and uses as much as that says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -60_000, max: 60_000, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 1_000, max: 100_000, noNaN: true }),
        (quoteUsd, size, oraclePriceUsd) => {
          const account = { quoteUsd, positions: size === 0 ? [] : [{ market: 'BTC-USD', size }] };
          const market = { markets: { 'BTC-USD': { oraclePriceUsd, openInterest: 1_000 } } };
          const found = standing('dydx-v4', account, market);
          expect(found.liquidatable).toBe(found.excessUsd < 0);
          expect(found.excessUsd).toBe(found.equityUsd - found.maintenanceMarginUsd);
          if (found.maintenanceMarginUsd > 0) expect(found.usage > 1 || found.excessUsd >= 0).toBe(true);
          expect(Number.isFinite(found.usage)).toBe(true);
        },
      ),
    );
  });

  it('loses in a liquidation no more than its equity, and by hand 1 % of slippage and the fee of what is filled', () => {
    // 10 ETH sold at 0.99 of the mark of its liquidation price p: slippage 0.1 p; fee 10 · 0.99 p · 0.00035.
    const found = standing('hyperliquid');
    const priceUsd = found.legs[0]!.liquidationPriceUsd!;
    // ETH has 25x at most, so that maintenance is half of 1/25 of the notional: (18,000 + 10 p = 0.02 · 10 p) → p = 18,000 / 9.8.
    expect(priceUsd).toBeCloseTo(18_000 / 9.8, 9);
    const lossUsd = found.loss.kind === 'known' ? found.loss.lossUsd : Number.NaN;
    expect(lossUsd).toBeCloseTo(0.1 * priceUsd + 9.9 * priceUsd * 0.00035, 9);
  });

  it('adds up in a liquidation that is played through: equity before is equity after and what was lost', () => {
    fc.assert(
      fc.property(fc.double({ min: 1_500, max: 1_830, noNaN: true }), (mark) => {
        const { equityUsd, liquidatable, loss } = standing('hyperliquid', undefined, { marksUsd: { ETH: mark } });
        expect(liquidatable).toBe(true);
        // Nothing is left of one position that is closed whole but what is not lost; a debt is somebody else's.
        const lossUsd = loss.kind === 'known' ? loss.lossUsd : Number.NaN;
        expect(lossUsd).toBeLessThanOrEqual(Math.max(0, equityUsd) + Math.max(0, -equityUsd) + 1e-6);
        const closedUsd = 10 * mark * 0.01 + 10 * mark * 0.99 * 0.00035;
        const maintenanceUsd = 0.02 * 10 * mark;
        const expected =
          equityUsd < (2 / 3) * maintenanceUsd ? equityUsd : closedUsd - Math.max(0, closedUsd - equityUsd);
        expect(lossUsd).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('adds up on dYdX: equity before is equity after, with what was lost, whatever is closed', () => {
    fc.assert(
      fc.property(fc.double({ min: 40_000, max: 45_500, noNaN: true }), (oraclePriceUsd) => {
        const market = { markets: { 'BTC-USD': { oraclePriceUsd, openInterest: 1_000 } } };
        const { equityUsd, liquidatable, loss } = standing('dydx-v4', undefined, market);
        expect(liquidatable).toBe(true);
        const whole = { market: 'BTC-USD', size: 'whole' } as const;
        const [parameters, , account] = samples['dydx-v4'] as never as [never, never, never];
        const done = dydxV4.liquidate(account, parameters, market.markets, whole);
        if (!done.ok) {
          expect(loss.kind).toBe('unknown');
          return;
        }
        // One position, closed whole: what is left is quote alone.
        const lossUsd = loss.kind === 'known' ? loss.lossUsd : Number.NaN;
        expect(equityUsd - lossUsd).toBeCloseTo(done.value.after.quoteUsd, 6);
      }),
    );
  });

  it('adds up on Compound: collateral and debt before are the balance after, with what was lost', () => {
    fc.assert(
      fc.property(fc.bigInt(50_000_000_000n, 189_000_000_000n), (priceE8) => {
        const market = { ...(samples['compound-v3'][1] as object), prices: [{ asset: 'WETH', priceE8 }] };
        const { equityUsd, liquidatable, loss } = standing('compound-v3', borrower, market);
        expect(liquidatable).toBe(true);
        const lossUsd = loss.kind === 'known' ? loss.lossUsd : Number.NaN;
        // 95 % of 10 WETH is credited; what it doesn't cover is written off, and the borrower keeps nothing.
        const creditUsd = (9.5 * Number(priceE8)) / 1e8;
        expect(equityUsd - lossUsd).toBeCloseTo(Math.max(0, creditUsd - 17_000), 4);
      }),
    );
  });

  it('says that a loss is unknown without its terms, and never zero', () => {
    const inputs = inputsOf('hyperliquid');
    const { liquidation: _, ...parameters } = inputs.parameters.value as { liquidation: unknown };
    const found = got(marginStanding({ ...inputs, parameters: { ...inputs.parameters, value: parameters } }, 16));
    expect(found.loss.kind).toBe('unknown');
  });

  it('names collateral without a price and counts it for nothing, and has none for a debt without a price', () => {
    const market = {
      ...(samples['compound-v3'][1] as object),
      prices: [{ asset: 'WBTC', priceE8: 6_000_000_000_000n }],
    };
    const found = standing('compound-v3', borrower, market);
    expect(found.unvalued).toMatchObject([{ legId: 'WETH', failure: { failure: { code: 'MissingPrice' } } }]);
    expect(found.equityUsd).toBe(-17_000);
    const { basePriceE8: _, ...unpriced } = samples['compound-v3'][1] as { basePriceE8: bigint };
    const none = marginStanding(inputsOf('compound-v3', borrower, unpriced), 16);
    expect(none).toMatchObject({ ok: false, failure: { failure: { code: 'MissingPrice', asset: 'the base' } } });
  });

  it('has no numbers where their sum is none', () => {
    const mode = { kind: 'cross', leverage: 10 };
    const [asset] = Object.keys((samples.hyperliquid[1] as { readonly marksUsd: object }).marksUsd);
    const account = { crossRawUsd: -1e308, positions: [{ asset, size: 1e308, mode }] };
    expect(marginStanding(inputsOf('hyperliquid', account), 8)).toMatchObject({
      ok: false,
      failure: { source: 'engine', failure: { code: 'ValueOutOfRange', field: 'equityUsd', found: Infinity } },
    });
  });

  it('has no numbers when a cross position has no mark', () => {
    const none = marginStanding(inputsOf('hyperliquid', undefined, { marksUsd: {} }), 16);
    expect(none).toMatchObject({ ok: false, failure: { failure: { code: 'MissingPrice', asset: 'ETH' } } });
  });

  it('searches fewer legs of a large portfolio, and says so', () => {
    const [, , account] = samples['derive-pmrm2'] as never as [never, never, { options: object[] }];
    const options = Array.from({ length: 40 }, (_, at) => ({ ...account.options[0], strikeUsd: 90_000 + at * 500 }));
    const found = standing('derive-pmrm2', { ...account, cashUsd: 2_000_000, options });
    expect(found.legs).toHaveLength(41);
    expect(found.legs.filter(({ noPriceReason }) => noPriceReason.includes('to search')).length).toBe(40 - 6);
  });
});

describe('a what-if', () => {
  it('of a trade is the account that a direct trade makes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1_000, max: 3_000 }), (size, priceUsd) => {
        fc.pre(size !== 0);
        const inputs = inputsOf('hyperliquid');
        const trade = { legId: 'ETH', quantity: decimalOf(String(size)), priceUsd };
        const traded = got(marginAfterTrades(inputs, [trade]));
        const [, , account] = samples.hyperliquid as never as [never, never, never];
        const mode = { kind: 'cross', leverage: 10 } as const;
        const direct = hyperliquid.afterTrades(account, [
          { asset: 'ETH', sizeChange: size, priceUsd, feeUsd: 0, mode },
        ]);
        expect(traded.account.value).toEqual(direct.ok ? direct.value : undefined);
      }),
    );
  });

  it('at the venue’s own price changes no equity', () => {
    const legs: readonly (readonly [MarginEngineId, string])[] = [
      ['hyperliquid', 'ETH'],
      ['dydx-v4', 'BTC-USD'],
      ['scenario-margin', 'BTC-PERP'],
      ['scenario-margin', 'BTC-30-100000-C'],
      ['derive-pmrm2', 'PERP'],
      ['derive-pmrm2', '1740729600-110000-C'],
      ['derive-srm', 'ETH-PERP'],
      ['derive-srm', 'ETH-500400-1300-P'],
    ];
    for (const [id, legId] of legs) {
      const inputs = inputsOf(id);
      const traded = got(marginAfterTrades(inputs, [{ legId, quantity: decimalOf('0.25') }]));
      const [before, after] = [inputs, traded].map((one) => got(marginStanding(one, 0)));
      expect(after!.equityUsd, `${id} ${legId}`).toBeCloseTo(before!.equityUsd, 6);
      expect(after!.initialMarginUsd, `${id} ${legId}`).not.toBe(before!.initialMarginUsd);
    }
  });

  it('of cash moves equity by as much', () => {
    for (const id of ids) {
      const legId = id === 'compound-v3' ? 'USDC' : 'cash';
      const inputs = inputsOf(id);
      const traded = got(marginAfterTrades(inputs, [{ legId, quantity: decimalOf('125') }]));
      const [before, after] = [inputs, traded].map((one) => got(marginStanding(one, 0)).equityUsd);
      expect(after! - before!, id).toBeCloseTo(125, 6);
    }
  });

  it('at a leg’s liquidation price stands where the liquidation begins', () => {
    for (const [id, asset] of [
      ['hyperliquid', 'ETH'],
      ['dydx-v4', 'BTC-USD'],
      ['compound-v3', 'WETH'],
      ['derive-pmrm2', 'underlying'],
    ] as const) {
      const inputs = inputsOf(id);
      const leg = got(marginStanding(inputs, 16)).legs.find(({ legId }) => legId === asset)!;
      const moved = got(marginAtPrices(inputs, [{ asset, priceUsd: leg.liquidationPriceUsd! }]));
      const { excessUsd, equityUsd } = got(marginStanding(moved, 0));
      expect(Math.abs(excessUsd) / Math.max(1, Math.abs(equityUsd)), id).toBeLessThan(1e-6);
    }
  });

  it.each([
    ['hyperliquid', 'NOPE', undefined, 'UnknownLeg'],
    ['hyperliquid', 'SMALL', undefined, 'PriceNotKnown'],
    ['dydx-v4', 'NOPE-USD', undefined, 'UnknownLeg'],
    ['compound-v3', 'DOGE', undefined, 'UnknownLeg'],
    ['compound-v3', 'WETH', 2_000, 'PriceNotAsked'],
    ['scenario-margin', 'NOPE', undefined, 'UnknownLeg'],
    ['derive-pmrm2', 'NOPE', undefined, 'UnknownLeg'],
    ['derive-pmrm2', 'cash', 1, 'PriceNotAsked'],
    ['derive-pmrm2', '1-100000-C', undefined, 'PriceNotKnown'],
    ['derive-srm', 'DOGE-PERP', undefined, 'UnknownLeg'],
    ['derive-srm', 'ETH-NOPE', undefined, 'UnknownLeg'],
  ] as const)('%s refuses %s at %s: %s', (id, legId, priceUsd, code) => {
    const traded = marginAfterTrades(inputsOf(id), [{ legId, quantity: decimalOf('1'), priceUsd }]);
    expect(traded).toMatchObject({ ok: false, failure: { failure: { code } } });
  });

  it('refuses an amount with more decimals than the coin has', () => {
    const traded = marginAfterTrades(inputsOf('compound-v3'), [{ legId: 'USDC', quantity: decimalOf('0.0000001') }]);
    expect(traded).toMatchObject({ ok: false, failure: { failure: { code: 'AmountNotWhole' } } });
  });
});

describe('parameters that contradict themselves', () => {
  it.each([
    ['hyperliquid', { maintenanceShare: 2 }, 'ContradictingParameters'],
    ['dydx-v4', { bankruptcyAdjustment: 0.5 }, 'ContradictingParameters'],
    ['scenario-margin', { scenarios: [] }, 'ContradictingParameters'],
    ['compound-v3', { baseDecimals: 19 }, 'ValueOutOfRange'],
    ['compound-v3', { storeFrontPriceFactorE18: '-1' }, 'ContradictingParameters'],
    ['derive-pmrm2', { scenarios: [] }, 'ParametersContradict'],
    ['derive-srm', { depeg: { thresholdUsd: -1, factor: 1 } }, 'ValueOutOfRange'],
  ] as const)('of %s are refused: %o', (id, change, code) => {
    const json = standingEngine(id).parameters.write(samples[id][0]) as object;
    const read = readMarginParameters(id, JSON.stringify({ ...json, ...change }));
    expect(read).toMatchObject({ ok: false, failure: { failure: { code } } });
  });

  it('and so are those of an auction', () => {
    const json = standingEngine('derive-srm').parameters.write(samples['derive-srm'][0]) as { auction: object };
    const text = JSON.stringify({ ...json, auction: { ...json.auction, startShare: 0.5 } });
    const failure = { code: 'ParametersContradict', field: 'fastEndShare' };
    expect(readMarginParameters('derive-srm', text)).toMatchObject({ ok: false, failure: { failure } });
  });
});

it('names what could have been given, eight at most', () => {
  const messageOf = (id: MarginEngineId, legId: string): string => {
    const traded = marginAfterTrades(inputsOf(id), [{ legId, quantity: decimalOf('1') }]);
    return traded.ok ? '' : describeStandingFailure(traded.failure);
  };
  expect(messageOf('dydx-v4', 'DOGE-USD')).toContain('cash or a market of the venue: BTC-USD, SOL-USD');
  expect(messageOf('compound-v3', 'DOGE')).toContain('the base or a collateral of the market: USDC, ');
  expect(messageOf('hyperliquid', 'NOPE')).toMatch(/cash or a market of the venue: .*ETH/);
  const priced = marginAtPrices(inputsOf('hyperliquid'), [{ asset: 'NOPE', priceUsd: 1 }]);
  expect(priced.ok ? '' : describeStandingFailure(priced.failure)).toMatch(/a market of the venue: .*ETH/);
  expect(namesText(Array.from({ length: 10 }, (_, at) => `N${at}`))).toBe(
    ': N0, N1, N2, N3, N4, N5, N6, N7 and 2 more',
  );
  expect(namesText([])).toBe('');
});
