import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { alice, type Desk, T0_US } from '../desk.sample.js';
import { endWaiver } from './endWaiver.js';
import { grantWaiver } from './grantWaiver.js';
import { bookedDesk, deciding, limiting, waiving } from './requests.sample.js';
import { requestWaiver } from './requestWaiver.js';
import { setLimit } from './setLimit.js';

const bob = { ...alice, subject: 'bob' };
const END = T0_US + 600_000_000n;
const WAIVER = 'main/delta/waiver/1';

function waivedDesk(): Desk {
  const desk = bookedDesk();
  desk.accept(setLimit(desk.state, alice, limiting()));
  desk.accept(request(desk));
  return desk;
}

const request = (desk: Desk, more: Parameters<typeof waiving>[0] = {}) =>
  requestWaiver(desk.state, desk.step(), alice, waiving({ expiresAtUs: END, ...more }));
const grant = (desk: Desk, principal = bob, timeUs = T0_US) =>
  grantWaiver(desk.state, { number: 1, timeUs }, principal, deciding(WAIVER));
const end = (desk: Desk, timeUs = T0_US) => endWaiver(desk.state, { number: 1, timeUs }, bob, deciding(WAIVER));
const outcome = (desk: Desk) => desk.state.waivers.get(`desk-a|${WAIVER}`)?.outcome;

describe('a waiver', () => {
  it('is asked for by one and granted by another', () => {
    const desk = waivedDesk();
    expect(outcome(desk)).toBe('requested');
    expect(grant(desk, alice)).toMatchObject({ code: 'PERMISSION_DENIED', field: 'waiver_id' });
    desk.accept(grant(desk));
    expect(outcome(desk)).toBe('granted');
    expect(grant(desk)).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'waiver_id' });
  });

  it.each([
    ['expires_at_us', { expiresAtUs: 0n }],
    ['expires_at_us', { expiresAtUs: T0_US }],
    // The latest time that the field holds is no end.
    ['expires_at_us', { expiresAtUs: 2n ** 63n - 1n }],
    ['expires_at_us', { expiresAtUs: T0_US + 366n * 86_400_000_000n + 1n }],
    ['level', { level: '100000' }],
    ['level', { level: '99999' }],
    ['level', { level: '' }],
  ])('refuses a wrong %s: %o', (field, more) => {
    const desk = bookedDesk();
    desk.accept(setLimit(desk.state, alice, limiting()));
    expect(request(desk, more)).toMatchObject({ code: 'INVALID_ARGUMENT', field });
  });

  it('of a floor is below it', () => {
    const desk = bookedDesk();
    const health = { component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR, accountId: 'aave:main' };
    desk.accept(setLimit(desk.state, alice, limiting({ ...health, level: '1.05', closeLevel: '1.06', target: '1.1' })));
    expect(request(desk, { level: '1.06' })).toMatchObject({ field: 'level' });
    expect(request(desk, { level: '1.02' })).toMatchObject({ kind: 'accepted' });
  });

  it('stands alone: another one is refused until it is over', () => {
    const desk = waivedDesk();
    expect(request(desk)).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'limit_id' });
    desk.accept(end(desk));
    desk.accept(request(desk));
    expect(desk.state.limits.get('desk-a/main|delta')?.waiverId).toBe('main/delta/waiver/2');
  });

  it('is ended by one principal, whether it was granted or not', () => {
    for (const isGranted of [false, true]) {
      const desk = waivedDesk();
      if (isGranted) desk.accept(grant(desk));
      desk.accept(end(desk));
      expect(outcome(desk)).toBe('ended');
      expect(end(desk)).toMatchObject({
        code: 'FAILED_PRECONDITION',
        message: 'Expected a waiver that is not over, was ended.',
      });
      expect(grant(desk)).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'waiver_id' });
    }
  });

  it('can’t be granted at or after its end, nor when it isn’t there', () => {
    const desk = waivedDesk();
    expect(grant(desk, bob, END - 1n)).toMatchObject({ kind: 'accepted' });
    expect(grant(desk, bob, END)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'Expected a waiver that is not over, was expired.',
    });
    expect(grantWaiver(desk.state, desk.step(), bob, deciding('x'))).toMatchObject({
      code: 'NOT_FOUND',
      field: 'waiver_id',
    });
  });
});
