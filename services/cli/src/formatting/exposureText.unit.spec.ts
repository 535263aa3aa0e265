import { GetExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { expect, it } from 'vitest';
import { exposureText } from './exposureText.js';

// 5,000 of cash and 2 ETH at 1,600: worth 8,200, of which a move of the market changes 3,200.
const answer = GetExposureResponse.fromPartial({
  exposure: {
    total: { valueUsd: 8_200, deltaUsd: 3_200 },
    unvalued: [
      { accountId: 'a', instrumentId: 'powerperp:ethereum:oSQTH', code: 'stale', reason: 'Old.', valueKept: true },
      { accountId: 'a', instrumentId: 'spot:WETH', code: 'missing_input', reason: 'No feed.', valueKept: false },
    ],
  },
  byAsset: [
    { asset: 'ETH', exposure: { valueUsd: 3_200, deltaUsd: 3_200 } },
    { asset: 'USDC', exposure: { valueUsd: 5_000, deltaUsd: 5_000 } },
  ],
  byAccount: [{ accountId: 'a', exposure: { valueUsd: 8_200, deltaUsd: 3_200 } }],
});

it('says why the deltas of assets are not the total, where they are not', () => {
  const note = 'cash is not in the total delta';
  expect(exposureText(answer, 'asset')).toContain(note);
  expect(exposureText(answer, 'account')).not.toContain(note);
  const withoutCash = { ...answer, byAsset: answer.byAsset.slice(0, 1) };
  expect(exposureText(withoutCash, 'asset')).not.toContain(note);
});

it('tells what is valued at an old price from what is not valued', () => {
  expect(exposureText(answer, 'account').split('\n').slice(-2)).toEqual([
    'powerperp:ethereum:oSQTH of a: valued at its last price. Old. (stale)',
    'spot:WETH of a: not valued, and not in the total. No feed. (missing_input)',
  ]);
});

it('shows what a book rests on, what flattening costs and where its vega stands, when it has any', () => {
  expect(exposureText(answer, 'account')).not.toContain('rests on');
  const exposure = GetExposureResponse.fromPartial({
    exposure: {
      lookThrough: [
        { kind: 5, name: 'Circle', valueUsd: -1_000, lossGivenFailureUsd: 250, legIds: ['spot:USDC', 'x'] },
      ],
      liquidity: [
        { asset: 'ETH', deltaUsd: 46_625, costUsd: 73.5, costHalfDepthUsd: 123.75, depthFeed: 'pool' },
        { asset: 'BTC', deltaUsd: 10, unavailableReason: 'Expected a pool, none was observed.' },
      ],
      vegaByTenor: [
        { asset: 'ETH', daysMax: 30, vegaUsdPerVolPoint: -29.5 },
        { asset: 'ETH', daysMax: 0, vegaUsdPerVolPoint: 8 },
      ],
      crossGamma: [{ asset: 'ETH', otherAsset: 'USDC.e', gammaUsdPer1pct: 223.6 }],
      basis: [{ asset: 'wstETH', tracks: 'ETH', units: 3, basis: -0.01, usdPerBasisPoint: 0.54 }],
    },
  });
  const lines = exposureText(exposure, 'asset')
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(lines).toContainEqual(['issuer Circle', '-$1,000', '$250', '2']);
  expect(lines).toContainEqual(['* debts stay owed: a loss can exceed the value, which is net of them']);
  expect(lines).toContainEqual(['ETH', '$46,625', '$73.50', '$123.75']);
  expect(lines).toContainEqual(['BTC: Expected a pool, none was observed.', '$10']);
  expect(lines).toContainEqual(['ETH', '30 d', '-$29.50']);
  expect(lines).toContainEqual(['ETH', 'beyond', '$8.00']);
  expect(lines).toContainEqual(['ETH', 'USDC.e', '$223.60']);
  expect(lines).toContainEqual(['wstETH', 'ETH', '3.0000', '-1.0 %', '$0.54']);
});

it('tells how far a loan is from liquidation where its market has no price in dollars', () => {
  const loan = { accountId: 'a', deployment: 'aave-v2:ethereum', ruleset: 'aave-v2', healthFactor: 1.25 };
  const textOf = (health: object) =>
    exposureText(GetExposureResponse.fromPartial({ exposure: { total: {}, health: [health] } }), 'account');
  expect(textOf({ ...loan, distanceToLiquidation: 0.2 })).toContain(
    'health 1.2500, liquidated at a price (20.0 % below)',
  );
  expect(textOf(loan)).toContain('no price of its collateral liquidates it');
});
