import { expect, it } from 'vitest';
import { watchedLevel, watchedName, watchedPlace, watchedValue } from './limitWords.js';

const MINUS = '\u2212';
const path = (text: string) => ({ component: 5, path: text });

// Units as the names of the contract say them: proto/gimbal/risk/v1/portfolio_events.proto, LimitSet.path.
it.each([
  [{ component: 1, path: '' }, -102_051.4, `${MINUS}$102,051`],
  [{ component: 2, path: '' }, 1.0489998597, '1.0490'],
  [path('vega_usd_per_vol_point'), 207.054, '$207.05'],
  [path('vega_by_tenor/30'), 207.054, '$207.05'],
  [path('vega_by_tenor/30/ETH'), 207.054, '$207.05'],
  [path('cross_gamma/ETH/USDC.e'), 52_870.4, '$52,870'],
  [path('look_through/issuer/Circle'), 1_638_756.6, '$1,638,757'],
  [path('liquidity/cost_half_depth_usd'), 54.8, '$54.80'],
  [path('health/health_factor'), 1.11996, '1.1200'],
  [path('health/distance_to_liquidation'), 0.1071, '10.71 %'],
  [path('margin/usage'), 0.8, '80.00 %'],
  [path('margin/excess_usd'), -5, `${MINUS}$5.00`],
  [path('basis/stETH'), -0.01, `${MINUS}1.00 %`],
  [path('basis/stETH/usd_per_basis_point'), 274.186, '$274.19'],
  [path('basis/stETH/units'), 1_500, '1,500.0000'],
  [path('unvalued/count'), 2, '2'],
  [path('delta_units'), -14.4, `${MINUS}14.4000`],
])('writes %o of %d as %s', (watched, value, text) => expect(watchedValue(watched, value)).toBe(text));

it('has a dash for a number that the exposure does not hold', () => {
  for (const watched of [{ component: 1, path: '' }, path('margin/usage'), path('delta_units')])
    expect(watchedValue(watched, undefined)).toBe('–');
});

it('names a path by itself, an account by its venue, and a scope by its name', () => {
  expect(watchedName(path('look_through/issuer/Circle'))).toBe('look_through/issuer/Circle');
  expect(watchedName({ component: 1, path: '' })).toBe('delta');
  expect(watchedPlace({ accountId: 'aave:main' })).toBe('aave');
  expect(watchedPlace({ accountId: '', scope: { name: 'polygon' } })).toBe('polygon');
  expect(watchedPlace({ accountId: '' })).toBe('');
});

it('says the good side of a level where it is known', () => {
  expect(watchedLevel({ component: 1, path: '', side: 0 }, 100_000)).toBe('±$100,000');
  expect(watchedLevel({ component: 2, path: '', side: 0 }, 1.05)).toBe('≥1.0500');
  expect(watchedLevel({ ...path('margin/usage'), side: 2 }, 0.8)).toBe('≤80.00 %');
  expect(watchedLevel({ ...path('margin/usage'), side: 0 }, 0.8)).toBe('80.00 %');
});
