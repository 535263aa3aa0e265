import { expect, it } from 'vitest';
import type { PnlExplained } from '../data/pageState.js';
import { microsOf } from '../format/times.js';
import { pnlToday } from './pnlToday.js';

const NO_TERMS: NonNullable<PnlExplained['terms']> = {
  deltaUsd: 0,
  gammaUsd: 0,
  vegaUsd: 0,
  thetaUsd: 0,
  higherOrdersUsd: 0,
  fundingUsd: 0,
  interestUsd: 0,
  lpFeesUsd: 0,
  impermanentLossUsd: 0,
  lvrUsd: 0,
  gasUsd: 0,
  slippageUsd: 0,
  tradingFeesUsd: 0,
  basisUsd: 0,
  liquidationUsd: 0,
  correctionsUsd: 0,
};

const micros = (time: string): string => String(Date.parse(time) * 1000);

function explained(from: string, to: string, deltaUsd: number, gammaUsd: number, period = 'hour'): PnlExplained {
  return {
    portfolioId: 'main',
    sequence: '1',
    period,
    fromTimeUs: micros(from),
    toTimeUs: micros(to),
    fromExposureSequence: '1',
    toExposureSequence: '2',
    cut: undefined,
    startValueUsd: 0,
    endValueUsd: 0,
    flowsUsd: 10,
    pnlUsd: deltaUsd + gammaUsd + 0.5,
    terms: { ...NO_TERMS, deltaUsd, gammaUsd, basisUsd: 1e-9 },
    residualUsd: 0.5,
    grossUsd: 0,
    residualBoundUsd: 2,
    lines: [],
    startReceivablesUsd: 0,
    endReceivablesUsd: 0,
    unvalued: [
      { accountId: 'squeeth:main', instrumentId: 'powerperp:ethereum:oSQTH', code: '', reason: '', valueKept: true },
    ],
  };
}

const YESTERDAY = explained('2023-08-16T23:00:00Z', '2023-08-17T00:00:00Z', 1_000, 0);
const FIRST = explained('2023-08-17T00:00:00Z', '2023-08-17T01:00:00Z', 30, -50);
const SECOND = explained('2023-08-17T01:00:00Z', '2023-08-17T02:00:00Z', 5, -2);

it('is nothing while nothing was explained', () => expect(pnlToday([])).toBeUndefined());

it('adds up the hours of the newest day, with the bounds of their residuals, the largest term first', () => {
  expect(pnlToday([YESTERDAY, FIRST, SECOND])).toEqual({
    fromUs: microsOf(FIRST.fromTimeUs),
    toUs: microsOf(SECOND.toTimeUs),
    periods: 2,
    // 30 - 50 + 0.5 and 5 - 2 + 0.5
    pnlUsd: -16,
    flowsUsd: 20,
    terms: [
      { name: 'Gamma', usd: -52 },
      { name: 'Delta', usd: 35 },
    ],
    residualUsd: 1,
    residualBoundUsd: 4,
    unvalued: 1,
  });
});

it('is the explanation of the day once there is one, though its last hour ends with the next day', () => {
  const day = explained('2023-08-17T00:00:00Z', '2023-08-18T00:00:05Z', 7, 0, 'day');
  expect(pnlToday([FIRST, SECOND, day])).toMatchObject({ periods: 1, pnlUsd: 7.5, residualBoundUsd: 2 });
});
