import { PnlExplained, PnlIncidentOpened, PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { explainedText, incidentText } from './pnlText.js';

/** 17 August 2023, 21:00 to 22:00. */
const explained: PnlExplained = {
  ...PnlExplained.decode(new Uint8Array()),
  portfolioId: 'main',
  fromTimeUs: 1_692_306_000_000_000n,
  toTimeUs: 1_692_309_600_000_000n,
  startValueUsd: 1000,
  endValueUsd: 1250.5,
  flowsUsd: 300,
  pnlUsd: -49.5,
  terms: { ...PnlTerms.decode(new Uint8Array()), deltaUsd: -52, fundingUsd: 2 },
  residualUsd: 0.5,
  grossUsd: 100,
  lines: [{ accountId: 'wallet', legId: 'spot:WETH', asset: 'ETH', pnlUsd: -49.5, terms: undefined, residualUsd: 0.5 }],
};

describe('pnlText', () => {
  it('shows one explanation with its legs', () => {
    const lines = explainedText(explained).split('\n');
    expect(lines[0]).toBe('main from 2023-08-17 21:00:00 to 2023-08-17 22:00:00 UTC: -$49.50');
    expect(lines[1]).toBe('From $1,000.00 to $1,250.50, of which $300.00 were moved in.');
    expect(lines.at(-1)).toBe('wallet   spot:WETH  -$49.50     $0.50');
    expect(lines.join()).not.toMatch(/accrued|slippage/);
  });

  it('says of a period that is not over that it is so far', () => {
    expect(explainedText(explained, 'the day so far').split('\n')[0]).toBe(
      'main from 2023-08-17 21:00:00 to 2023-08-17 22:00:00 UTC, the day so far: -$49.50',
    );
  });

  it('says why the value isn’t the exposure’s, and what slippage is', () => {
    const accrued = { ...explained, startReceivablesUsd: 7.5, endReceivablesUsd: 5042.12, endValueUsd: 9000 };
    const text = explainedText({ ...accrued, terms: { ...explained.terms!, slippageUsd: -2651 } });
    expect(text).toContain(
      "\n$9,000.00, of which $5,042.12 of funding and fees accrued, not in the exposure's value; $7.50 at the start.\n",
    );
    expect(text).toContain('\nslippage: trades of the period against the marks of their step.');
  });

  it('names the suspects of an incident', () => {
    const suspect = { accountId: 'wallet', legId: 'spot:WETH', residualUsd: 1, worstStep: 7n };
    const opened = {
      ...PnlIncidentOpened.decode(new Uint8Array()),
      incidentId: 'main/pnl/hour/3',
      residualUsd: 31,
      residualBoundUsd: 10,
      suspects: [{ ...suspect, worstTimeUs: 1_692_306_060_000_000n, worstStepResidualUsd: 30.5 }],
    };
    expect(incidentText(opened)).toBe(
      'Incident main/pnl/hour/3: residual $31.00, bound $10.00. spot:WETH in wallet at 2023-08-17 21:01:00 ($30.50)',
    );
  });
});
