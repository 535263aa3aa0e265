import { PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent, LimitScopeKind } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { setLimit } from '../commands/setLimit.js';
import { limiting } from '../commands/requests.sample.js';
import { alice, breachesIn, type Desk, exposuresIn, T0_US, USDC, WETH } from '../desk.sample.js';
import { limitStandings } from '../queries/limitStandings.js';
import { AT_VENUE, holds, markAll, VENUE_PERP, watchedDesk } from './observed.sample.js';

const KEY = 'desk-a/main';
const POLYGON_WETH = { place: 'polygon', instrumentId: WETH, source: `erc20:polygon/${WETH}` };
const POLYGON_USDC = { place: 'polygon', instrumentId: USDC, source: `erc20:polygon/${USDC}` };
const VENUE = { place: 'hyperliquid', instrumentId: VENUE_PERP, source: 'clearinghouse' };

type Place = typeof VENUE;

/** Two WETH and 5,000 USDC on Polygon in their contracts' integers, and 1.5 contracts sold at a venue. */
function brokenDesk(): Desk {
  const desk = watchedDesk();
  holds(desk, 'polygon', WETH, '2', { units: '2000000000000000000' });
  holds(desk, 'polygon', USDC, '5000.5', { units: '5000500000' });
  holds(desk, 'hyperliquid', VENUE_PERP, '-1.5', { ...AT_VENUE, entryPrice: '1720' });
  return desk;
}

function breaks(desk: Desk, place: Place, difference: string, blockHash = ''): void {
  const amounts = { byFacts: '1', observed: '2', difference, number: 101n, blockHash, observedAtUs: T0_US };
  desk.fold('account', 'wallet', PositionBreakFound, { accountId: 'wallet', ...place, ...amounts });
}

function closes(desk: Desk, place: Place): void {
  const closed = { byFacts: '2', cause: 'late facts', observedAtUs: T0_US };
  desk.fold('account', 'wallet', PositionBreakClosed, { accountId: 'wallet', ...place, ...closed });
}

function exposed(desk: Desk): ExposureCalculated {
  markAll(desk);
  return exposuresIn(desk.decide())[0]!;
}

describe('an open break', () => {
  it('is worth what it would add if the observed state were right, by hand, and adds none of it', () => {
    const desk = brokenDesk();
    const total = exposed(desk).total;
    // A tenth of a coin less, 100 USDC more, half a contract more.
    breaks(desk, POLYGON_WETH, '-100000000000000000', '0xdef');
    breaks(desk, POLYGON_USDC, '100000000', '0xdef');
    breaks(desk, VENUE, '0.5');
    const exposure = exposed(desk);
    expect(exposure.total).toEqual(total);
    const figures = exposure.breaks.map(({ quantity, valueUsd, deltaUsd }) => [quantity, valueUsd, deltaUsd]);
    expect(figures.map(([quantity]) => quantity)).toEqual(['-0.1', '100', '0.5']);
    // −0.1 · 1,700; 100 · 0.999, and no delta of dollars; 0.5 · 1,705, whose delta is at spot: 0.5 · 1,700.
    const expected = [
      [-170, -170],
      [99.9, 0],
      [852.5, 850],
    ];
    for (const [at, [value, delta]] of expected.entries()) {
      expect(figures[at]![1]).toBeCloseTo(value!, 9);
      expect(figures[at]![2]).toBeCloseTo(delta!, 9);
    }
    expect(exposure.unvalued.map(({ code }) => code)).toEqual(['position_break', 'position_break', 'position_break']);
    for (const place of [POLYGON_WETH, POLYGON_USDC, VENUE]) closes(desk, place);
    expect(exposed(desk).breaks).toEqual([]);
  });

  it('that nobody can value says so', () => {
    const desk = brokenDesk();
    // Nothing was ever said of this coin there, so nobody knows its digits; and this one has no mark.
    breaks(desk, { ...POLYGON_WETH, source: 'erc20:polygon/other' }, '5', '0xdef');
    breaks(desk, { ...VENUE, instrumentId: 'perp:hyperliquid:DOGE-USD' }, '7');
    expect(exposed(desk).breaks.map(({ unavailableReason }) => unavailableReason)).toEqual([
      `Expected the digits of ${WETH} at polygon, erc20:polygon/other, from what was said of it, found none.`,
      'Expected a mark of perp:hyperliquid:DOGE-USD for a break of 7, found none.',
    ]);
  });

  it('is seen by limits: beyond one a breach opens, which closes with the break', () => {
    const desk = brokenDesk();
    const limit = (limitId: string, path: string, level: string, closeLevel: string, account = '') =>
      setLimit(
        desk.state,
        alice,
        limiting({
          limitId,
          component: LimitComponent.LIMIT_COMPONENT_PATH,
          path,
          scope: account === '' ? undefined : { kind: LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT, name: account },
          level,
          closeLevel,
          target: '',
        }),
      );
    desk.accept(limit('sizes', 'breaks/value_usd', '1000', '900'));
    desk.accept(limit('deltas', 'breaks/delta_usd', '2000', '1900', 'wallet'));
    desk.accept(limit('any', 'breaks/count', '2', '1'));
    expect(limit('wrong', 'breaks/sizes', '1', '0')).toMatchObject({ kind: 'refused', field: 'path' });
    breaks(desk, POLYGON_WETH, '-100000000000000000', '0xdef');
    breaks(desk, VENUE, '0.5');
    markAll(desk);
    // 170 + 852.5 = 1,022.5 in size, though they are of opposite signs; 170 + 850 = 1,020 of delta.
    const opened = breachesIn(desk.decide());
    expect(opened).toMatchObject([{ limitId: 'sizes', level: 1_000, path: 'breaks/value_usd' }]);
    expect((opened[0] as { value: number }).value).toBeCloseTo(1_022.5, 9);
    closes(desk, VENUE);
    markAll(desk);
    expect(breachesIn(desk.decide())).toMatchObject([{ breachId: opened[0]!.breachId, value: 170 }]);
  });

  it('that has no value is no zero to a limit', () => {
    const desk = brokenDesk();
    const terms = { limitId: 'sizes', component: LimitComponent.LIMIT_COMPONENT_PATH, path: 'breaks/value_usd' };
    desk.accept(setLimit(desk.state, alice, limiting({ ...terms, level: '1000', closeLevel: '900', target: '' })));
    breaks(desk, { ...VENUE, instrumentId: 'perp:hyperliquid:DOGE-USD' }, '7');
    const exposure = exposed(desk);
    const [standing] = limitStandings(desk.state, desk.state.portfolios.get(KEY)!, exposure, T0_US);
    expect(standing!.unavailableReason).toContain('Expected a mark of perp:hyperliquid:DOGE-USD');
  });
});
