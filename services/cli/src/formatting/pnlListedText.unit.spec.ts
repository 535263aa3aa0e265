import { PnlExplained } from '@gimbal/contracts/risk/v1/exposure_events';
import { ListPnlResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { describe, expect, it } from 'vitest';
import { listedText } from './pnlListedText.js';

/** 17 August 2023, from midnight to 23:59. */
const day: PnlExplained = {
  ...PnlExplained.decode(new Uint8Array()),
  portfolioId: 'main',
  period: 'day',
  fromTimeUs: 1_692_230_400_000_000n,
  toTimeUs: 1_692_316_740_000_000n,
  pnlUsd: -49.5,
};
const answer = (more: Partial<ListPnlResponse>) => ({ ...ListPnlResponse.decode(new Uint8Array()), ...more });

describe('listedText', () => {
  it('tells all about the open day where none is over, and that it is so far', () => {
    const [first] = listedText('main', answer({ openPeriods: [day] })).split('\n');
    expect(first).toBe('main from 2023-08-17 00:00:00 to 2023-08-17 23:59:00 UTC, the day so far: -$49.50');
  });

  it('puts the open day behind those that are over', () => {
    const lines = listedText('main', answer({ periods: [day], openPeriods: [day] })).split('\n');
    expect(lines[1]).toMatch(/^2023-08-17 00:00 {2}23:59 {9}-50 /);
    expect(lines[2]).toMatch(/^2023-08-17 00:00 {2}23:59 so far {2}-50 /);
  });

  it('says what it lacks where there is nothing to explain', () => {
    expect(listedText('main', answer({}))).toBe(
      'Expected two exposures of main to explain what changed between them, there are none yet.',
    );
  });
});
