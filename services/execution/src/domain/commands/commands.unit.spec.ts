import { ExecutionMode, ProposalApproved, ProposalRefused } from '@gimbal/contracts/execution/v1/execution_events';
import { ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import { event } from '@gimbal/contracts';
import { PortfolioOpened } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  carol,
  desk,
  deltaLimit,
  eve,
  ExecutionScenario,
  gas,
  namesOf,
  perp,
  pool,
  proposalIn,
} from '../../execution.scenario.js';
import { listProposals } from '../queries/listProposals.js';
import { approveProposal } from './approveProposal.js';
import { engageKillSwitch } from './engageKillSwitch.js';
import { refuseProposal } from './refuseProposal.js';
import { releaseKillSwitch } from './releaseKillSwitch.js';
import { setMode } from './setMode.js';

function proposed(): { scenario: ExecutionScenario; made: ReturnType<typeof proposalIn> } {
  const scenario = new ExecutionScenario({ proposalTtlSeconds: 60 }).given(
    ...desk(),
    deltaLimit,
    pool('21:40:00'),
    gas(),
    perp(),
  );
  scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE).exposure({ deltaUsd: 100_000 }).breach('delta', 100_000);
  return { scenario, made: proposalIn(scenario.step('21:40:00')) };
}

const eventsOf = (decision: CommandDecision): string[] =>
  decision.kind === 'accepted' ? namesOf(decision.drafts.map((draft) => draft.event)) : [];

describe('approveProposal', () => {
  it('takes the approval of a second principal who saw the same action', () => {
    const { scenario, made } = proposed();
    const decision = scenario.approve(made);
    expect(decision).toMatchObject({
      kind: 'accepted',
      drafts: [{ key: 'desk-a/main', tenant: 'desk-a', actor: 'bob' }],
    });
    expect(eventsOf(decision)).toEqual([ProposalApproved.$type.split('.').at(-1)]);
  });

  it('refuses the principal that it was proposed for', () => {
    const { scenario, made } = proposed();
    expect(scenario.approve(made, alice)).toEqual({
      kind: 'refused',
      code: 'PERMISSION_DENIED',
      field: 'proposal_id',
      message: 'Expected an approver other than alice, for whom the proposal was made.',
    });
  });

  it('refuses another hash, one bit away, and none', () => {
    const { scenario, made } = proposed();
    const flipped = Buffer.from(made.payloadHash);
    flipped[31]! ^= 1;
    for (const payloadHash of [flipped, Buffer.alloc(0), made.payloadHash.subarray(0, 31)]) {
      const request = { requestId: 'r', proposalId: made.proposalId, payloadHash };
      const decision = approveProposal(scenario.state, scenario.last, bob, request);
      expect(decision).toMatchObject({ kind: 'refused', code: 'FAILED_PRECONDITION', field: 'payload_hash' });
    }
  });

  it('refuses an approval that comes too late, also before the step that expires the proposal', () => {
    const { scenario, made } = proposed();
    const request = { requestId: 'r', proposalId: made.proposalId, payloadHash: made.payloadHash };
    const late = { number: 2, timeUs: made.expiresAtUs };
    expect(approveProposal(scenario.state, late, bob, request)).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(approveProposal(scenario.state, { ...late, timeUs: late.timeUs - 1n }, bob, request).kind).toBe('accepted');
    scenario.step('21:41:00');
    expect(scenario.approve(made)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'Expected a pending proposal, was expired.',
    });
  });

  it('refuses a second approval and one in mode observe', () => {
    const { scenario, made } = proposed();
    scenario.mode(ExecutionMode.EXECUTION_MODE_OBSERVE);
    expect(scenario.approve(made)).toMatchObject({ code: 'FAILED_PRECONDITION' });
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE);
    scenario.approve(made);
    expect(scenario.approve(made, carol)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'Expected a pending proposal, was approved, decided by bob.',
    });
  });
});

describe('what is another tenant’s', () => {
  const foreign = (
    act: (scenario: ExecutionScenario, who: Principal, id: string) => CommandDecision,
    nothing: string,
    theirs: string,
  ): void => {
    const { scenario } = proposed();
    const strip = (decision: CommandDecision, id: string): unknown =>
      decision.kind === 'refused' ? { ...decision, message: decision.message.replace(id, 'ID') } : decision;
    const absent = act(scenario, eve, nothing);
    expect(absent).toMatchObject({ kind: 'refused', code: 'NOT_FOUND' });
    expect(strip(act(scenario, eve, theirs), theirs)).toEqual(strip(absent, nothing));
  };

  it('looks like what is not there, in every command', () => {
    const hash = proposed().made.payloadHash;
    foreign(
      (s, who, proposalId) => approveProposal(s.state, s.last, who, { requestId: 'r', proposalId, payloadHash: hash }),
      'x/1',
      'main/delta/1/1',
    );
    foreign(
      (s, who, proposalId) => refuseProposal(s.state, who, { requestId: 'r', proposalId, reason: '' }),
      'x/1',
      'main/delta/1/1',
    );
    foreign((s, who, portfolioId) => setMode(s.state, who, { requestId: 'r', portfolioId, mode: 3 }), 'nope', 'main');
    foreign(
      (s, who, portfolioId) => engageKillSwitch(s.state, who, { requestId: 'r', portfolioId, reason: '' }),
      'nope',
      'main',
    );
    foreign((s, who, portfolioId) => releaseKillSwitch(s.state, who, { requestId: 'r', portfolioId }), 'nope', 'main');
  });

  it('stays apart where the ids are the same', () => {
    const { scenario, made } = proposed();
    scenario.givenFor(
      'desk-b',
      'main',
      event(PortfolioOpened, { portfolioId: 'main', name: '', parentPortfolioId: '' }),
    );
    expect(listProposals(scenario.state, 'desk-b', 'main', false)?.proposals).toEqual([]);
    expect(listProposals(scenario.state, 'desk-a', 'main', true)?.proposals).toMatchObject([
      { made: { proposalId: made.proposalId } },
    ]);
    expect(scenario.approve(made, eve)).toMatchObject({ code: 'NOT_FOUND' });
    scenario.command(eve, (state) => setMode(state, eve, { requestId: 'r', portfolioId: 'main', mode: 3 }));
    expect(listProposals(scenario.state, 'desk-a', 'main', false)?.mode).toBe(ExecutionMode.EXECUTION_MODE_PROPOSE);
  });
});

describe('refuseProposal', () => {
  it('takes a no from anybody of the desk, once', () => {
    const { scenario, made } = proposed();
    const refuse = (): CommandDecision =>
      scenario.command(alice, (state) =>
        refuseProposal(state, alice, { requestId: 'r', proposalId: made.proposalId, reason: 'not now' }),
      );
    expect(eventsOf(refuse())).toEqual([ProposalRefused.$type.split('.').at(-1)]);
    expect(refuse()).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(listProposals(scenario.state, 'desk-a', 'main', false)?.proposals[0]).toMatchObject({
      state: ProposalState.PROPOSAL_STATE_REFUSED,
      decidedBy: 'alice',
      decisionReason: 'not now',
    });
    expect(listProposals(scenario.state, 'desk-a', 'main', true)?.proposals).toEqual([]);
  });

  it('refuses a reason that is too long, by its field', () => {
    const { scenario, made } = proposed();
    const decision = refuseProposal(scenario.state, alice, {
      requestId: 'r',
      proposalId: made.proposalId,
      reason: 'x'.repeat(501),
    });
    expect(decision).toMatchObject({ code: 'INVALID_ARGUMENT', field: 'reason' });
  });
});

describe('setMode', () => {
  it('refuses a mode that does not exist and a portfolio beneath another', () => {
    const { scenario } = proposed();
    scenario.given(event(PortfolioOpened, { portfolioId: 'book', name: '', parentPortfolioId: 'main' }));
    const set = (portfolioId: string, mode: number): CommandDecision =>
      setMode(scenario.state, alice, { requestId: 'r', portfolioId, mode });
    for (const mode of [0, 4, -1]) expect(set('main', mode)).toMatchObject({ code: 'INVALID_ARGUMENT', field: 'mode' });
    expect(set('book', 3)).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'Expected a root portfolio, was "book" under "main".',
    });
    expect(set('main', ExecutionMode.EXECUTION_MODE_PROPOSE)).toEqual({ kind: 'accepted', drafts: [] });
  });
});

describe('the kill switch', () => {
  it('is engaged by one, and released by two others or the same one and another', () => {
    const { scenario } = proposed();
    const engage = (who: Principal): CommandDecision =>
      scenario.command(who, (state) =>
        engageKillSwitch(state, who, { requestId: 'r', portfolioId: 'main', reason: 'fire' }),
      );
    const release = (who: Principal): CommandDecision =>
      scenario.command(who, (state) => releaseKillSwitch(state, who, { requestId: 'r', portfolioId: 'main' }));
    expect(release(bob)).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(eventsOf(engage(alice))).toEqual(['KillSwitchEngaged']);
    expect(engage(bob)).toEqual({ kind: 'accepted', drafts: [] });
    expect(eventsOf(release(bob))).toEqual(['KillSwitchReleaseRequested']);
    expect(release(bob)).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: 'Expected a second person to release the kill switch, was bob, who asked for it.',
    });
    // Engaging again withdraws the request.
    expect(eventsOf(engage(carol))).toEqual(['KillSwitchEngaged']);
    expect(eventsOf(release(alice))).toEqual(['KillSwitchReleaseRequested']);
    expect(listProposals(scenario.state, 'desk-a', 'main', false)?.killSwitchEngaged).toBe(true);
    expect(eventsOf(release(bob))).toEqual(['KillSwitchReleased']);
    expect(listProposals(scenario.state, 'desk-a', 'main', false)?.killSwitchEngaged).toBe(false);
  });
});
