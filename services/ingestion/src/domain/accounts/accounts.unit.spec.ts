import type { Event } from '@gimbal/contracts';
import { BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import { describe, expect, it } from 'vitest';
import {
  ALICE,
  balanceRead,
  block,
  BOB,
  CHAIN,
  chainFeedOf,
  STRANGER,
  timeOf,
  transfer,
} from '../../chain.scenario.js';
import { drive } from '../../ingestion.scenario.js';
import type { BridgeLeg } from '../chain/chainFact.js';
import { accountPositions } from './accountPositions.js';
import { bridgeTransferState } from './bridgeTransfer.js';

function names(events: readonly Event[]): string[] {
  return events.map((event) => event.type.slice(event.type.lastIndexOf('.') + 1));
}

const logs = [transfer(STRANGER, ALICE, 5n, 0), transfer(STRANGER, BOB, 9n, 4)];
const whole = { number: 1, name: 'a1', parent: 'a0', logs };

describe('facts and observed state', () => {
  it('says nothing when they agree', () => {
    const driven = drive([chainFeedOf()]);
    const reads = [balanceRead(ALICE, 5n, 'alice'), balanceRead(BOB, 9n, 'bob')];
    expect(names(driven.step(timeOf(1), [block({ ...whole, reads })]))).not.toContain('PositionBreakFound');
  });

  it('says a difference with its amount, once, and corrects nothing', () => {
    const driven = drive([chainFeedOf()]);
    const said = driven.step(timeOf(1), [block({ ...whole, reads: [balanceRead(ALICE, 12n, 'alice')] })]);
    expect(said.find((event) => event.type.endsWith('PositionBreakFound'))?.value).toMatchObject({
      accountId: 'alice',
      place: CHAIN,
      instrumentId: 'spot:USDC',
      byFacts: '5',
      observed: '12',
      difference: '7',
      number: 1n,
    });
    const held = accountPositions(driven.state, 'alice', false);
    expect(held).toMatchObject([{ units: '5', breakDifference: '7' }]);
    // The same difference at the next block is no news; another one is.
    const reads = [balanceRead(ALICE, 12n, 'alice')];
    expect(names(driven.step(timeOf(2), [block({ number: 2, name: 'a2', parent: 'a1', reads })]))).toEqual([
      'BlockAdopted',
      'ChainReadObserved',
    ]);
    const more = [balanceRead(ALICE, 13n, 'alice')];
    expect(names(driven.step(timeOf(3), [block({ number: 3, name: 'a3', parent: 'a2', reads: more })]))).toContain(
      'PositionBreakFound',
    );
  });

  it('closes a break when a late fact of an undone-able block explains it', () => {
    const driven = drive([chainFeedOf()]);
    // The node left out the second of three logs.
    const late = transfer(STRANGER, ALICE, 7n, 2);
    const reads = [balanceRead(ALICE, 12n, 'alice')];
    driven.step(timeOf(1), [block({ ...whole, reads })]);
    driven.step(timeOf(2), [block({ number: 2, name: 'a2', parent: 'a1', logs: [transfer(ALICE, BOB, 1n)] })]);
    const said = driven.step(timeOf(3), [block({ ...whole, logs: [logs[0]!, late, logs[1]!], reads })]);
    expect(names(said)).toEqual(['ChainLogObserved', 'AccountPositionObserved', 'PositionBreakClosed']);
    expect(said[1]?.value).toMatchObject({ accountId: 'alice', units: '11' });
    expect(said[2]?.value).toMatchObject({ accountId: 'alice', byFacts: '12', cause: 'late facts' });
    // Undoing the second block leaves the late fact.
    const fork = driven.step(timeOf(4), [block({ number: 2, name: 'b2', parent: 'a1' })]);
    expect(
      fork.filter((event) => event.type.endsWith('AccountPositionObserved')).map(({ value }) => value),
    ).toMatchObject([
      { accountId: 'alice', units: '12' },
      { accountId: 'bob', units: '9' },
    ]);
  });

  it('takes a late fact of a final block too, and closes the break when a read agrees', () => {
    const driven = drive([chainFeedOf()]);
    const late = transfer(STRANGER, ALICE, 7n, 2);
    const finalized = { number: 1, name: 'a1' };
    driven.step(timeOf(2), [
      block({ ...whole, reads: [balanceRead(ALICE, 12n, 'alice')] }),
      block({ number: 2, name: 'a2', parent: 'a1', finalized, logs: [transfer(ALICE, BOB, 1n)] }),
    ]);
    const said = driven.step(timeOf(3), [block({ ...whole, logs: [logs[0]!, late, logs[1]!] })]);
    expect(names(said)).toContain('PositionBreakClosed');
    expect(accountPositions(driven.state, 'alice', true)).toMatchObject([{ units: '12', breakDifference: '' }]);
    expect(accountPositions(driven.state, 'alice', false)).toMatchObject([{ units: '11' }]);
  });

  it('closes a break that was found at a block which is undone', () => {
    const driven = drive([chainFeedOf()]);
    driven.step(timeOf(1), [block(whole)]);
    const reads = [balanceRead(ALICE, 12n, 'alice')];
    driven.step(timeOf(2), [block({ number: 2, name: 'a2', parent: 'a1', reads })]);
    const said = driven.step(timeOf(3), [block({ number: 2, name: 'b2', parent: 'a1' })]);
    expect(said.at(-1)).toMatchObject({
      value: { accountId: 'alice', byFacts: '5', cause: expect.stringMatching(/^reorganisation\//) },
    });
  });

  it('begins the facts of an account with what is read first, where nothing before is known', () => {
    const accounts = [{ accountId: 'alice', chain: CHAIN, address: ALICE, opening: 'read' }] as const;
    const driven = drive([chainFeedOf({ accounts })]);
    // The block's own transfer is in what was read at its end.
    const said = driven.step(timeOf(1), [block({ ...whole, reads: [balanceRead(ALICE, 100n, 'alice')] })]);
    expect(names(said)).not.toContain('PositionBreakFound');
    expect(accountPositions(driven.state, 'alice', false)).toMatchObject([{ units: '100' }]);
    const next = { number: 2, name: 'a2', parent: 'a1', logs: [transfer(ALICE, STRANGER, 30n)] };
    const found = driven.step(timeOf(2), [block({ ...next, reads: [balanceRead(ALICE, 71n, 'alice')] })]);
    expect(found.find((event) => event.type.endsWith('PositionBreakFound'))?.value).toMatchObject({
      byFacts: '70',
      observed: '71',
    });
  });
});

describe('a transfer between two chains', () => {
  const leg = { unitsSent: 5n } as BridgeLeg;
  it.each([
    ['in transit once it left', leg, undefined, BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT],
    ['arrived with both', leg, leg, BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED],
    ['unsent when nothing left', undefined, leg, BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED_UNSENT],
    ['undone when neither stands any more', undefined, undefined, BridgeTransferState.BRIDGE_TRANSFER_STATE_UNDONE],
  ])('is %s', (_name, sent, received, state) => {
    expect(bridgeTransferState(sent, received, true)).toBe(state);
  });

  it('is nothing before anybody heard of it', () => {
    expect(bridgeTransferState(undefined, undefined, false)).toBeUndefined();
  });
});
