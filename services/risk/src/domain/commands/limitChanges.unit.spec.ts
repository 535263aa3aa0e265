import { LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { LIMIT_CHANGE_TTL_US } from '../../limits.js';
import { alice, type Desk, mallory } from '../desk.sample.js';
import { portfolioContent } from '../queries/portfolioView.js';
import { approveLimitChange } from './approveLimitChange.js';
import { openPortfolio } from './openPortfolio.js';
import { proposeLimitChange } from './proposeLimitChange.js';
import { refuseLimitChange } from './refuseLimitChange.js';
import { bookedDesk, changing, deciding, limiting, opening } from './requests.sample.js';
import { setLimit } from './setLimit.js';

const bob = { ...alice, subject: 'bob' };
const CHANGE = 'main/delta/change/1';

function limitedDesk(): Desk {
  const desk = bookedDesk();
  desk.accept(setLimit(desk.state, alice, limiting()));
  return desk;
}

const propose = (desk: Desk, more: Parameters<typeof changing>[0] = {}) =>
  proposeLimitChange(desk.state, desk.step(), alice, changing(more));
const approve = (desk: Desk, principal = bob, changeId = CHANGE) =>
  approveLimitChange(desk.state, desk.step(), principal, deciding(changeId));
const levelOf = (desk: Desk) => desk.state.limits.get('desk-a/main|delta')?.limit.level;

describe('a change of a limit', () => {
  it('changes nothing until another principal approves it, and then says who both were', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk));
    expect(levelOf(desk)).toBe('100000');
    desk.accept(approve(desk));
    expect(desk.state.limits.get('desk-a/main|delta')).toMatchObject({
      limit: { level: '200000', closeLevel: '80000', target: '0', setBy: 'alice', approvedBy: 'bob', changeId: CHANGE },
      pendingChangeId: '',
    });
  });

  it('takes what is left empty from the limit that stands, and a severity of its own', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk, { level: '', severity: LimitSeverity.LIMIT_SEVERITY_SOFT }));
    desk.accept(approve(desk));
    expect(desk.state.limits.get('desk-a/main|delta')?.limit).toMatchObject({
      level: '100000',
      severity: LimitSeverity.LIMIT_SEVERITY_SOFT,
    });
  });

  it('refuses the proposer’s own approval', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk));
    expect(approve(desk, alice)).toMatchObject({ code: 'PERMISSION_DENIED', field: 'change_id' });
  });

  it('refuses what is unknown, another tenant’s, or another portfolio’s', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk));
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'twin' })));
    expect(approve(desk, bob, 'main/delta/change/2')).toMatchObject({ code: 'NOT_FOUND', field: 'change_id' });
    const elsewhere = { ...deciding(CHANGE), portfolioId: 'twin' };
    expect(approveLimitChange(desk.state, desk.step(), bob, elsewhere)).toMatchObject({ field: 'change_id' });
    expect(approve(desk, mallory)).toMatchObject({ code: 'NOT_FOUND', field: 'portfolio_id' });
  });

  it('refuses a second approval, and one after a refusal', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk));
    desk.accept(approve(desk));
    expect(approve(desk)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'Expected a pending change, was approved.',
    });
    desk.accept(propose(desk, { level: '300000' }));
    desk.accept(refuseLimitChange(desk.state, alice, deciding('main/delta/change/2')));
    expect(approve(desk, bob, 'main/delta/change/2')).toMatchObject({
      message: 'Expected a pending change, was refused.',
    });
    expect(levelOf(desk)).toBe('200000');
  });

  it('expires a day later on the domain clock, and leaves room for another', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk));
    expect(propose(desk, { level: '300000' })).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'limit_id' });
    const at = (timeUs: bigint) => ({ number: 9, timeUs });
    const end = desk.step().timeUs + LIMIT_CHANGE_TTL_US;
    const approveAt = (timeUs: bigint) => approveLimitChange(desk.state, at(timeUs), bob, deciding(CHANGE));
    expect(approveAt(end - 1n)).toMatchObject({ kind: 'accepted' });
    expect(approveAt(end)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'Expected an approval before the change expired, was 0 s late.',
    });
    desk.accept(proposeLimitChange(desk.state, at(end), alice, changing({ level: '300000' })));
    expect(desk.state.limits.get('desk-a/main|delta')?.pendingChangeId).toBe('main/delta/change/2');
  });

  it.each([
    ['level', { level: '100000' }],
    ['level', { level: '-1' }],
    ['close_level', { closeLevel: '200001' }],
    ['severity', { severity: 7 as LimitSeverity }],
    ['reason', { reason: 'a\nb' }],
  ])('refuses a wrong %s: %j', (field, more) => {
    expect(propose(limitedDesk(), more)).toMatchObject({ code: 'INVALID_ARGUMENT', field });
  });

  it('looks at the tree of limits when it is proposed, and again when it is approved', () => {
    const desk = limitedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'child', parentPortfolioId: 'main' })));
    const below = { portfolioId: 'child', closeLevel: '0' };
    desk.accept(setLimit(desk.state, alice, limiting({ ...below, limitId: 'own', level: '70000' })));
    expect(propose(desk, { level: '60000', closeLevel: '0' })).toMatchObject({
      code: 'FAILED_PRECONDITION',
      field: 'level',
      message: "Expected a level no tighter than that of the child's limit own of child, 70000, was 60000.",
    });
    desk.accept(propose(desk, { level: '75000', closeLevel: '0' }));
    desk.accept(setLimit(desk.state, alice, limiting({ ...below, limitId: 'second', level: '90000' })));
    expect(approve(desk)).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'level' });
  });

  it('removes a limit with two principals, after which one may set it anew', () => {
    const desk = limitedDesk();
    desk.accept(propose(desk, { remove: true, level: '' }));
    desk.accept(approve(desk));
    const content = () => portfolioContent(desk.state, desk.state.portfolios.get('desk-a/main')!).limits;
    expect(content()).toEqual([]);
    expect(propose(desk)).toMatchObject({ code: 'NOT_FOUND', field: 'limit_id' });
    desk.accept(setLimit(desk.state, bob, limiting({ level: '90000' })));
    expect(content()).toMatchObject([{ level: '90000', setBy: 'bob' }]);
    desk.accept(propose(desk));
    expect(desk.state.limits.get('desk-a/main|delta')?.pendingChangeId).toBe('main/delta/change/2');
  });
});
