import { expect, it } from 'vitest';
import { lookThroughLines } from './lookThroughLines.js';

it('has the largest loss first, equal ones by name, and what rests on each by the names of the desk', () => {
  const lines = lookThroughLines([
    { kind: 3, name: 'chainlink:USDC-USD', valueUsd: -1_240_177, lossGivenFailureUsd: 0, legIds: [] },
    { kind: 1, name: 'Uniswap', valueUsd: 1_467_104, lossGivenFailureUsd: 1_467_104, legIds: [] },
    { kind: 2, name: 'Aave', valueUsd: 443_516, lossGivenFailureUsd: 1_467_104, legIds: [] },
    {
      kind: 5,
      name: 'Circle',
      valueUsd: 398_580,
      lossGivenFailureUsd: 1_638_757,
      legIds: ['spot:USDC', 'perp:paper:ETH-USD', 'spot:USDC'],
    },
  ]);
  expect(lines.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'issuer Circle',
    'contract Aave',
    'protocol Uniswap',
    'oracle chainlink:USDC-USD',
  ]);
  expect(lines[0]).toMatchObject({ valueUsd: 398_580, lossUsd: 1_638_757, legs: 'USDC spot, ETH-USD perp' });
});
