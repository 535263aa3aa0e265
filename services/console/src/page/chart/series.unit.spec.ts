import { expect, it } from 'vitest';
import { appendPoint, pointAt, pointsFrom, type SeriesPoint, seriesOf } from './series.js';

const point = (timeUs: number): SeriesPoint => ({ timeUs, priceUsd: timeUs, deltaUsd: 0, health: 1 });
const series = [point(10), point(20), point(30)];

it('reads a history, with NaN where there is no number', () => {
  const answer = {
    portfolioId: 'main',
    step: [1],
    timeUs: [10],
    priceUsd: [1_800],
    deltaUsd: [null],
    health: [null],
    exposures: 1,
    next: '',
  };
  expect(seriesOf(answer)).toEqual([{ timeUs: 10, priceUsd: 1_800, deltaUsd: Number.NaN, health: Number.NaN }]);
});

it('takes each step once', () => {
  expect(appendPoint(series, point(40))).toHaveLength(4);
  expect(appendPoint(series, point(30))).toBe(series);
});

it('begins one point before the edge', () => {
  expect(pointsFrom(series, 20).map(({ timeUs }) => timeUs)).toEqual([10, 20, 30]);
  expect(pointsFrom(series, 25).map(({ timeUs }) => timeUs)).toEqual([20, 30]);
  expect(pointsFrom(series, 31)).toEqual([]);
});

it('stands at the last point that is not later', () => {
  expect(pointAt(series, 29)?.timeUs).toBe(20);
  expect(pointAt(series, 1)?.timeUs).toBe(10);
  expect(pointAt([], 1)).toBeUndefined();
});
