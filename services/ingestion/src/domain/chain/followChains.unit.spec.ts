import type { Event } from '@gimbal/contracts';
import { isEvent } from '@gimbal/contracts';
import {
  AccountPositionObserved,
  type BlockAdopted,
  BlockFinalized,
  BlockReverted,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import type { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import type { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import {
  ALICE,
  balanceRead,
  block,
  BOB,
  CHAIN,
  chainFeedOf,
  FEED,
  GENESIS_S,
  hashOf,
  STRANGER,
  timeOf,
  TOKEN,
  token,
  transfer,
} from '../../chain.scenario.js';
import { drive } from '../../ingestion.scenario.js';
import { chainTail } from './chainTail.js';

function names(events: readonly Event[]): string[] {
  return events.map((event) => event.type.slice(event.type.lastIndexOf('.') + 1));
}

function unitsSaid(events: readonly Event[]): string[] {
  return events
    .filter((event): event is Event<AccountPositionObserved> => isEvent(event, AccountPositionObserved))
    .map(({ value }) => `${value.accountId} ${value.units} @${value.adoption}`);
}

function reasonOf(events: readonly Event[]): string {
  return (events[0]!.value as RecordQuarantined).reason;
}

const a1 = block({ number: 1, name: 'a1', parent: 'a0', logs: [transfer(STRANGER, ALICE, 5_000_000n)] });
const a2 = block({ number: 2, name: 'a2', parent: 'a1', logs: [transfer(ALICE, BOB, 2_000_000n)] });
const a3 = block({ number: 3, name: 'a3', parent: 'a2', logs: [transfer(ALICE, BOB, 1_000_000n)] });
const b2 = block({ number: 2, name: 'b2', parent: 'a1', logs: [transfer(ALICE, BOB, 500_000n)] });

describe('a chain block by block', () => {
  it('says the block, its logs, and what accounts hold after it', () => {
    const driven = drive([chainFeedOf()]);
    const said = driven.step(timeOf(1), [a1]);
    expect(names(said)).toEqual(['BlockAdopted', 'ChainLogObserved', 'AccountPositionObserved']);
    expect(said[0]?.value).toMatchObject({ chain: CHAIN, adoption: 1n, number: 1n, blockHash: hashOf('a1'), logs: 1 });
    // What is watched stands in the log at the first block, and no more until it changes.
    expect((said[0]!.value as BlockAdopted).watchJson).toContain('"name":"usdc"');
    expect(said[2]?.value).toMatchObject({
      accountId: 'alice',
      place: CHAIN,
      instrumentId: 'spot:USDC',
      quantity: '5',
      units: '5000000',
      adoption: 1n,
      number: 1n,
      blockHash: hashOf('a1'),
      cause: `0x${'0'.repeat(64)}/0`,
      observedAtUs: timeOf(1),
    });
    const next = driven.step(timeOf(2), [a2]);
    expect((next[0]!.value as BlockAdopted).watchJson).toBe('');
    expect(unitsSaid(next)).toEqual(['alice 3000000 @2', 'bob 2000000 @2']);
    expect(driven.state.feeds.get(FEED)?.lastObservedAtUs).toBe(timeOf(2));
  });

  it('counts a block that comes again', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(2), [a1, a1, a2]);
    expect(driven.step(timeOf(3), [a2, a1])).toEqual([]);
    expect(driven.verdicts).toEqual([1, 2, 3].map(() => ({ feed: FEED, kind: 'duplicate' })));
  });

  it('undoes the blocks of a branch that was left, newest first, and says what came out different', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(3), [a1, a2, a3]);
    const said = driven.step(timeOf(3), [b2]);
    expect(names(said).slice(0, 4)).toEqual(['BlockReverted', 'BlockReverted', 'BlockAdopted', 'ChainLogObserved']);
    expect(said[0]?.value).toEqual({ chain: CHAIN, adoption: 3n, number: 3n, blockHash: hashOf('a3'), depth: 2 });
    expect(said[1]?.value).toMatchObject({ adoption: 2n, number: 2n, depth: 2 });
    expect(said[2]?.value).toMatchObject({ adoption: 4n, number: 2n, blockHash: hashOf('b2') });
    expect(unitsSaid(said)).toEqual(['alice 4500000 @4', 'bob 500000 @4']);
    // The old branch again: each adoption is a new one.
    const back = driven.step(timeOf(4), [a2, a3, block({ number: 4, name: 'a4', parent: 'a3' })]);
    expect(back.filter((event) => isEvent(event, BlockReverted))).toHaveLength(1);
    expect(unitsSaid(back)).toEqual(['alice 2000000 @6', 'bob 3000000 @6']);
    expect(driven.state.chain.chains.get(CHAIN)).toMatchObject({ adoptions: 7n, reverted: 3n, reorgDepthMax: 2 });
  });

  it('says a position anew whose block was undone, though its amount is the same', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(2), [a1, a2]);
    const twin = block({ number: 2, name: 'c2', parent: 'a1', logs: [transfer(ALICE, BOB, 2_000_000n)] });
    const said = driven.step(timeOf(3), [twin]);
    expect(unitsSaid(said)).toEqual(['alice 3000000 @3', 'bob 2000000 @3']);
  });

  it('says 0 of a position that began in a block which is undone', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(2), [a1, a2]);
    const said = driven.step(timeOf(3), [block({ number: 2, name: 'c2', parent: 'a1' })]);
    const positions = said.filter((event) => isEvent(event, AccountPositionObserved)).map(({ value }) => value);
    expect(positions).toMatchObject([
      // Rests on block 1 again, and was learnt with the block that undid the other.
      { accountId: 'alice', units: '5000000', adoption: 1n, number: 1n, observedAtUs: timeOf(2) },
      { accountId: 'bob', units: '0', quantity: '0', adoption: 3n, number: 2n },
    ]);
    expect(driven.step(timeOf(4), [block({ number: 3, name: 'c3', parent: 'c2' })])).toHaveLength(1);
  });

  it('announces a hole once, and adopts nothing beyond it until it is filled', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(1), [a1]);
    const said = driven.step(timeOf(3), [a3]);
    expect(names(said)).toEqual(['FeedGapDetected']);
    expect(said[0]?.value).toEqual({ feed: FEED, expected: '2', found: '3' } satisfies FeedGapDetected);
    expect(driven.step(timeOf(4), [block({ number: 4, name: 'a4', parent: 'a3' })])).toEqual([]);
    expect(driven.verdicts).toEqual([1, 2].map(() => ({ feed: FEED, kind: 'unconnected' })));
    const filled = driven.step(timeOf(5), [a2, a3]);
    expect(names(filled).filter((name) => name === 'BlockAdopted')).toHaveLength(2);
  });

  it('asks for a branch whose beginning it has not seen', () => {
    const driven = drive([chainFeedOf()]);
    const finalized = { number: 1, name: 'a1' };
    driven.step(timeOf(2), [a1, a2, block({ number: 3, name: 'a3', parent: 'a2', finalized })]);
    const said = driven.step(timeOf(4), [block({ number: 3, name: 'b3', parent: 'b2' })]);
    expect(said[0]?.value).toEqual({ feed: FEED, expected: '2', found: '3' });
  });

  it('never rewrites what is final, and says that the node would', () => {
    const driven = drive([chainFeedOf()]);
    const finalized = { number: 2, name: 'a2' };
    const said = driven.step(timeOf(3), [a1, a2, block({ number: 3, name: 'a3', parent: 'a2', finalized })]);
    expect(said.filter((event) => isEvent(event, BlockFinalized)).map(({ value }) => value)).toEqual([
      { chain: CHAIN, adoption: 2n, number: 2n, blockHash: hashOf('a2') },
    ]);
    const fork = driven.step(timeOf(4), [b2]);
    expect(names(fork)).toEqual(['RecordQuarantined', 'FeedDegraded', 'FramesDropped']);
    expect(fork[1]?.value).toMatchObject({ feed: FEED, reason: 'reorg' });
    expect((fork[1]!.value as { detail: string }).detail).toBe(
      `Expected block 2 to be ${hashOf('a2')}, which is final, was ${hashOf('b2')}.`,
    );
    // Its descendants, whose parent isn't the final block, are told the same, once.
    expect(driven.step(timeOf(4), [block({ number: 3, name: 'b3', parent: 'b2' })])).toEqual([]);
    expect(driven.verdicts.at(-1)).toEqual({ feed: FEED, kind: 'quarantined' });
    const on = driven.step(timeOf(4), [block({ number: 4, name: 'a4', parent: 'a3' })]);
    expect(names(on)).toEqual(['BlockAdopted', 'FeedRestored']);
    expect(driven.state.chain.chains.get(CHAIN)).toMatchObject({ reverted: 0n });
  });

  it('takes the first block anew when it is another one before anything was final', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(2), [a1, a2]);
    const said = driven.step(timeOf(2), [
      block({ number: 1, name: 'b1', parent: 'b0', logs: [transfer(STRANGER, ALICE, 7n)] }),
    ]);
    expect(names(said).slice(0, 3)).toEqual(['BlockReverted', 'BlockReverted', 'BlockAdopted']);
    expect(unitsSaid(said)).toEqual(['alice 7 @3', 'bob 0 @3']);
  });

  it('takes blocks at or below the final one of the node as final, while old blocks are fetched', () => {
    const driven = drive([chainFeedOf()]);
    const finalized = { number: 90, name: 'a90' };
    const said = driven.step(timeOf(100), [
      block({ number: 1, name: 'a1', parent: 'a0', finalized, logs: [transfer(STRANGER, ALICE, 5n)] }),
      block({ number: 2, name: 'a2', parent: 'a1', finalized, logs: [transfer(ALICE, BOB, 2n)] }),
    ]);
    expect(said.filter((event) => isEvent(event, BlockFinalized))).toHaveLength(2);
    expect(unitsSaid(said)).toEqual(['alice 3 @2', 'bob 2 @2']);
    expect([...driven.state.chain.logs.entries()]).toEqual([]);
  });

  it('makes blocks final by their depth where the node says nothing', () => {
    const driven = drive([chainFeedOf({ finality: { by: 'depth', blocks: 2 } })]);
    expect(driven.step(timeOf(2), [a1, a2]).filter((event) => isEvent(event, BlockFinalized))).toEqual([]);
    const said = driven.step(timeOf(3), [a3]).filter((event) => isEvent(event, BlockFinalized));
    expect(said.map(({ value }) => value)).toMatchObject([{ adoption: 1n, number: 1n }]);
    driven.step(timeOf(5), [
      block({ number: 4, name: 'a4', parent: 'a3' }),
      block({ number: 5, name: 'a5', parent: 'a4' }),
    ]);
    // What was said of a block that is final now stands: the next change is its own log's, and no reorganisation's.
    const logs = [transfer(ALICE, STRANGER, 1n)];
    const spent = driven.step(timeOf(6), [block({ number: 6, name: 'a6', parent: 'a5', logs })]);
    expect(spent.find((event) => isEvent(event, AccountPositionObserved))?.value).toMatchObject({
      units: '1999999',
      cause: expect.stringMatching(/\/0$/),
    });
  });

  it.each([
    ['its own parent', block({ number: 2, name: 'x', parent: 'x' }), 'Expected block 2 not to be its own parent'],
    [
      'before its parent',
      block({ number: 2, name: 'b2', parent: 'a1', timestamp: 1_692_230_411 }),
      'Expected block 2 not before its parent at 2023-08-17T00:00:12.000000Z, was 2023-08-17T00:00:11.000000Z.',
    ],
    [
      'not the final block of its number',
      block({ number: 2, name: 'b2', parent: 'a1', finalized: { number: 2, name: 'c2' } }),
      `Expected the final block 2 to be ${hashOf('c2')}, was ${hashOf('b2')}.`,
    ],
    [
      'on a chain without the final block of its node',
      block({ number: 2, name: 'b2', parent: 'a1', finalized: { number: 1, name: 'c1' } }),
      `Expected the final block 1 to be ${hashOf('a1')}, was ${hashOf('c1')}.`,
    ],
    ['no JSON', { feed: FEED, raw: new TextEncoder().encode('{"chain":'), receivedAtUs: 0n }, 'a JSON object'],
  ])('quarantines a block that is %s', (_name, frame, reason) => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(1), [a1]);
    const said = driven.step(timeOf(3), [frame]);
    expect(names(said)[0]).toBe('RecordQuarantined');
    expect(reasonOf(said)).toContain(reason);
    expect(driven.state.chain.chains.get(CHAIN)).toMatchObject({ adoptions: 1n });
    expect(names(driven.step(timeOf(3), [a2]))[0]).toBe('BlockAdopted');
  });

  it('counts what lies below the first block', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(1), [a1]);
    expect(driven.step(timeOf(2), [block({ number: 0, name: 'a0', parent: 'z' })])).toEqual([]);
    expect(driven.verdicts).toEqual([{ feed: FEED, kind: 'unconnected' }]);
  });

  it('adopts a block that is ahead of the clock, and says that one of the two is wrong', () => {
    const driven = drive([chainFeedOf()]);
    expect(names(driven.step(timeOf(1), [a1]))).not.toContain('FeedDegraded');
    const said = driven.step(timeOf(1), [block({ number: 2, name: 'a2', parent: 'a1', timestamp: GENESIS_S + 28 })]);
    expect(said.at(-1)?.value).toEqual({
      feed: FEED,
      reason: 'clock',
      detail: 'Expected block 2 not after 2023-08-17T00:00:12.000000Z, was 2023-08-17T00:00:28.000000Z.',
      instrumentId: '',
    });
    const next = driven.step(timeOf(3), [block({ number: 3, name: 'a3', parent: 'a2' })]);
    expect(names(next)).toEqual(['BlockAdopted', 'FeedRestored']);
  });

  it('gives a connector the blocks that it goes on from', () => {
    const driven = drive([chainFeedOf()]);
    expect(chainTail(driven.state.chain, CHAIN, 2)).toEqual({ tail: [], final: undefined });
    const finalized = { number: 1, name: 'a1' };
    driven.step(timeOf(3), [a1, a2, block({ number: 3, name: 'a3', parent: 'a2', finalized })]);
    expect(chainTail(driven.state.chain, CHAIN, 2)).toEqual({
      tail: [
        { number: 2n, hash: hashOf('a2') },
        { number: 3n, hash: hashOf('a3') },
      ],
      final: 1n,
    });
  });

  it('keeps out what speaks of contracts that nobody watches, and logs that are none', () => {
    const driven = drive([chainFeedOf()]);
    const bad = { ...transfer(STRANGER, ALICE, 1n, 1), data: '0x01' };
    const logs = [transfer(STRANGER, ALICE, 5n, 0, STRANGER), bad, transfer(STRANGER, ALICE, 3n, 2)];
    const said = driven.step(timeOf(1), [block({ number: 1, name: 'a1', parent: 'a0', logs })]);
    expect(names(said)).toEqual([
      'BlockAdopted',
      'RecordQuarantined',
      'ChainLogObserved',
      'RecordQuarantined',
      'ChainLogObserved',
      'AccountPositionObserved',
      'FramesDropped',
    ]);
    expect(unitsSaid(said)).toEqual(['alice 3 @1']);
    // The foreign log is no late fact when the block comes again.
    expect(driven.step(timeOf(2), [block({ number: 1, name: 'a1', parent: 'a0', logs })])).toEqual([]);
  });

  it('watches a further contract from the block on at which the catalogue has it', () => {
    const first = drive([chainFeedOf({ contracts: [] })]);
    first.step(timeOf(1), [block({ number: 1, name: 'a1', parent: 'a0' })]);
    const more = drive([chainFeedOf({ contracts: [token('usdc', `0x${'a0'.repeat(20)}`, 'spot:USDC', 6)] })]);
    for (const event of first.said) more.stage.evolve(more.state, event);
    const said = more.step(timeOf(2), [a2]);
    expect((said[0]!.value as BlockAdopted).watchJson).toContain('usdc');
    expect(unitsSaid(said)).toEqual(['alice -2000000 @2', 'bob 2000000 @2']);
  });

  it('keeps of 240 refused answers of one block the answers, and not the block 240 times', () => {
    const answer = `0x${'ab'.repeat(100)}`;
    const reads = Array.from({ length: 240 }, (_, place) => ({
      address: STRANGER,
      function: 'foreign',
      callData: `0x${place.toString(16).padStart(8, '0')}`,
      returnData: answer,
      reverted: false,
    }));
    const driven = drive([chainFeedOf()]);
    const frame = block({ number: 1, name: 'a1', parent: 'a0', reads });
    const said = driven.step(timeOf(1), [frame]);
    const kept = said
      .filter(({ type }) => type.endsWith('RecordQuarantined'))
      .map(({ value }) => value as RecordQuarantined);
    expect(kept).toHaveLength(240);
    // A view would hold the memory of all that it was cut from.
    for (const { rawValue } of kept)
      expect([rawValue.length, rawValue.buffer.byteLength < frame.raw.length]).toEqual([100, true]);
  });

  it('takes no log and no answer that a record could not hold, and goes on', () => {
    const driven = drive([chainFeedOf()]);
    const megabyte = `0x${'ff'.repeat(1024 * 1024)}`;
    const logs = [{ ...transfer(STRANGER, ALICE, 1n, 0), data: megabyte }, transfer(STRANGER, ALICE, 3n, 1)];
    const read = { ...balanceRead(ALICE, 3n, 'alice'), returnData: megabyte };
    const frame = block({ number: 1, name: 'a1', parent: 'a0', logs, reads: [read] });
    const said = driven.step(timeOf(1), [frame]);
    const refused = said.filter(({ type }) => type.endsWith('RecordQuarantined'));
    expect(refused.map(({ value }) => (value as RecordQuarantined).reason)).toEqual([
      `Expected at most 262144 bytes of the log of ${TOKEN}, were 1048576.`,
      `Expected at most 262144 bytes of the answer of ${TOKEN}, were 1048576.`,
    ]);
    for (const { value } of refused) expect((value as RecordQuarantined).rawValue).toHaveLength(262_144);
    expect(unitsSaid(said)).toEqual(['alice 3 @1']);
    // Nor is it a late fact when the block comes again.
    expect(driven.step(timeOf(2), [frame])).toEqual([]);
  });

  it('says the base fee as the price of gas', () => {
    const gas = { feed: 'gas:ethereum', assumedCoinPriceUsd: '1700' };
    const driven = drive([chainFeedOf({ gas })]);
    const said = driven.step(timeOf(1), [block({ number: 1, name: 'a1', parent: 'a0', baseFeePerGas: '21500000000' })]);
    expect(said.at(-1)?.value).toMatchObject({
      feed: 'gas:ethereum',
      gasPriceGwei: '21.5',
      coinPriceUsd: '1700',
      coinPriceAssumed: true,
    });
  });
});
