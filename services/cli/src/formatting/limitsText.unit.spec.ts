import { MarginCallRaised } from '@gimbal/contracts/risk/v1/exposure_events';
import { ListLimitsResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { describe, expect, it } from 'vitest';
import { limitsText } from './limitsText.js';
import { marginCallText } from './marginCallText.js';

const cut = { step: 7n, timeUs: 1_692_308_400_000_000n };

describe('limitsText', () => {
  it('shows each limit, and what is under way', () => {
    const delta = { portfolioId: 'main', limitId: 'delta', component: 1, level: '160000', severity: 2, side: 1 };
    const usage = {
      portfolioId: 'main',
      limitId: 'usage',
      component: 5,
      path: 'margin/usage',
      level: '0.8',
      severity: 1,
      side: 2,
      scope: { kind: 1, name: 'hl:main' },
    };
    const answer = ListLimitsResponse.fromPartial({
      cut,
      limits: [
        {
          limit: delta,
          value: -160_100,
          used: 1.000625,
          openBreachId: 'main/delta/1',
          waiver: { waiverId: 'main/delta/waiver/1', level: '200000', expiresAtUs: 1_692_312_000_000_000n },
          pending: {
            changeId: 'main/delta/change/1',
            removal: true,
            proposed: { ...delta, setBy: 'alice' },
            expiresAtUs: 1_692_394_800_000_000n,
          },
        },
        { limit: usage, unavailableReason: 'Expected the exposure to hold margin of hl:main, found none.' },
      ],
    });
    expect(limitsText(answer).split('\n')).toEqual([
      'main at 2023-08-17 21:40:00 UTC, step 7',
      '',
      'limit  on                               severity      level     value     used  breach',
      'delta  delta_usd                        hard      ± 160,000  -160,100  100.1 %  main/delta/1',
      'usage  margin/usage of account hl:main  soft          ≤ 0.8         -        -',
      '',
      'delta: waived to 200,000 until 2023-08-17 22:40:00, not granted yet [main/delta/waiver/1]',
      'delta: a change to remove it by alice waits until 2023-08-18 21:40:00 [main/delta/change/1]',
      'usage: no value. Expected the exposure to hold margin of hl:main, found none.',
    ]);
    expect(limitsText(ListLimitsResponse.fromPartial({ cut }))).toBe('No limit is set.');
  });

  it.each([
    // A limit on delta of 1,000 that was set after the last step; nobody has judged it.
    [{ level: '1000', side: 1 }, { value: -10_900, used: 10.9 }, 'judged at the next step'],
    [{ level: '1000', side: 1 }, { value: -10_900, used: 10.9, openBreachId: 'main/d/1' }, 'main/d/1'],
    [{ level: '1000', side: 1 }, { value: 999, used: 0.999 }, '99.9 %'],
    // Nothing is used of a level of 0, and 5 is beyond it; nor of a health of less than nothing.
    [{ level: '0', side: 2 }, { value: 5 }, 'judged at the next step'],
    [{ level: '1.05', side: 3 }, { value: 1.04, used: 1.0096 }, 'judged at the next step'],
    [{ level: '1.05', side: 3 }, { value: 1.06, used: 0.9906 }, '99.1 %'],
    // What a waiver in force lets pass is within; one that nobody granted lets nothing pass.
    [
      { level: '1000', side: 1 },
      { value: 1_500, used: 0.75, waiver: { level: '2000', expiresAtUs: 1n }, waiverInForce: true },
      '75.0 %',
    ],
    [
      { level: '1000', side: 1 },
      { value: 1_500, used: 1.5, waiver: { level: '2000', expiresAtUs: 1n } },
      'judged at the next step',
    ],
  ])('%# says that a value beyond its limit is judged at the next step', (limit, standing, end) => {
    const limits = [{ limit: { portfolioId: 'main', limitId: 'd', component: 1, ...limit }, ...standing }];
    const row = limitsText(ListLimitsResponse.fromPartial({ cut, limits })).split('\n')[3];
    expect(row!.endsWith(end)).toBe(true);
  });
});

describe('marginCallText', () => {
  it('shows how near, what is at stake, and the cures', () => {
    const raised = MarginCallRaised.fromPartial({
      callId: 'main/aave:main/health/2',
      accountId: 'aave:main',
      deployment: 'aave-v3:polygon',
      level: 'call',
      ruleset: 'aave-v3.0',
      value: 1.0491,
      threshold: 1.05,
      isHealthFactor: true,
      liquidationLossUsd: 31_250.75,
      cut,
      cures: [
        {
          action: 'repay_debt',
          asset: 'USDC',
          amount: '114037.391305',
          amountUsd: 114_037.39,
          target: 1.15,
          available: '70000.5',
          availableAccountId: 'wallet',
        },
        { action: 'add_collateral', asset: 'WETH', amount: '96.15', amountUsd: 158_951, target: 1.15, available: '0' },
      ],
    });
    expect(marginCallText({ raised, cleared: undefined }).split('\n')).toEqual([
      'main/aave:main/health/2  call, open',
      '  account   aave:main on aave-v3:polygon (aave-v3.0)',
      '  passed    health 1.0491, call line 1.05, at 2023-08-17 21:40:00',
      '  target    health 1.15 after any one of the cures',
      '  at stake  $31,251',
      '  reaches   its liquidation never, by interest and funding alone, prices held',
      '  cure      repay 114,037.391305 USDC ($114,037), to 1.15; wallet holds 70,000.5',
      '  cure      add 96.15 WETH ($158,951), to 1.15; no other account holds any',
    ]);
  });
});
