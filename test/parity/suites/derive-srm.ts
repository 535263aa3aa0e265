import { describeDeriveFailure, srmMargin } from '@gimbal/margin';
import type { SrmMargin, SrmMarket, SrmPortfolio } from '@gimbal/margin';
import type { Quantity } from '../derive/compareQuantities.ts';
import { isObject, type JsonObject, numberAt, objectAt } from '../derive/readCases.ts';
import { type ComputedCase, runCases } from '../derive/runCases.ts';
import { readSrmCase, wadAt } from '../derive/srmCase.ts';
import { srmParametersOfVectors } from '../derive/srmParameters.ts';
import { readSrmPortfolioCase } from '../derive/srmPortfolioCase.ts';
import type { ParitySuite } from '../paritySuite.ts';

const TOLERANCE = 1e-9;

/** The publisher's two files were made with different shares of a coin's value. */
const BASE_MARGIN_FACTOR = 0.1;
const BASE_MARGIN_FACTOR_PORTFOLIOS = 0.8;

/**
 * Derive's published SRM cases: those in fixed point, and the portfolios, whose results are whole dollars, cut off, and
 * whose market stands in the publisher's test.
 */
const deriveSrm: ParitySuite = {
  run(paths, print) {
    return runCases({ paths, prefix: 'srm', tolerance: TOLERANCE, compute, print });
  },
};

function compute(name: string, data: JsonObject): ComputedCase {
  return isObject(data['Scenario']) ? computeScenario(data) : computePortfolio(name, data);
}

function computeScenario(data: JsonObject): ComputedCase {
  const { market, portfolio, expected } = readSrmCase(data);
  return computed(market, portfolio, BASE_MARGIN_FACTOR, (margin) => ({
    ok: true,
    margins: [
      { name: 'MM', ours: margin.maintenanceMarginUsd, theirs: wadAt(expected, 'realMM') },
      { name: 'IM', ours: margin.initialMarginUsd, theirs: wadAt(expected, 'realIM') },
      { name: 'MtM', ours: margin.markToMarketUsd, theirs: wadAt(expected, 'PortfolioMtM') },
    ],
    intermediates: intermediatesOf(margin, expected),
  }));
}

function computePortfolio(name: string, data: JsonObject): ComputedCase {
  const { market, portfolio } = readSrmPortfolioCase(name, data);
  const expected = objectAt(data, 'results' in data ? 'results' : 'result');
  return computed(market, portfolio, BASE_MARGIN_FACTOR_PORTFOLIOS, (margin) => ({
    ok: true,
    wholeDollars: true,
    margins: [
      { name: 'MM', ours: margin.maintenanceMarginUsd, theirs: numberAt(expected, 'mm') },
      { name: 'IM', ours: margin.initialMarginUsd, theirs: numberAt(expected, 'im') },
    ],
    intermediates: [],
  }));
}

function computed(
  market: SrmMarket,
  portfolio: SrmPortfolio,
  marginFactor: number,
  compared: (margin: SrmMargin) => ComputedCase,
): ComputedCase {
  const underlyings = portfolio.holdings.map(({ underlying }) => underlying);
  const margin = srmMargin(srmParametersOfVectors(underlyings, marginFactor), market, portfolio);
  if (!margin.ok) return { ok: false, refusal: `${margin.failure.code}: ${describeDeriveFailure(margin.failure)}` };
  return compared(margin.value);
}

function intermediatesOf(margin: SrmMargin, expected: JsonObject): Quantity[] {
  const total = (part: (holding: SrmMargin['holdings'][number]) => number): number =>
    margin.holdings.reduce((sum, holding) => sum + part(holding), 0);
  const options = margin.holdings.flatMap(({ underlying, expiries }) => {
    const sum = (part: (expiry: (typeof expiries)[number]) => number): number =>
      expiries.reduce((all, expiry) => all + part(expiry), 0);
    return [
      [`${underlying}OptionMM`, sum(({ margin: both }) => both.mmUsd)],
      [`${underlying}OptionIM`, sum(({ margin: both }) => both.imUsd)],
      [`${underlying}OptionIsolatedMM`, sum(({ isolated }) => isolated.mmUsd)],
      [`${underlying}OptionIsolatedIM`, sum(({ isolated }) => isolated.imUsd)],
    ] as const;
  });
  const named: readonly (readonly [field: string, ours: number])[] = [
    ...options,
    ['PerpMargin', total(({ perpMmUsd }) => perpMmUsd)],
    ['BaseMargin', total(({ baseMmUsd }) => baseMmUsd)],
    ['OracleConts', total(({ oracleImUsd }) => oracleImUsd)],
    ['DepegIMs', total(({ depegImUsd }) => depegImUsd)],
  ];
  return named
    .filter(([field]) => typeof expected[field] === 'number')
    .map(([name, ours]) => ({ name, ours, theirs: wadAt(expected, name) }));
}

export default deriveSrm;
