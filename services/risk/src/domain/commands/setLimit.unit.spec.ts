import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { alice } from '../desk.sample.js';
import { bookedDesk, limiting } from './requests.sample.js';
import { setLimit } from './setLimit.js';

const health = {
  limitId: 'health',
  component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
  accountId: 'aave:main',
  level: '1.05',
  closeLevel: '1.08',
  target: '1.1',
};

describe('setLimit', () => {
  it.each([limiting(), limiting({ closeLevel: '100000', target: '-100000' }), limiting(health)])(
    'accepts %j',
    (request) => {
      const { state } = bookedDesk();
      expect(setLimit(state, alice, request)).toMatchObject({
        kind: 'accepted',
        drafts: [{ event: { value: { setBy: 'alice' } } }],
      });
    },
  );

  it.each([
    ['level', { level: '0' }],
    ['level', { level: '-5' }],
    ['level', { level: 'NaN' }],
    ['close_level', { closeLevel: '100000.01' }],
    ['close_level', { closeLevel: '-1' }],
    ['target', { target: '80000.5' }],
    ['target', { target: '-80001' }],
    ['target', { target: '' }],
    ['account_id', { accountId: 'wallet' }],
    ['component', { component: LimitComponent.LIMIT_COMPONENT_UNSPECIFIED }],
    ['component', { component: 17 as LimitComponent }],
    ['limit_id', { limitId: 'a b' }],
    ['close_level', { ...health, closeLevel: '1.04' }],
    ['target', { ...health, target: '1.07' }],
    ['account_id', { ...health, accountId: 'wallet' }],
    ['account_id', { ...health, accountId: '' }],
  ])('refuses a contradiction in %s: %j', (field, more) => {
    const { state } = bookedDesk();
    expect(setLimit(state, alice, limiting(more))).toMatchObject({ kind: 'refused', code: 'INVALID_ARGUMENT', field });
  });

  it('refuses a health limit on an account that is not attached', () => {
    const { state } = bookedDesk();
    const refused = setLimit(state, alice, limiting({ ...health, accountId: 'aave:other' }));
    expect(refused).toMatchObject({ kind: 'refused', code: 'FAILED_PRECONDITION', field: 'account_id' });
  });

  it('moves levels, and never what a limit watches', () => {
    const desk = bookedDesk();
    desk.accept(setLimit(desk.state, alice, limiting()));
    desk.accept(setLimit(desk.state, alice, limiting({ level: '200000' })));
    expect(desk.state.limits.get('desk-a/main|delta')?.limit.level).toBe('200000');
    const changed = setLimit(
      desk.state,
      alice,
      limiting({ component: LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT }),
    );
    expect(changed).toMatchObject({ kind: 'refused', code: 'INVALID_ARGUMENT', field: 'component' });
  });
});
