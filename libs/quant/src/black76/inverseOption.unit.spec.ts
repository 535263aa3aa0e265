import { describe, expect, it } from 'vitest';
import { black76, inverseOption } from '../index.js';

const option = { strike: 2400, tauYears: 0.0279, vol: 0.86, ratePer1: 0, right: 'call' } as const;

function coinView(forward: number) {
  const result = black76({ forward, ...option });
  if (result.kind === 'failure') throw new Error(result.reason);
  return { ...result.greeks, ...inverseOption(result.greeks, forward) };
}

describe('inverseOption', () => {
  it('quotes the price in coin', () => {
    // mpmath: price 140.55854628788833 at F 2405.9.
    expect(coinView(2405.9).priceCoin).toBeCloseTo(140.55854628788833 / 2405.9, 14);
  });

  it('hedges the coin value: the adjusted delta is F times the slope of the coin price', () => {
    const step = 0.01;
    const slope = (coinView(2405.9 + step).priceCoin - coinView(2405.9 - step).priceCoin) / (2 * step);
    expect(coinView(2405.9).premiumAdjustedDelta).toBeCloseTo(2405.9 * slope, 8);
    const up = coinView(2405.9 + step).premiumAdjustedDelta;
    const down = coinView(2405.9 - step).premiumAdjustedDelta;
    expect(coinView(2405.9).premiumAdjustedGammaPerUsd).toBeCloseTo((up - down) / (2 * step), 9);
  });
});
