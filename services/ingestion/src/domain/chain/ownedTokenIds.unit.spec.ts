import { describe, expect, it } from 'vitest';
import type { ChainPlace } from './chainFact.js';
import { createChainRows } from './chainRows.js';
import { ownedTokenIds } from './ownedTokenIds.js';
import { withoutVersion, withVersion } from './rowVersions.js';

const place = (chain: string, number: bigint): ChainPlace => ({
  chain,
  adoption: number,
  number,
  blockHash: '',
  blockTimeUs: 0n,
  cause: '',
});

describe('v4 positions that accounts own by the facts', () => {
  it('are those of the chain, at its head', () => {
    const rows = createChainRows();
    const say = (chain: string, tokenId: bigint, owned: boolean, number: bigint): void =>
      withVersion(rows, `uniswap-v4-positions/${tokenId}`, { tokenId, owned }, place(chain, number));
    say('a', 5n, true, 1n);
    say('a', 6n, false, 1n);
    say('ab', 7n, true, 1n);
    withVersion(rows, 'uniswap-v4-manager/storage/0x05', { word: 1n }, place('a', 1n));
    expect(ownedTokenIds(rows, 'a')).toEqual([5n]);
    // Given away in a block that is undone.
    say('a', 5n, false, 2n);
    expect(ownedTokenIds(rows, 'a')).toEqual([]);
    withoutVersion(rows, 'a', 'uniswap-v4-positions/5', 2n);
    expect(ownedTokenIds(rows, 'a')).toEqual([5n]);
    expect(ownedTokenIds(rows, 'c')).toEqual([]);
  });
});
