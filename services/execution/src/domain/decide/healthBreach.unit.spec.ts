import {
  ActionKind,
  ExecutionMode,
  OrderFilled,
  OrderRejected,
  ProposalDeclined,
} from '@gimbal/contracts/execution/v1/execution_events';
import { describe, expect, it } from 'vitest';
import {
  desk,
  deltaLimit,
  ExecutionScenario,
  gas,
  healthLimit,
  loan,
  namesOf,
  only,
  perp,
  pool,
  position,
  proposalIn,
  round,
} from '../../execution.scenario.js';

/*
 * By hand, at indexes of one: 1,000 WETH at 1653.16 with a threshold of 82.5 % against 1,300,000 USDC is
 * 1363857/1300000 = 1.04912. To 1.10 the debt must come to 1363857/1.10 = 1239870, so 60,130 USDC; to the nearest lot
 * 60,000, which leaves 1363857/1240000 = 1.0998847.
 */
const HEALTH = 1.049120769230769;

function breached(usdc: string | undefined, config: object = {}): ExecutionScenario {
  return new ExecutionScenario(config)
    .given(...desk(usdc === undefined ? {} : { usdc }), ...loan(), healthLimit, gas())
    .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
    .exposure({ health: HEALTH })
    .breach('health', HEALTH);
}

describe('a health factor below its limit', () => {
  it('is brought back by a repayment of 60,000 USDC', () => {
    const made = proposalIn(breached('75000').step('21:42:47'));
    expect(made.action).toEqual({
      kind: ActionKind.ACTION_KIND_REPAY,
      venue: 'aave-v3',
      accountId: 'aave:main',
      instrumentId: 'spot:USDC',
      quantity: '60000',
      limitPrice: '',
      quoteInstrumentId: '',
      payingAccountId: 'wallet:main',
      deployment: 'aave-v3:polygon',
    });
    expect(made.valueBefore).toBe(HEALTH);
    expect(made.valueAfter).toBeCloseTo(1.099884677419355, 12);
    expect(made).toMatchObject({ level: 1.05, proposedFor: 'alice' });
    expect(made.rejectedAlternatives).toEqual(['The exact 60130 USDC to the target: proposed in lots of 10000.']);
    // 250,000 units · 800.8449072849286 gwei · 0.60 USD
    expect(made.cost?.gasUsd).toBeCloseTo(0.120126736, 5);
    expect(made.cost?.totalUsd).toBe(made.cost?.gasUsd);
    expect(made.marks).toContainEqual({ instrumentId: 'spot:WETH', priceUsd: 1653.16, delta: 1 });
  });

  it('is filled a step after the intent, exactly as approved, and paid from the wallet', () => {
    const scenario = breached('75000');
    scenario.approve(proposalIn(scenario.step('21:42:47')));
    expect(namesOf(scenario.exposure({ health: HEALTH }).step('21:43:00'))).toEqual(['OrderIntended']);
    const fill = only(scenario.exposure({ health: HEALTH }).step('21:44:00'), OrderFilled);
    expect(fill).toMatchObject({
      kind: ActionKind.ACTION_KIND_REPAY,
      quantity: '60000',
      price: '1',
      fee: '0',
      accountId: 'aave:main',
      payingAccountId: 'wallet:main',
      deployment: 'aave-v3:polygon',
      venueTradeId: 'main/health/1/1/order',
    });
    // 75,000 − 60,000 − 0.120127
    expect(scenario.state.balances.get('desk-a/main|wallet:main|spot:USDC')).toEqual({
      unscaled: 14_999_879_873n,
      scale: 6,
    });
  });

  it('asks again after the fill when the exposure that shows it is still beyond the level', () => {
    const scenario = breached('200000');
    scenario.approve(proposalIn(scenario.step('21:42:47')));
    scenario.exposure({ health: HEALTH }).step('21:43:00');
    scenario.exposure({ health: HEALTH }).step('21:44:00');
    // The exposure of the step of the fill does not show it yet.
    expect(scenario.step('21:44:10')).toEqual([]);
    // At the feed's low of 1557.996: 1285346.7/1240000 = 1.03657; to 1.10 another 71,503 USDC, 70,000 in lots.
    scenario.given(
      position('USDC', 0n, 1_240_000_000_000n),
      round('chainlink:ethereum:ETH-USD', '155799600000', '21:45:23'),
    );
    const made = proposalIn(scenario.exposure({ health: 1.0365699 }).step('21:45:23'));
    expect(made).toMatchObject({ proposalId: 'main/health/1/2', action: { quantity: '70000' } });
  });

  it('is repaid in whole lots of what is free', () => {
    const made = proposalIn(breached('45000').step('21:42:47'));
    expect(made.action?.quantity).toBe('40000');
    expect(made.valueAfter).toBeCloseTo(1363857 / 1260000, 12);
    expect(made.rejectedAlternatives).toEqual([
      'The whole 60130 USDC to the target: 45000 free in wallet:main, cap 1000000 USD.',
    ]);
  });

  it('leaves the gas in the wallet', () => {
    expect(proposalIn(breached('60000').step('21:42:47')).action?.quantity).toBe('50000');
    expect(proposalIn(breached('60000.2').step('21:42:47')).action?.quantity).toBe('60000');
  });

  it('is declined once when less than a lot is free', () => {
    const scenario = breached('9999');
    expect(only(scenario.step('21:42:47'), ProposalDeclined)).toMatchObject({
      code: 'free_balance_below_lot',
      breachId: 'main/health/1',
      reason: 'Expected at least one lot of 10000 USDC free in wallet:main, was 9999.',
    });
    expect(scenario.exposure({ health: 1.04 }).step('21:43:00')).toEqual([]);
  });

  it('takes a lot more where the nearest one would not leave the limit behind', () => {
    // To 1.06 from 1.04912: debt 1286657.5, so 13,342 and the nearest lot 10,000; 1363857/1290000 = 1.05725 is above a
    // level of 1.05 but not above one of 1.058.
    const tight = { level: 1.058, target: 1.06, limitId: 'other' };
    const scenario = new ExecutionScenario().given(...desk({ usdc: '75000' }), ...loan(), gas());
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE).exposure({ health: HEALTH }).breach('health', HEALTH, 1, tight);
    expect(proposalIn(scenario.step('21:42:47')).action?.quantity).toBe('20000');
  });

  it('is not paid with a short perp’s proceeds', () => {
    const scenario = breached(undefined);
    scenario.state.balances.set('desk-a/main|paper:main|spot:USDC', { unscaled: 500_000n, scale: 0 });
    expect(only(scenario.step('21:42:47'), ProposalDeclined).code).toBe('free_balance_below_lot');
  });

  it('is not filled when the debt has gone meanwhile', () => {
    const scenario = breached('75000');
    scenario.approve(proposalIn(scenario.step('21:42:47')));
    scenario.exposure({ health: HEALTH }).step('21:43:00');
    const events = scenario
      .given(position('USDC', 0n, 50_000_000_000n))
      .exposure({ health: HEALTH })
      .step('21:44:00');
    expect(only(events, OrderRejected).code).toBe('debt_below_quantity');
  });

  it('is not filled with a balance that has gone meanwhile', () => {
    const scenario = breached('75000');
    scenario.approve(proposalIn(scenario.step('21:42:47')));
    scenario.exposure({ health: HEALTH }).step('21:43:00');
    scenario.state.balances.set('desk-a/main|wallet:main|spot:USDC', { unscaled: 60_000n, scale: 0 });
    const events = scenario.exposure({ health: HEALTH }).step('21:44:00');
    expect(only(events, OrderRejected)).toMatchObject({
      code: 'insufficient_balance',
      reason: 'Expected 60000.120127 spot:USDC free in wallet:main, was 60000.',
    });
  });

  it('comes before a delta that wants the same balance', () => {
    // A delta of −80,000 to −40,000 would buy 23.46 WETH in the pool for 39,992 USDC, were the perp not at hand.
    const scenario = new ExecutionScenario({ allowedVenues: ['uniswap-v3', 'aave-v3'] }).given(
      ...desk({ usdc: '75000' }),
      ...loan(),
      healthLimit,
      deltaLimit,
      gas(),
      pool('21:42:00'),
      perp(),
    );
    scenario.mode(ExecutionMode.EXECUTION_MODE_EXECUTE).exposure({ health: HEALTH, deltaUsd: -80_000 });
    const events = scenario.breach('delta', -80_000).breach('health', HEALTH).step('21:42:47');
    expect(namesOf(events)).toEqual(['ProposalMade', 'ProposalDeclined']);
    expect(proposalIn(events).breachId).toBe('main/health/1');
    expect(only(events, ProposalDeclined).reason).toContain('spot:USDC free in wallet:main, was 15000.');
  });

  it('has a cure beside that of a delta, one each', () => {
    const scenario = new ExecutionScenario().given(
      ...desk({ usdc: '75000' }),
      ...loan(),
      healthLimit,
      deltaLimit,
      gas(),
      pool('21:42:00'),
      perp(),
    );
    scenario.mode(ExecutionMode.EXECUTION_MODE_EXECUTE).exposure({ health: HEALTH, deltaUsd: 100_000 });
    const events = scenario.breach('delta', 100_000).breach('health', HEALTH).step('21:42:47');
    expect(namesOf(events)).toEqual(['ProposalMade', 'ProposalMade']);
    expect(scenario.exposure({ health: HEALTH, deltaUsd: 100_000 }).step('21:43:00')).toEqual([]);
  });

  it('is left alone where the account or its rules are unknown', () => {
    const scenario = new ExecutionScenario()
      .given(...desk({ usdc: '75000' }), healthLimit, gas())
      .mode(ExecutionMode.EXECUTION_MODE_PROPOSE);
    const events = scenario.exposure({ health: HEALTH }).breach('health', HEALTH).step('21:42:47');
    expect(only(events, ProposalDeclined).code).toBe('lending_account_unknown');
  });
});
