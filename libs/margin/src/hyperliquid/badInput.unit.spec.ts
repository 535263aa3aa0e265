import { describe, expect, it } from 'vitest';
import { describeMarginFailure, type MarginFailure } from '../marginFailures.js';
import type { HyperliquidAccount, HyperliquidPosition } from './account.js';
import { accountMargin } from './accountMargin.js';
import { ethLong, parameters } from './hyperliquid.sample.js';
import type { HyperliquidParameters, HyperliquidTier } from './parameters.js';

const eth = ethLong.positions[0]!;
const isolatedShort: HyperliquidPosition = {
  asset: 'ETH',
  size: -1,
  mode: { kind: 'isolated', leverage: 5, rawUsd: -10 },
};

function failureOf(
  account: HyperliquidAccount,
  set: HyperliquidParameters = parameters,
  marks: Record<string, number> = { ETH: 2_000 },
): MarginFailure | undefined {
  const margin = accountMargin(account, set, marks);
  return margin.ok ? undefined : margin.failure;
}

function withTiers(...tiers: readonly HyperliquidTier[]): HyperliquidParameters {
  return { ...parameters, assets: [{ asset: 'ETH', tiers }] };
}

const first = { lowerBoundUsd: 0, maxLeverage: 20 };

describe('bad input is refused by name', () => {
  it('an account with a position and no price, or a price that is none', () => {
    expect(failureOf(ethLong, parameters, {})).toEqual({ code: 'MissingPrice', asset: 'ETH', found: undefined });
    expect(failureOf(ethLong, parameters, { ETH: 0 })).toMatchObject({ code: 'MissingPrice', found: 0 });
    expect(failureOf(ethLong, parameters, { ETH: NaN })).toMatchObject({ code: 'MissingPrice' });
    // Nothing that an object inherits is a price.
    const named = { ...ethLong, positions: [{ ...eth, asset: 'constructor' }] };
    const set = { ...parameters, assets: [{ asset: 'constructor', tiers: [first] }] };
    expect(failureOf(named, set, {})).toMatchObject({ code: 'MissingPrice', found: undefined });
  });

  it('an unknown asset, and one that is there twice', () => {
    expect(failureOf({ ...ethLong, positions: [{ ...eth, asset: 'NEW' }] })).toEqual({
      code: 'UnknownAsset',
      asset: 'NEW',
    });
    const twice = { ...ethLong, positions: [eth, eth] };
    expect(failureOf(twice)).toEqual({ code: 'DuplicateAsset', asset: 'ETH', list: 'positions' });
    const listed = { ...parameters, assets: [...parameters.assets, parameters.assets[0]!] };
    expect(failureOf(ethLong, listed)).toEqual({ code: 'DuplicateAsset', asset: 'BTC', list: 'assets' });
  });

  it('a short in isolated margin whose balance is not above zero', () => {
    expect(failureOf({ crossRawUsd: 0, positions: [isolatedShort] })).toEqual({
      code: 'IsolatedMarginContradictsSize',
      asset: 'ETH',
      size: -1,
      rawUsd: -10,
    });
  });

  it.each([
    ['size', { ...eth, size: NaN }],
    ['leverage', { ...eth, mode: { kind: 'cross', leverage: 0 } }],
    ['rawUsd', { ...eth, mode: { kind: 'isolated', leverage: 2, rawUsd: Infinity } }],
  ] as [string, HyperliquidPosition][])('a %s that can not be', (field, position) => {
    const expected = { code: 'ValueOutOfRange', subject: 'ETH', field };
    expect(failureOf({ ...ethLong, positions: [position] })).toMatchObject(expected);
  });

  it('money that is no number', () => {
    expect(failureOf({ ...ethLong, crossRawUsd: NaN })).toMatchObject({ field: 'crossRawUsd' });
  });

  it.each([
    ['no tier', [], 'the first lowerBoundUsd'],
    ['a first tier above 0', [{ ...first, lowerBoundUsd: 5 }], 'the first lowerBoundUsd'],
    ['a bound that does not rise', [first, { lowerBoundUsd: 0, maxLeverage: 10 }], 'lowerBoundUsd'],
    ['leverage that does not fall', [first, { lowerBoundUsd: 10, maxLeverage: 20 }], 'maxLeverage'],
    ['leverage below 1', [first, { lowerBoundUsd: 10, maxLeverage: 0 }], 'maxLeverage'],
    ['a bound that is no number', [first, { lowerBoundUsd: NaN, maxLeverage: 10 }], 'lowerBoundUsd'],
  ] as [string, HyperliquidTier[], string][])('a tier table with %s', (_, tiers, field) => {
    expect(failureOf(ethLong, withTiers(...tiers))).toMatchObject({ code: 'TiersNotIncreasing', asset: 'ETH', field });
  });

  it.each([
    ['maintenanceShare', 1.5],
    ['backstopShare', 0],
    ['partialShare', 2],
    ['withdrawalShare', -1],
    ['partialAboveUsd', -1],
    ['coolDownSeconds', NaN],
  ] as const)('a parameter set whose %s is %d', (field, found) => {
    expect(failureOf(ethLong, { ...parameters, [field]: found })).toMatchObject({
      code: 'ContradictingParameters',
      field,
      found,
    });
  });

  it('each in a sentence with what was expected and found', () => {
    expect(describeMarginFailure(failureOf(ethLong, parameters, {})!)).toBe(
      'Expected a price above 0 for ETH, was missing.',
    );
    expect(describeMarginFailure(failureOf(ethLong, withTiers(first, { lowerBoundUsd: 10, maxLeverage: 20 }))!)).toBe(
      'Expected maxLeverage in the tiers of ETH below 20, was 20.',
    );
  });
});
