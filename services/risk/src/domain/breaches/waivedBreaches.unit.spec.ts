import { isEvent } from '@gimbal/contracts';
import { WaiverExpired } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent, LimitScopeKind, LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Draft } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { approveLimitChange } from '../commands/approveLimitChange.js';
import { bookTrade } from '../commands/bookTrade.js';
import { endWaiver } from '../commands/endWaiver.js';
import { grantWaiver } from '../commands/grantWaiver.js';
import { proposeLimitChange } from '../commands/proposeLimitChange.js';
import { bookedDesk, changing, deciding, limiting, trading, waiving } from '../commands/requests.sample.js';
import { requestWaiver } from '../commands/requestWaiver.js';
import { setLimit } from '../commands/setLimit.js';
import { alice, breachesIn, type Desk, MINUTE_US, T0_US, WETH } from '../desk.sample.js';
import { breachesOf } from '../queries/breachesOf.js';

const bob = { ...alice, subject: 'bob' };

/** 100 WETH long; opens above 160,000, closes at or below 150,000. */
function longDesk(): Desk {
  const desk = bookedDesk();
  desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ quantity: '100', price: '0', fee: '' })));
  desk.accept(setLimit(desk.state, alice, limiting({ level: '160000', closeLevel: '150000', target: '10000' })));
  return desk;
}

function at(desk: Desk, priceUsd: number): readonly Draft[] {
  desk.mark('ETH', priceUsd, { [WETH]: { priceUsd, delta: 1 } });
  return desk.decide();
}

/** To 180,000, until the step that begins at `T0 + minutes`. */
function waive(desk: Desk, minutes: bigint): void {
  const expiresAtUs = T0_US + minutes * MINUTE_US;
  desk.accept(requestWaiver(desk.state, desk.step(), alice, waiving({ level: '180000', expiresAtUs })));
  desk.accept(grantWaiver(desk.state, desk.step(), bob, deciding('main/delta/waiver/1')));
}

describe('a waiver in force', () => {
  it('lets its level pass, and names itself in a breach beyond it', () => {
    const desk = longDesk();
    waive(desk, 9n);
    expect(breachesIn(at(desk, 1700))).toEqual([]);
    expect(breachesIn(at(desk, 1801))).toMatchObject([
      { breachId: 'main/delta/1', value: 180_100, level: 180_000, target: 10_000, waiverId: 'main/delta/waiver/1' },
    ]);
    // The limit's hysteresis of 10,000 below the waiver's level.
    expect(breachesIn(at(desk, 1701))).toEqual([]);
    expect(breachesIn(at(desk, 1700))).toMatchObject([{ breachId: 'main/delta/1', closeLevel: 170_000 }]);
  });

  it('closes a breach that it lets pass', () => {
    const desk = longDesk();
    expect(breachesIn(at(desk, 1650))).toMatchObject([{ breachId: 'main/delta/1', waiverId: '' }]);
    waive(desk, 9n);
    expect(breachesIn(at(desk, 1650))).toMatchObject([{ breachId: 'main/delta/1', closeLevel: 170_000 }]);
  });

  it('expires as a fact when the domain clock reaches its end, and the limit holds in that very step', () => {
    const desk = longDesk();
    waive(desk, 2n);
    expect([at(desk, 1700), at(desk, 1700)].flatMap(breachesIn)).toEqual([]);
    const drafts = at(desk, 1700);
    const said = drafts.map(({ topic, event }) => [topic, event.type.split('.').pop()]);
    expect(said).toEqual([
      ['exposure', 'ExposureCalculated'],
      ['exposure', 'WaiverExpired'],
      ['exposure', 'BreachOpened'],
    ]);
    const expired = drafts.map(({ event }) => event).find((event) => isEvent(event, WaiverExpired));
    expect(expired?.value).toMatchObject({ waiverId: 'main/delta/waiver/1', expiredAtUs: T0_US + 2n * MINUTE_US });
    expect(breachesIn(drafts)).toMatchObject([{ level: 160_000, waiverId: '' }]);
    expect(desk.state.waivers.get('desk-a|main/delta/waiver/1')?.outcome).toBe('expired');
    expect(at(desk, 1700)).toHaveLength(1);
  });

  it('holds no longer once it was ended, and never when it was not granted', () => {
    const ended = longDesk();
    waive(ended, 9n);
    expect(breachesIn(at(ended, 1700))).toEqual([]);
    ended.accept(endWaiver(ended.state, ended.step(), alice, deciding('main/delta/waiver/1')));
    expect(breachesIn(at(ended, 1700))).toMatchObject([{ level: 160_000 }]);
    const asked = longDesk();
    const expiresAtUs = T0_US + MINUTE_US;
    asked.accept(requestWaiver(asked.state, asked.step(), alice, waiving({ level: '180000', expiresAtUs })));
    expect(breachesIn(at(asked, 1700))).toMatchObject([{ level: 160_000 }]);
    expect(at(asked, 1700)).toHaveLength(1);
  });
});

describe('a changed limit', () => {
  const change = (desk: Desk, more: Parameters<typeof changing>[0]) => {
    desk.accept(proposeLimitChange(desk.state, desk.step(), alice, changing(more)));
    desk.accept(approveLimitChange(desk.state, desk.step(), bob, deciding('main/delta/change/1')));
  };

  it('judges an open breach by the next exposure', () => {
    const desk = longDesk();
    at(desk, 1700);
    change(desk, { level: '200000', closeLevel: '180000' });
    expect(breachesIn(at(desk, 1700))).toMatchObject([{ breachId: 'main/delta/1', closeLevel: 180_000 }]);
  });

  it('that is removed closes its breach with the next exposure, opens none, and keeps its history', () => {
    const desk = longDesk();
    at(desk, 1700);
    change(desk, { remove: true, level: '' });
    expect(setLimit(desk.state, alice, limiting())).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'limit_id' });
    expect(breachesIn(at(desk, 1701))).toMatchObject([{ breachId: 'main/delta/1', value: 170_100 }]);
    expect(at(desk, 1900)).toHaveLength(1);
    desk.accept(setLimit(desk.state, alice, limiting({ level: '160000', closeLevel: '150000' })));
    expect(breachesIn(at(desk, 1701))).toMatchObject([{ breachId: 'main/delta/2' }]);
    expect(breachesOf(desk.state, desk.state.portfolios.get('desk-a/main')!, true)).toHaveLength(2);
  });
});

describe('a limit on a path', () => {
  it('opens in its scope, soft, and closes when what was there is gone', () => {
    const desk = bookedDesk();
    const book = (venueTradeId: string, quantity: string) =>
      desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ venueTradeId, quantity, price: '0', fee: '' })));
    book('1', '-3');
    const limit = {
      limitId: 'wallet',
      component: LimitComponent.LIMIT_COMPONENT_PATH,
      path: 'delta_usd',
      scope: { kind: LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT, name: 'wallet' },
      severity: LimitSeverity.LIMIT_SEVERITY_SOFT,
      level: '4000',
      closeLevel: '3000',
      target: '',
    };
    desk.accept(setLimit(desk.state, alice, limiting(limit)));
    expect(breachesIn(at(desk, 1600))).toMatchObject([
      { value: -4800, level: 4000, target: 3000, path: 'delta_usd', scope: limit.scope, severity: limit.severity },
    ]);
    book('2', '3');
    expect(breachesIn(at(desk, 1600))).toMatchObject([{ breachId: 'main/wallet/1', value: 0 }]);
  });
});
