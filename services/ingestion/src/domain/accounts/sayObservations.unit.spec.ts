import type { Event } from '@gimbal/contracts';
import { isEvent } from '@gimbal/contracts';
import { LendingPositionObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describe, expect, it } from 'vitest';
import { ALICE, block, CHAIN, chainFeedOf, STRANGER, timeOf } from '../../chain.scenario.js';
import { drive } from '../../ingestion.scenario.js';

const A_TOKEN = `0x${'ae'.repeat(20)}`;
const feed = chainFeedOf({
  contracts: [
    {
      name: 'aave/aWETH',
      chain: CHAIN,
      address: A_TOKEN,
      protocol: 'aave-v3-atoken',
      parameters: { deployment: 'aave-v3:ethereum', asset: 'WETH', decimals: 18, ruleset: 'aave-v3.0' },
    },
  ],
});
const RAY = 10n ** 27n;

/** BalanceTransfer(address,address,uint256,uint256): scaled units of an aToken change hands. */
function scaledTransfer(from: string, to: string, scaled: bigint): object {
  const word = (value: string): string => value.padStart(64, '0');
  return {
    address: A_TOKEN,
    topics: [
      '0x4beccb90f994c31aced7a23b5611020728a23d8ec5cddd1a3e9d97b96fda8666',
      ...[from, to].map((address) => `0x${word(address.slice(2))}`),
    ],
    data: `0x${word(scaled.toString(16))}${word(RAY.toString(16))}`,
    logIndex: 0,
    transactionHash: `0x${'0'.repeat(64)}`,
  };
}

function lent(events: readonly Event[]): string[] {
  return events
    .filter((event): event is Event<LendingPositionObserved> => isEvent(event, LendingPositionObserved))
    .map(({ value }) => `${value.accountId} ${value.scaledSupply}`);
}

describe('state that other services fold', () => {
  it('is said again as it came out when a block is undone, and as nothing when it began there', () => {
    const driven = drive([feed]);
    driven.step(timeOf(1), [block({ number: 1, name: 'a1', parent: 'a0' })]);
    const first = { number: 2, name: 'a2', parent: 'a1', logs: [scaledTransfer(STRANGER, ALICE, 5n)] };
    expect(lent(driven.step(timeOf(2), [block(first)]))).toEqual(['alice 5']);
    const second = { number: 3, name: 'a3', parent: 'a2', logs: [scaledTransfer(STRANGER, ALICE, 2n)] };
    expect(lent(driven.step(timeOf(3), [block(second)]))).toEqual(['alice 7']);
    expect(lent(driven.step(timeOf(4), [block({ number: 3, name: 'b3', parent: 'a2' })]))).toEqual(['alice 5']);
    const undone = driven.step(timeOf(5), [block({ number: 2, name: 'c2', parent: 'a1' })]);
    expect(lent(undone)).toEqual(['alice 0']);
    expect(lent(driven.step(timeOf(6), [block({ number: 3, name: 'c3', parent: 'c2' })]))).toEqual([]);
  });

  it('is said once for all the blocks of a step', () => {
    const driven = drive([feed]);
    const said = driven.step(timeOf(2), [
      block({ number: 1, name: 'a1', parent: 'a0', logs: [scaledTransfer(STRANGER, ALICE, 5n)] }),
      block({ number: 2, name: 'a2', parent: 'a1', logs: [scaledTransfer(STRANGER, ALICE, 2n)] }),
    ]);
    expect(lent(said)).toEqual(['alice 7']);
  });
});
