import { PnlExplained, PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { periodsText } from './pnlPeriodsText.js';
import { PNL_TERM_NAMES } from './pnlTerms.js';

const US_PER_HOUR = 3_600_000_000n;
/** 17 August 2023, 21:00. */
const FROM_US = 1_692_306_000_000_000n;

function hour(at: bigint, terms: Partial<PnlTerms>, more: Partial<PnlExplained> = {}): PnlExplained {
  return {
    ...PnlExplained.decode(new Uint8Array()),
    fromTimeUs: FROM_US + at * US_PER_HOUR,
    toTimeUs: FROM_US + (at + 1n) * US_PER_HOUR,
    pnlUsd: -49.5,
    terms: { ...PnlTerms.decode(new Uint8Array()), ...terms },
    residualUsd: 0.5,
    grossUsd: 100,
    ...more,
  };
}

const linesOf = (text: string): string[] => text.split('\n');

describe('periodsText', () => {
  it('shows a period a row, with the terms that are something in one of them, and the open one so far', () => {
    const open = hour(1n, { deltaUsd: 3 }, { toTimeUs: FROM_US + US_PER_HOUR + 1_260_000_000n });
    expect(linesOf(periodsText([hour(0n, { deltaUsd: -52, fundingUsd: 2 })], [open]))).toEqual([
      'from              to            P&L  delta  fund  residual  of gross',
      '2023-08-17 21:00  22:00         -50    -52     2      0.50     0.5 %',
      '2023-08-17 22:00  22:21 so far  -50      3     0      0.50     0.5 %',
      'UTC, in USD; fund is funding.',
    ]);
  });

  it('shows the date of an end that is on another day', () => {
    const [, row] = linesOf(periodsText([hour(0n, {}, { toTimeUs: FROM_US + 3n * US_PER_HOUR })], []));
    expect(row).toMatch(/^2023-08-17 21:00 {2}08-18 00:00 /);
  });

  it('stays within 120 columns: what is smallest is one column, and is named', () => {
    // Of a million each but for three, which are 1, 2 and 3: with seven digits and a sign, some have to go.
    const all = Object.fromEntries(PNL_TERM_NAMES.map(({ term }) => [term, -1_000_000])) as Partial<PnlTerms>;
    const text = periodsText([hour(0n, { ...all, deltaUsd: 1, gasUsd: 2, correctionsUsd: 3 })], []);
    const [head, row, ...legend] = linesOf(text);
    expect(head!.length).toBeLessThanOrEqual(120);
    expect(row!.length).toBeLessThanOrEqual(120);
    expect(head).not.toMatch(/delta|gas|corr/);
    expect(head).toContain('others');
    const named = /others: (.*); --json has each\.$/.exec(legend.join(''))![1]!.split(', ');
    expect(named).toEqual(expect.arrayContaining(['delta', 'gas', 'corrections']));
    // 1 + 2 + 3 and the millions that had to go too.
    const others = 6 - 1_000_000 * (named.length - 3);
    expect(row).toContain(` ${others.toLocaleString('en-US')} `);
  });
});
