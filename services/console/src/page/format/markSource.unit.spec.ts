import { expect, it } from 'vitest';
import { sourceIsAssumed, sourceKind } from './markSource.js';

// Sources as the recording of 17 August 2023 names its feeds: test/data/recordings/2023-08-17/manifest.json.
it.each([
  ['pool:uniswap-v3:polygon:usdc-weth-005', 'pool', false],
  ['venue_mark:assumed:perp:ETH-USD', 'venue mark', true],
  ['flat_vol:assumed:vol:ETH', 'flat vol', true],
  ['oracle:chainlink:assumed:USDC-USD', 'oracle', true],
  ['oracle:chainlink:polygon:ETH-USD', 'oracle', false],
  ['', '', false],
])('reads %s', (markSource, kind, assumed) => {
  expect([sourceKind(markSource), sourceIsAssumed(markSource)]).toEqual([kind, assumed]);
});
