import { expect, it } from 'vitest';
import { areaPath, linePath } from './linePath.js';
import type { SeriesPoint } from './series.js';

const point = (timeUs: number, priceUsd: number): SeriesPoint => ({ timeUs, priceUsd, deltaUsd: 0, health: 1 });
const asIs = (value: number): number => value;

it('draws through the points, with a gap where there is none', () => {
  const points = [point(0, 5), point(1, 6), point(2, Number.NaN), point(3, 7), point(4, 8)];
  expect(linePath(points, 'priceUsd', asIs, asIs)).toBe('M0.0 5.0L1.0 6.0M3.0 7.0L4.0 8.0');
  expect(linePath([], 'priceUsd', asIs, asIs)).toBe('');
});

it('keeps the spike of a step that shares its column with thousands', () => {
  const points = Array.from({ length: 10_000 }, (_, i) => point(i / 1_000_000, i === 5_000 ? 99 : 10));
  const path = linePath(points, 'priceUsd', asIs, asIs);
  expect(path).toContain('99.0');
  expect(path.split('L').length).toBeLessThan(6);
});

it('closes an area on its base, piece by piece', () => {
  expect(areaPath('M0.0 5.0L1.0 6.0M3.0 7.0L4.0 8.0', 9)).toBe(
    'M0.0 5.0L1.0 6.0L1.0 9.0L0.0 9.0ZM3.0 7.0L4.0 8.0L4.0 9.0L3.0 9.0Z',
  );
});
