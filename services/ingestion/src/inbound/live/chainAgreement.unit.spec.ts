import { describe, expect, it } from 'vitest';
import { blockKey, type ChainRows, createChainRows } from '../../domain/chain/chainRows.js';
import { feedCatalogue } from '../../domain/feedCatalogue.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { ChainAgreement } from './chainAgreement.js';
import { AGREEMENT_ATTEMPTS_MAX } from './limits.js';

const FEED = 'chain:local';
const hashOf = (number: number, branch: string): string => `0x${branch.repeat(56)}${String(number).padStart(8, '0')}`;

function block(number: number, branch: string): RawFrame {
  const frame = {
    chain: 'local',
    number,
    hash: hashOf(number, branch),
    parentHash: hashOf(number - 1, branch),
    timestamp: 1,
    logs: [],
    reads: [],
  };
  return { feed: FEED, raw: Buffer.from(JSON.stringify(frame)), receivedAtUs: 1n };
}

/** A chain that was followed from block 5 to block 9 of the branch a. */
function rows(): ChainRows {
  const held = createChainRows();
  for (let number = 5; number <= 9; number++) {
    const blockHash = hashOf(number, 'a');
    const standing = { adoption: BigInt(number), number: BigInt(number), blockHash, blockTimeUs: 1n };
    const parentHash = hashOf(number - 1, 'a');
    held.blocks.set(blockKey('local', BigInt(number)), {
      ...standing,
      parentHash,
      logIndexes: [],
      reads: 0,
      touched: [],
    });
    const counts = { adoptions: 5n, finalized: undefined, lowestNumber: 5n, reverted: 0n, reorgDepthMax: 0 };
    held.chains.set('local', { chain: 'local', head: standing, ...counts });
  }
  return held;
}

function watched(held: ChainRows | undefined) {
  const said: string[] = [];
  const chain = { chain: 'local', contracts: [], accounts: [], finality: { by: 'tag' } as const };
  const agreement = new ChainAgreement({
    catalogue: feedCatalogue([{ id: FEED, decoder: 'evm-block-json', ...chain, staleAfterSeconds: 60, assumed: null }]),
    rows: () => held,
    restart: (feed, { control }) => said.push(`restart ${feed} ${control?.kind}`),
    say: ({ control }) => said.push(`say ${control?.kind}`),
    nowUs: () => 1n,
  });
  const step = (...frames: readonly RawFrame[]): readonly string[] => {
    agreement.note(frames);
    agreement.check();
    return said.splice(0);
  };
  return step;
}

describe('a connector and its chain', () => {
  it('agree while its last block is one of the chain, an older one too, or lies below what is kept', () => {
    const step = watched(rows());
    expect(step(block(9, 'a'))).toEqual([]);
    expect(step(block(6, 'a'))).toEqual([]);
    expect(step(block(3, 'b'))).toEqual([]);
    expect(step()).toEqual([]);
    expect(watched(undefined)(block(9, 'b'))).toEqual([]);
  });

  it('begin again where it went on from a block that was refused, a few times in a row, and say when that is over', () => {
    const step = watched(rows());
    for (let attempt = 1; attempt <= AGREEMENT_ATTEMPTS_MAX; attempt++) {
      expect(step(block(8, 'b'), block(9, 'b'))).toEqual([`restart ${FEED} degraded`]);
    }
    expect(step(block(9, 'b'))).toEqual([]);
    expect(step(block(9, 'a'))).toEqual(['say restored']);
    expect(step(block(9, 'a'))).toEqual([]);
    expect(step(block(11, 'b'))).toEqual([`restart ${FEED} degraded`]);
  });
});
