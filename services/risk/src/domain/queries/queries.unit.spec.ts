import type { ExposureLine } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { exposureVectorOf, newVectorSums } from '../exposure/exposureVector.js';
import { createRiskState, type ExposureIndexRow } from '../riskState.js';
import { exposureKey } from '../rowKeys.js';
import { aggregateLines } from './aggregateLines.js';
import { exposureAsOfOffset, exposureAsOfTime, newestExposure } from './findExposure.js';

const KEY = 'desk-a/main';

/** Two official exposures, two indicative ones, one official: at minutes 1 to 5. */
function indexed() {
  const state = createRiskState();
  const places = [
    ['exposure', 10],
    ['exposure', 14],
    ['exposure.live', 3],
    ['exposure.live', 4],
    ['exposure', 20],
  ] as const;
  const newest = { exposure: -1, 'exposure.live': -1 };
  for (const [at, [topic, offset]] of places.entries()) {
    newest[topic] = offset;
    const row: ExposureIndexRow = {
      sequence: at + 1,
      step: at + 1,
      timeUs: BigInt(at + 1) * 60n,
      topic,
      partition: 2,
      offset,
      newestOffsets: { ...newest },
    };
    state.exposures.set(exposureKey(KEY, at + 1), row);
  }
  state.exposureHeads.set(KEY, places.length);
  return state;
}

describe('findExposure', () => {
  const state = indexed();

  it.each([
    [59n, undefined],
    [60n, 1],
    [119n, 1],
    [120n, 2],
    [240n, 4],
    [9_999n, 5],
  ])('as of time %s it is %s', (timeUs, sequence) => {
    expect(exposureAsOfTime(state, KEY, timeUs)?.sequence).toBe(sequence);
  });

  it.each([
    ['exposure', 9, undefined],
    ['exposure', 10, 1],
    ['exposure', 13, 1],
    ['exposure', 19, 2],
    ['exposure', 99, 5],
    ['exposure.live', 2, undefined],
    ['exposure.live', 3, 3],
    ['exposure.live', 99, 4],
  ] as const)('at offset %s@%s it is %s', (topic, offset, sequence) => {
    expect(exposureAsOfOffset(state, KEY, topic, offset)?.sequence).toBe(sequence);
  });

  it('is empty for a portfolio without exposures', () => {
    expect(newestExposure(state, 'desk-a/none')).toBeUndefined();
    expect(exposureAsOfTime(state, 'desk-a/none', 99n)).toBeUndefined();
  });
});

describe('aggregateLines', () => {
  const line = (accountId: string, chain: string, asset: string, deltaUsd: number, valueUsd: number): ExposureLine => ({
    accountId,
    chain,
    asset,
    venue: 'v',
    deltaUnits: deltaUsd / 10,
    instrumentIds: [`${accountId}-${asset}`],
    exposure: { ...exposureVectorOf(newVectorSums()), deltaUsd, valueUsd },
  });
  const lines = [
    line('a', 'polygon', 'ETH', 100, 90),
    line('a', 'polygon', 'USDC', -50, -50),
    line('b', 'ethereum', 'ETH', 30, 20),
  ];

  it('sums along a dimension, and keeps dollars out of delta across assets', () => {
    expect(
      aggregateLines(lines, 'accountId').map(({ accountId, asset, exposure }) => [
        accountId,
        asset,
        exposure?.deltaUsd,
        exposure?.valueUsd,
      ]),
    ).toEqual([
      ['a', '', 100, 40],
      ['b', '', 30, 20],
    ]);
    expect(
      aggregateLines(lines, 'venue').map(({ venue, exposure }) => [venue, exposure?.deltaUsd, exposure?.valueUsd]),
    ).toEqual([['v', 130, 60]]);
    expect(
      aggregateLines(lines, 'asset').map(({ asset, deltaUnits, exposure, instrumentIds }) => [
        asset,
        deltaUnits,
        exposure?.deltaUsd,
        instrumentIds,
      ]),
    ).toEqual([
      ['ETH', 13, 130, ['a-ETH', 'b-ETH']],
      ['USDC', -5, -50, ['a-USDC']],
    ]);
  });
});
