import { LimitComponent, LimitScopeKind, LimitSeverity, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { SetLimitRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { describe, expect, it } from 'vitest';
import { alice } from '../desk.sample.js';
import { openPortfolio } from './openPortfolio.js';
import { bookedDesk, limiting, opening } from './requests.sample.js';
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

  it('refuses to set a limit again, and names how it is changed', () => {
    const desk = bookedDesk();
    desk.accept(setLimit(desk.state, alice, limiting()));
    expect(setLimit(desk.state, alice, limiting({ level: '90000' }))).toEqual({
      kind: 'refused',
      code: 'FAILED_PRECONDITION',
      field: 'limit_id',
      message:
        "Expected a limit that isn't set, delta stands at 100000: ProposeLimitChange asks another principal to change it.",
    });
  });
});

const path = (text: string, more: Partial<SetLimitRequest> = {}): SetLimitRequest =>
  limiting({ component: LimitComponent.LIMIT_COMPONENT_PATH, path: text, target: '', ...more });
const scoped = (kind: LimitScopeKind, name: string) => ({ scope: { kind, name } });
const { LIMIT_SCOPE_KIND_ACCOUNT: ACCOUNT, LIMIT_SCOPE_KIND_ASSET: ASSET } = LimitScopeKind;
const { LIMIT_SCOPE_KIND_VENUE: VENUE, LIMIT_SCOPE_KIND_CHAIN: CHAIN } = LimitScopeKind;
const { LIMIT_SIDE_AT_LEAST: AT_LEAST, LIMIT_SIDE_AT_MOST: AT_MOST, LIMIT_SIDE_AT_MOST_SIZE: SIZE } = LimitSide;

describe('setLimit on a path', () => {
  it.each([
    [path('theta_usd_per_day', { side: AT_LEAST, level: '-500', closeLevel: '-400' }), AT_LEAST],
    [path('delta_usd', scoped(VENUE, 'aave-v3')), SIZE],
    [path('value_usd', scoped(CHAIN, 'polygon')), SIZE],
    [path('delta_units', scoped(ASSET, 'ETH')), SIZE],
    [path('vega_by_tenor/30'), SIZE],
    [path('vega_by_tenor/30/ETH'), SIZE],
    [path('cross_gamma/ETH/USDC'), SIZE],
    [path('basis/USDC', { level: '0.02', closeLevel: '0.01' }), SIZE],
    [path('look_through/protocol/Aave'), AT_MOST],
    [path('liquidity/cost_half_depth_usd'), AT_MOST],
    [path('unvalued/count', { level: '0', closeLevel: '0' }), AT_MOST],
    [path('health/liquidation_loss_usd', scoped(ACCOUNT, 'aave:main')), AT_MOST],
    [path('health/distance_to_liquidation', { ...scoped(ACCOUNT, 'aave:main'), closeLevel: '200000' }), AT_LEAST],
    [path('margin/usage', scoped(ACCOUNT, 'aave:main')), AT_MOST],
    [path('margin/excess_usd', { ...scoped(ACCOUNT, 'aave:main'), closeLevel: '200000' }), AT_LEAST],
  ])('accepts %j on side %s', (request, side) => {
    const { state } = bookedDesk();
    expect(setLimit(state, alice, request)).toMatchObject({
      kind: 'accepted',
      drafts: [{ event: { value: { path: request.path, side, severity: LimitSeverity.LIMIT_SEVERITY_HARD } } }],
    });
  });

  it.each([
    ['path', path('')],
    ['path', path('deltaUsd')],
    ['path', path('toString')],
    ['path', path('delta_usd/ETH')],
    ['path', path('vega_by_tenor/0')],
    ['path', path('vega_by_tenor/45')],
    ['path', path('vega_by_tenor/30/ETH/x')],
    ['path', path('cross_gamma/ETH')],
    ['path', path('basis/stETH/height')],
    ['path', path('look_through/issuers/Circle')],
    ['path', path('look_through/issuer')],
    ['path', path('liquidity/cost')],
    ['path', path('health/constructor', scoped(ACCOUNT, 'aave:main'))],
    ['path', limiting({ path: 'delta_usd' })],
    ['scope', limiting(scoped(ASSET, 'ETH'))],
    ['scope', path('delta_units')],
    ['scope', path('delta_usd', scoped(LimitScopeKind.LIMIT_SCOPE_KIND_UNSPECIFIED, 'ETH'))],
    ['scope', path('delta_usd', scoped(9 as LimitScopeKind, 'ETH'))],
    ['scope', path('vega_by_tenor/30', scoped(ASSET, 'ETH'))],
    ['scope', path('health/health_factor')],
    ['scope', path('margin/usage', scoped(ACCOUNT, 'wallet'))],
    ['side', path('delta_usd', { side: 9 as LimitSide })],
    ['side', limiting({ side: AT_LEAST })],
    ['severity', path('delta_usd', { severity: 9 as LimitSeverity })],
    ['account_id', path('health/health_factor', { accountId: 'aave:main' })],
    ['level', path('delta_usd', { level: '0', closeLevel: '0' })],
    ['close_level', path('theta_usd_per_day', { side: AT_LEAST, level: '-500', closeLevel: '-600' })],
    ['close_level', path('unvalued/count', { level: '1', closeLevel: '2' })],
    ['target', path('unvalued/count', { level: '3', closeLevel: '2', target: '3' })],
  ])('refuses a wrong %s: %j', (field, request) => {
    const { state } = bookedDesk();
    expect(setLimit(state, alice, request)).toMatchObject({ kind: 'refused', code: 'INVALID_ARGUMENT', field });
  });

  it.each(['look_through/issuer/Cirle', 'basis/UDSC', 'cross_gamma/ETH/UDSC', 'vega_by_tenor/30/EHT'])(
    'refuses a name that would read zero for ever: %s',
    (text) => {
      const { state } = bookedDesk();
      expect(setLimit(state, alice, path(text))).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'path' });
    },
  );

  it.each([scoped(ACCOUNT, 'walet'), scoped(VENUE, 'aave'), scoped(CHAIN, 'base'), scoped(ASSET, 'EHT')])(
    'refuses a scope that leads nowhere: %j',
    (more) => {
      const { state } = bookedDesk();
      expect(setLimit(state, alice, path('delta_usd', more))).toMatchObject({
        code: 'FAILED_PRECONDITION',
        field: 'scope',
      });
    },
  );

  it('says which paths and scopes there are', () => {
    const { state } = bookedDesk();
    expect(setLimit(state, alice, path('liquidity/cost'))).toMatchObject({
      message: 'Expected liquidity/FIELD with a field of cost_usd, cost_half_depth_usd, was "liquidity/cost".',
    });
    expect(setLimit(state, alice, path('unvalued/count', scoped(CHAIN, 'polygon')))).toMatchObject({
      message: 'Expected the whole portfolio or an account for unvalued/count, was "polygon".',
    });
  });
});

describe('limits in a tree', () => {
  /** `main` above `child` above `grandchild`. */
  function tree() {
    const desk = bookedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'child', parentPortfolioId: 'main' })));
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'grandchild', parentPortfolioId: 'child' })));
    return desk;
  }
  const of = (portfolioId: string, level: string) => limiting({ portfolioId, level, closeLevel: '0' });

  it('holds a limit to that of the nearest ancestor, whether it has a name or a path', () => {
    const desk = tree();
    desk.accept(setLimit(desk.state, alice, of('main', '100')));
    expect(setLimit(desk.state, alice, of('grandchild', '101'))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      field: 'level',
      message: "Expected a level no looser than that of the parent's limit delta of main, 100, was 101.",
    });
    const byPath = { component: LimitComponent.LIMIT_COMPONENT_PATH, path: 'delta_usd' };
    expect(setLimit(desk.state, alice, { ...of('grandchild', '101'), ...byPath })).toMatchObject({ field: 'level' });
    desk.accept(setLimit(desk.state, alice, of('child', '60')));
    expect(setLimit(desk.state, alice, of('grandchild', '61'))).toMatchObject({
      message: "Expected a level no looser than that of the parent's limit delta of child, 60, was 61.",
    });
    desk.accept(setLimit(desk.state, alice, of('grandchild', '60')));
  });

  it('refuses to put a limit above a looser one, and names it', () => {
    const desk = tree();
    desk.accept(setLimit(desk.state, alice, of('grandchild', '100')));
    expect(setLimit(desk.state, alice, of('main', '99'))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: "Expected a level no tighter than that of the child's limit delta of grandchild, 100, was 99.",
    });
    desk.accept(setLimit(desk.state, alice, of('main', '100')));
  });

  it('compares floors the other way, and soft limits with soft ones alone', () => {
    const desk = tree();
    const theta = (portfolioId: string, level: string, severity = LimitSeverity.LIMIT_SEVERITY_HARD) =>
      path('theta_usd_per_day', {
        limitId: `theta${severity}`,
        portfolioId,
        level,
        closeLevel: '0',
        side: AT_LEAST,
        severity,
      });
    desk.accept(setLimit(desk.state, alice, theta('main', '-500')));
    expect(setLimit(desk.state, alice, theta('child', '-501'))).toMatchObject({ field: 'level' });
    desk.accept(setLimit(desk.state, alice, theta('child', '-501', LimitSeverity.LIMIT_SEVERITY_SOFT)));
    desk.accept(setLimit(desk.state, alice, theta('child', '-499')));
  });
});
