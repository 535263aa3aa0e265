import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import type { ReplayFacts } from './collectFacts.js';
import { summarise } from './summarise.js';

const NOTHING: ReplayFacts = {
  exposures: new Map(),
  breachesOpened: [],
  breachesClosed: [],
  proposals: [],
  declined: [],
  approvals: [],
  fills: [],
  liquidations: [],
  staleFeeds: [],
};

/** 03:29 UTC of 25 January 2022 is 1,643,081,340 s after the epoch. */
const exposure = (minutes: number, price: number, health: object[] = []): ExposureCalculated =>
  ExposureCalculated.fromPartial({
    cut: { timeUs: BigInt(1_643_081_340 + 60 * minutes) * 1_000_000n },
    lines: [{}, {}, {}, {}],
    referencePriceUsd: price,
    total: { valueUsd: price * 2 },
    health,
  });

function linesOf(main: readonly ExposureCalculated[]): string[] {
  const facts = { ...NOTHING, exposures: new Map([['main', main]]) };
  return summarise({ facts, title: 'A day', assumptions: [], interactive: false }).split('\n');
}

describe('the summary', () => {
  it('leaves out what a recording does not have: a price of 0, approvals, loans, fills', () => {
    const unknown = [{ accountId: 'aave:main', totalDebtBase: '0', healthFactor: 0, unavailableReason: 'No index.' }];
    const lines = linesOf([exposure(-209, 0, unknown), exposure(0, 2405.5, unknown), exposure(2, 2400, unknown)]);
    expect(lines).toContain('Pool price        high $2,405.50 at 03:29:00, low $2,400.00 at 03:31:00 UTC');
    expect(lines).toContain('Main book         $4,811 at the start, $4,800 at the end');
    for (const word of ['Approvals', 'Health', 'Costs', 'Gimbal saved', 'of which'])
      expect(lines.filter((line) => line.trim().startsWith(word))).toEqual([]);
    expect(lines.filter((line, i) => line === '' && lines[i - 1] === '')).toEqual([]);
  });

  it('shows the lowest known health of a loan', () => {
    const loan = (healthFactor: number): object[] => [{ totalDebtBase: '1', healthFactor, unavailableReason: '' }];
    expect(linesOf([exposure(0, 1, loan(1.2)), exposure(1, 1, loan(1.05)), exposure(2, 1, loan(1.1))])).toContain(
      'Health, lowest    main 1.0500',
    );
  });
});
