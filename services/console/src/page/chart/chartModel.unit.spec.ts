import { expect, it } from 'vitest';
import { lanesOf, withoutOutliers } from './chartModel.js';
import type { SeriesPoint } from './series.js';

const point = (deltaUsd: number, health: number): SeriesPoint => ({ timeUs: 0, priceUsd: 1_700, deltaUsd, health });
const limit = {
  portfolioId: 'main',
  limitId: '',
  accountId: '',
  closeLevel: '',
  target: '',
  setBy: '',
  path: '',
  scope: undefined,
  severity: 0,
  side: 0,
  approvedBy: '',
  changeId: '',
};

it('keeps the limits in the picture, and the health of 1', () => {
  const limits = [
    { ...limit, component: 1, level: '100000' },
    { ...limit, component: 2, level: '1.05' },
  ];
  const [price, delta, health] = lanesOf([point(20_000, 1.1), point(-10_000, 1.09)], limits);
  expect(price?.levels).toEqual([]);
  expect(delta?.range[0]).toBeLessThan(-100_000);
  expect(delta?.range[1]).toBeGreaterThan(100_000);
  expect(health?.levels).toEqual([
    { value: 1, kind: 'fatal' },
    { value: 1.05, kind: 'limit' },
  ]);
  expect(health?.range[0]).toBeLessThan(1);
});

it('does not let a book that is half booked flatten the day', () => {
  const day = Array.from({ length: 1_000 }, (_, i) => (i % 2 === 0 ? 100_000 : -90_000));
  expect(withoutOutliers([1_370_000, ...day, Number.NaN])).toEqual(day);
  // What happens for more than a moment is the picture.
  const crash = [...day, ...Array.from({ length: 20 }, () => 400_000)];
  expect(withoutOutliers(crash)).toEqual(crash);
});
