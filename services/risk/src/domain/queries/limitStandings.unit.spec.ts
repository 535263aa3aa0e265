import { LimitComponent, LimitScopeKind, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { grantWaiver } from '../commands/grantWaiver.js';
import { proposeLimitChange } from '../commands/proposeLimitChange.js';
import { bookedDesk, changing, deciding, limiting, trading, waiving } from '../commands/requests.sample.js';
import { requestWaiver } from '../commands/requestWaiver.js';
import { setLimit } from '../commands/setLimit.js';
import { alice, exposuresIn, MINUTE_US, T0_US, WETH } from '../desk.sample.js';
import { limitStandings } from './limitStandings.js';

const bob = { ...alice, subject: 'bob' };
const END = T0_US + 10n * MINUTE_US;

function standings(timeUs: bigint, withExposure = true) {
  const desk = bookedDesk();
  const { state } = desk;
  desk.accept(bookTrade(state, desk.step(), alice, trading({ quantity: '-100', price: '0', fee: '' })));
  desk.accept(setLimit(state, alice, limiting({ level: '120000', closeLevel: '100000' })));
  const path = { component: LimitComponent.LIMIT_COMPONENT_PATH, target: '' };
  const theta = { path: 'theta_usd_per_day', side: LimitSide.LIMIT_SIDE_AT_LEAST, level: '-5', closeLevel: '-4' };
  desk.accept(setLimit(state, alice, limiting({ ...path, ...theta, limitId: 'theta' })));
  const scope = { kind: LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT, name: 'aave:main' };
  desk.accept(setLimit(state, alice, limiting({ ...path, limitId: 'usage', path: 'margin/usage', scope })));
  desk.accept(requestWaiver(state, desk.step(), alice, waiving({ level: '200000', expiresAtUs: END })));
  desk.accept(grantWaiver(state, desk.step(), bob, deciding('main/delta/waiver/1')));
  desk.accept(proposeLimitChange(state, desk.step(), alice, changing()));
  desk.mark('ETH', 1600, { [WETH]: { priceUsd: 1600, delta: 1 } });
  const [exposure] = exposuresIn(desk.decide());
  return limitStandings(state, state.portfolios.get('desk-a/main')!, withExposure ? exposure : undefined, timeUs);
}

describe('limitStandings', () => {
  it('gives each value, what is under way, and how much of the level in force is used', () => {
    const [delta, theta, usage] = standings(END - 1n);
    expect(delta).toMatchObject({
      limit: { level: '120000' },
      value: -160_000,
      used: 0.8,
      openBreachId: '',
      pending: { changeId: 'main/delta/change/1', proposed: { level: '200000' } },
      waiver: { level: '200000' },
      waiverInForce: true,
      unavailableReason: '',
    });
    expect(theta).toMatchObject({ value: 0, used: undefined, pending: undefined, waiver: undefined });
    expect(usage).toMatchObject({
      value: undefined,
      used: undefined,
      unavailableReason: 'Expected the exposure to hold margin of aave:main, found none.',
    });
  });

  it('forgets a waiver at its end, and a change a day later', () => {
    const [delta] = standings(END);
    expect(delta).toMatchObject({ used: 160_000 / 120_000, waiver: undefined, waiverInForce: false });
    expect(standings(T0_US + 1440n * MINUTE_US)[0]).toMatchObject({ pending: undefined });
  });

  it('says so when there is no exposure', () => {
    expect(standings(END, false)[0]).toMatchObject({
      value: undefined,
      unavailableReason: 'Expected an exposure of the portfolio, found none.',
    });
  });
});
