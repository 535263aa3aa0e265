import { OrderRejected, ProposalDeclined } from '@gimbal/contracts/execution/v1/execution_events';
import { ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import type { PositionBreak } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent, LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import {
  deltaLimit,
  desk,
  ExecutionScenario,
  gas,
  only,
  perp,
  pool,
  proposalIn,
  vol,
} from '../../execution.scenario.js';

/*
 * A limit of 60,000 USD with a target of 40,000; ETH at 1,705. Without a break a delta of 100,000 is hedged by 60,000 / 1,705 =
 * 35.19 ETH, as beside `hedgeBreach`.
 */
const found = (deltaUsd: number, unavailableReason = ''): PositionBreak => ({
  accountId: 'fund',
  place: 'polygon',
  instrumentId: 'spot:WETH',
  source: 'erc20',
  quantity: String(deltaUsd / 1705),
  valueUsd: deltaUsd,
  deltaUsd,
  unavailableReason,
});

function beyond(deltaUsd: number, breaks: readonly PositionBreak[]): ExecutionScenario {
  return new ExecutionScenario()
    .given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp(), vol())
    .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
    .exposure({ deltaUsd, breaks })
    .breach('delta', deltaUsd);
}

describe('a hedge of a delta that breaks leave in doubt', () => {
  it.each([
    // The delta is 80,000 if the observed state is right: (80,000 − 40,000) / 1,705 = 23.46.
    ['may be less', 100_000, [found(-20_000)], '-23.46'],
    // It may be 110,000, and is 100,000 at the least.
    ['may be more', 100_000, [found(10_000)], '-35.19'],
    // Anything from 85,000 to 110,000: 45,000 / 1,705 = 26.39.
    ['may be either', 100_000, [found(-15_000), found(10_000)], '-26.39'],
    // A short one: −100,000 + 20,000.
    ['is short and may be less so', -100_000, [found(20_000), found(-5_000)], '23.46'],
  ])('is sized by what it surely is where it %s', (_where, deltaUsd, breaks, quantity) => {
    const made = proposalIn(beyond(deltaUsd, breaks).step('21:40:00'));
    expect(made.action?.quantity).toBe(quantity);
    expect(made.valueBefore).toBe(deltaUsd);
    expect(made.valueAfter).toBeCloseTo(deltaUsd + Number(quantity) * 1_705, 6);
  });

  it('says what the breaks take off it', () => {
    const { rejectedAlternatives } = proposalIn(beyond(100_000, [found(-20_000)]).step('21:40:00'));
    expect(rejectedAlternatives).toContain(
      'The whole way to 40000 USD: open breaks leave 20000.00 USD of the delta in doubt.',
    );
  });

  it.each([
    ['it may be within the limit', [found(-45_000)], 'was between 55000.00 and 100000.00.'],
    ['it may be on the other side', [found(-170_000)], 'was between -70000.00 and 100000.00.'],
    ['nobody knows by how much', [found(0, 'Expected a mark of spot:WETH for a break of 1, found none.')], 'a mark of'],
  ])('is declined where %s', (_where, breaks, reason) => {
    const declined = only(beyond(100_000, breaks).step('21:40:00'), ProposalDeclined);
    expect(declined.code).toBe('position_break');
    expect(declined.reason).toContain(reason);
  });

  it('is rejected at the venue when a break was found after the approval that leaves it in doubt, and goes with a small one', () => {
    const approved = (): ExecutionScenario => {
      const scenario = beyond(100_000, []);
      scenario.approve(proposalIn(scenario.step('21:40:00')));
      scenario.exposure({ deltaUsd: 100_000 }).step('21:40:20');
      return scenario;
    };
    const large = approved().exposure({ deltaUsd: 100_000, breaks: [found(-45_000)] });
    expect(only(large.step('21:40:40'), OrderRejected).code).toBe('position_break');
    const small = approved().exposure({ deltaUsd: 100_000, breaks: [found(-1_000)] });
    expect(small.step('21:40:40').map(({ type }) => type)).toEqual(['gimbal.execution.v1.OrderFilled']);
  });

  it.each([
    [LimitSeverity.LIMIT_SEVERITY_HARD, 'gimbal.execution.v1.ProposalDeclined'],
    [LimitSeverity.LIMIT_SEVERITY_SOFT, 'gimbal.execution.v1.ProposalMade'],
  ])('heeds a limit on breaks of severity %s', (severity, said) => {
    const path = {
      component: LimitComponent.LIMIT_COMPONENT_PATH,
      path: 'breaks/value_usd',
      limitId: 'breaks',
      breachId: 'main/breaks/1',
      level: 500,
      value: 1_000,
      severity,
    };
    const scenario = beyond(100_000, [found(-1_000)]).breach('delta', 1_000, 2, path);
    const [event] = scenario.step('21:40:00');
    expect(event?.type).toBe(said);
    if (said.endsWith('Declined')) {
      expect((event!.value as ProposalDeclined).reason).toBe(
        'Expected breaks/value_usd of main within 500 (breaks), was 1000.',
      );
    }
  });
});
