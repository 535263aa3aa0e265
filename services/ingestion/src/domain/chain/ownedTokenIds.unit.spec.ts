import { describe, expect, it } from 'vitest';
import type { ChainPlace } from './chainFact.js';
import { createChainRows } from './chainRows.js';
import { ownedTokenIds } from './ownedTokenIds.js';
import { withFinalVersion, withoutVersion, withVersion } from './rowVersions.js';

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
    expect(ownedTokenIds(rows, 'c')).toEqual([]);
  });

  it('are those given away as well, until that is final', () => {
    const rows = createChainRows();
    const say = (owned: boolean, number: bigint): void =>
      withVersion(rows, 'uniswap-v4-positions/5', { tokenId: 5n, owned }, place('a', number));
    say(true, 1n);
    withFinalVersion(rows, 'a', 'uniswap-v4-positions/5', 1n);
    say(false, 2n);
    expect(ownedTokenIds(rows, 'a')).toEqual([5n]);
    withoutVersion(rows, 'a', 'uniswap-v4-positions/5', 2n);
    expect(ownedTokenIds(rows, 'a')).toEqual([5n]);
    // By two changes, of which one is final before the other.
    say(false, 3n);
    say(false, 4n);
    expect(ownedTokenIds(rows, 'a')).toEqual([5n]);
    withFinalVersion(rows, 'a', 'uniswap-v4-positions/5', 3n);
    expect(ownedTokenIds(rows, 'a')).toEqual([]);
    withFinalVersion(rows, 'a', 'uniswap-v4-positions/5', 4n);
    expect(ownedTokenIds(rows, 'a')).toEqual([]);
  });
});
