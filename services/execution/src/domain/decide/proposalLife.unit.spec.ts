import {
  ExecutionMode,
  OrderRejected,
  ProposalDeclined,
  ProposalExpired,
} from '@gimbal/contracts/execution/v1/execution_events';
import { allRows, rowsSha256 } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  carol,
  desk,
  deltaLimit,
  ExecutionScenario,
  gas,
  limit,
  namesOf,
  only,
  perp,
  pool,
  proposalIn,
  vol,
} from '../../execution.scenario.js';
import { engageKillSwitch } from '../commands/engageKillSwitch.js';
import { refuseProposal } from '../commands/refuseProposal.js';
import { releaseKillSwitch } from '../commands/releaseKillSwitch.js';

function opened(mode: ExecutionMode, config: object = {}): ExecutionScenario {
  const scenario = new ExecutionScenario(config).given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp(), vol());
  return scenario.mode(mode).exposure({ deltaUsd: 100_000 }).breach('delta', 100_000);
}

const still = (scenario: ExecutionScenario, deltaUsd = 100_000): ExecutionScenario => scenario.exposure({ deltaUsd });
const engage = (scenario: ExecutionScenario): unknown =>
  scenario.command(carol, (state) =>
    engageKillSwitch(state, carol, { requestId: 'r', portfolioId: 'main', reason: 'fire' }),
  );

describe('modes', () => {
  it('observe proposes nothing, and a desk observes until it is told otherwise', () => {
    expect(opened(ExecutionMode.EXECUTION_MODE_OBSERVE).step('21:40:00')).toEqual([]);
    const scenario = new ExecutionScenario().given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp());
    expect(scenario.exposure({ deltaUsd: 100_000 }).breach('delta', 100_000).step('21:40:00')).toEqual([]);
  });

  it('propose takes approvals and sends nothing, execute sends what was approved', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_PROPOSE);
    expect(scenario.approve(proposalIn(scenario.step('21:40:00'))).kind).toBe('accepted');
    expect(still(scenario).step('21:41:00')).toEqual([]);
    scenario.mode(ExecutionMode.EXECUTION_MODE_EXECUTE);
    expect(namesOf(still(scenario).step('21:42:00'))).toEqual(['OrderIntended']);
  });

  it('set back after the intent, the order is rejected', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    still(scenario).step('21:40:20');
    scenario.mode(ExecutionMode.EXECUTION_MODE_OBSERVE);
    expect(only(still(scenario).step('21:40:40'), OrderRejected).code).toBe('mode_not_execute');
  });
});

describe('a proposal', () => {
  it('is one a breach while it lives, and carries the limit setter, the level and the hash of its action', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_PROPOSE);
    const made = proposalIn(scenario.step('21:40:00'));
    expect(made.payloadHash).toHaveLength(32);
    for (const [i, time] of ['21:40:30', '21:41:00', '21:42:00'].entries()) {
      expect(still(scenario, 110_000 + i).step(time)).toEqual([]);
    }
  });

  it('expires on the domain clock, approved or not, and is made afresh', () => {
    for (const approved of [false, true]) {
      const scenario = opened(ExecutionMode.EXECUTION_MODE_PROPOSE, { proposalTtlSeconds: 60 });
      const made = proposalIn(scenario.step('21:40:00'));
      if (approved) scenario.approve(made);
      expect(still(scenario).step('21:40:59')).toEqual([]);
      const events = still(scenario).given(pool('21:41:00')).step('21:41:00');
      expect(namesOf(events)).toEqual(['ProposalExpired', 'ProposalMade']);
      expect(only(events, ProposalExpired).proposalId).toBe(made.proposalId);
      expect(proposalIn(events).proposalId).toBe('main/delta/1/2');
    }
  });

  it('ends with its breach', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    expect(namesOf(still(scenario, 45_000).closeBreach('main/delta/1').step('21:40:30'))).toEqual(['ProposalExpired']);
  });

  it('is not made between level and close level, where nothing is traded', () => {
    const scenario = new ExecutionScenario()
      .given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp())
      .exposure({ deltaUsd: 61_000 });
    scenario.breach('delta', 61_000).step('21:40:00');
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE);
    expect(still(scenario, 55_000).step('21:40:30')).toEqual([]);
    expect(namesOf(still(scenario, 60_001).step('21:41:00'))).toEqual(['ProposalMade']);
  });

  it('that was refused comes back only when the value is a hundredth of the level worse', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    const { proposalId } = proposalIn(scenario.step('21:40:00'));
    scenario.command(bob, (state) => refuseProposal(state, bob, { requestId: 'r', proposalId, reason: 'wait' }));
    expect(still(scenario, 100_599).step('21:40:30')).toEqual([]);
    expect(proposalIn(still(scenario, 100_601).step('21:41:00')).proposalId).toBe('main/delta/1/2');
  });

  it('waits for the exposure that the breach rests on', () => {
    const scenario = new ExecutionScenario()
      .given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp())
      .exposure({ deltaUsd: 10_000 });
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE).breach('delta', 100_000, 1, { exposureSequence: 2n });
    expect(scenario.step('21:40:00')).toEqual([]);
    expect(namesOf(still(scenario).step('21:40:10'))).toEqual(['ProposalMade']);
  });

  it('follows the limit as it stands, and the principal who set it last', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_PROPOSE);
    scenario.given(limit('delta', { level: '50000', closeLevel: '40000', target: '14750' }, 'bob'));
    const made = proposalIn(scenario.step('21:40:00'));
    // (100,000 − 14,750)/1,705 = 50, of which the pool bears 47.13.
    expect(made).toMatchObject({ level: 50_000, proposedFor: 'bob', action: { quantity: '-47.13' } });
    expect(scenario.approve(made, bob)).toMatchObject({ kind: 'refused', code: 'PERMISSION_DENIED' });
  });

  it('is not made for a limit that nobody is known to have set', () => {
    const scenario = new ExecutionScenario()
      .given(...desk(), pool('21:40:00'), gas(), perp())
      .exposure({ deltaUsd: 100_000 });
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE).breach('delta', 100_000, 1, { limitSetBy: '' });
    expect(only(scenario.step('21:40:00'), ProposalDeclined).code).toBe('limit_setter_unknown');
  });
});

describe('the kill switch', () => {
  it('stops proposals, intents, fills and approvals, and says why once', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    engage(scenario);
    expect(only(scenario.step('21:40:00'), ProposalDeclined).code).toBe('kill_switch_engaged');
    expect(still(scenario).step('21:40:10')).toEqual([]);
  });

  it('rejects an order that is already intended', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    still(scenario).step('21:40:20');
    engage(scenario);
    const events = still(scenario).step('21:40:40');
    expect(namesOf(events)).toEqual(['OrderRejected', 'ProposalDeclined']);
    expect(only(events, OrderRejected).code).toBe('kill_switch_engaged');
  });

  it('holds back what is approved until two persons released it', () => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    const made = proposalIn(scenario.step('21:40:00'));
    engage(scenario);
    expect(scenario.approve(made)).toMatchObject({ kind: 'refused', code: 'FAILED_PRECONDITION' });
    const release = (principal: typeof bob) =>
      scenario.command(principal, (state) =>
        releaseKillSwitch(state, principal, { requestId: 'r', portfolioId: 'main' }),
      );
    expect(release(alice).kind).toBe('accepted');
    expect(scenario.approve(made)).toMatchObject({ kind: 'refused' });
    expect(release(alice)).toMatchObject({ kind: 'refused', code: 'PERMISSION_DENIED' });
    expect(release(carol).kind).toBe('accepted');
    expect(scenario.approve(made).kind).toBe('accepted');
    expect(namesOf(still(scenario).step('21:41:00'))).toEqual(['OrderIntended']);
  });
});

describe('determinism', () => {
  const story = (): ExecutionScenario => {
    const scenario = opened(ExecutionMode.EXECUTION_MODE_EXECUTE);
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    still(scenario).step('21:40:20');
    still(scenario).step('21:40:40');
    still(scenario, 70_000).step('21:41:00');
    return scenario;
  };

  it('gives the same rows for the same log, bit for bit', () => {
    const [one, other] = [story(), story()].map((scenario) => rowsSha256(allRows(scenario.state.tables)));
    expect(one).toEqual(other);
  });

  it('decides the same from rows that a store gave back in another order', () => {
    const scenario = story();
    const restored = new ExecutionScenario();
    for (const table of scenario.state.tables) {
      const to = restored.state.tables.find(({ name }) => name === table.name);
      for (const [key, value] of [...table.entries()].toReversed()) to?.restore(key, structuredClone(value));
    }
    const step = { number: 99, timeUs: scenario.last.timeUs + 1_000_000n };
    const cut = { step: 99n, timeUs: step.timeUs, positions: [], ruleset: '', foldVersion: '' };
    const context = { step, cut, external: undefined };
    const [one, other] = [scenario, restored].map(({ stage, state }) => stage.decide(state, context));
    expect(one).toEqual(other);
  });
});
