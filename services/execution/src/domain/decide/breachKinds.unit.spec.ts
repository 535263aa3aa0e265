import { ExecutionMode, ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import { event, isEvent } from '@gimbal/contracts';
import { type BreachOpened, WaiverExpired } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  LimitComponent,
  LimitRemoved,
  LimitSet,
  LimitSeverity,
  WaiverEnded,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { deltaLimit, desk, ExecutionScenario, gas, perp, pool, proposalIn, vol } from '../../execution.scenario.js';

/** The limit opens beyond 60,000; the value is 100,000 unless said. */
function breached(terms: Partial<BreachOpened>, deltaUsd = 100_000): ExecutionScenario {
  return new ExecutionScenario()
    .given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp(), vol())
    .mode(ExecutionMode.EXECUTION_MODE_PROPOSE)
    .exposure({ deltaUsd })
    .breach('delta', deltaUsd, 1, terms);
}

const proposals = (scenario: ExecutionScenario, time = '21:40:00') =>
  scenario.step(time).filter((said) => isEvent(said, ProposalMade));

describe('a breach that is not for execution to cure', () => {
  it('is a soft one: it is a word to the desk', () => {
    expect(proposals(breached({ severity: LimitSeverity.LIMIT_SEVERITY_SOFT }))).toEqual([]);
    expect(proposals(breached({ severity: LimitSeverity.LIMIT_SEVERITY_HARD }))).toHaveLength(1);
  });

  it('is one of a path, whatever it names', () => {
    const path = { component: LimitComponent.LIMIT_COMPONENT_PATH, path: 'delta_usd' };
    expect(proposals(breached(path))).toEqual([]);
  });
});

describe('a breach under a waiver', () => {
  const waived = { waiverId: 'main/delta/waiver/1', level: 120_000 };
  const ended = { waiverId: waived.waiverId, portfolioId: 'main', limitId: 'delta' };

  it('is measured by the waiver’s level while it lasts', () => {
    expect(proposals(breached(waived))).toEqual([]);
    expect(proposalIn(breached(waived, 130_000).step('21:40:00'))).toMatchObject({ level: 120_000 });
  });

  it.each([event(WaiverExpired, WaiverExpired.fromPartial(ended)), event(WaiverEnded, WaiverEnded.fromPartial(ended))])(
    'and by the limit’s own after $type',
    (over) => {
      const scenario = breached(waived).given(over);
      expect(proposalIn(scenario.step('21:40:00'))).toMatchObject({ level: 60_000 });
    },
  );
});

describe('the limit of a breach', () => {
  it('is that of its own portfolio, when another one of the tree has the same name', () => {
    const other = LimitSet.fromPartial({
      portfolioId: 'child',
      limitId: 'delta',
      level: '1',
      target: '0',
      setBy: 'eve',
    });
    const scenario = breached({}).given(event(LimitSet, other));
    expect(proposalIn(scenario.step('21:40:00'))).toMatchObject({ level: 60_000, proposedFor: 'alice' });
  });

  it('is what the breach carries once it was removed', () => {
    const removed = LimitRemoved.fromPartial({ portfolioId: 'main', limitId: 'delta' });
    const scenario = breached({ level: 70_000, limitSetBy: 'carol' }).given(event(LimitRemoved, removed));
    expect(proposalIn(scenario.step('21:40:00'))).toMatchObject({ level: 70_000, proposedFor: 'carol' });
  });
});
