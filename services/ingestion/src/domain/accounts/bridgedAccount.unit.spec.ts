import type { Event } from '@gimbal/contracts';
import { isEvent } from '@gimbal/contracts';
import { BridgeTransferObserved, BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import { describe, expect, it } from 'vitest';
import { encodeAbiParameters, pad, parseAbiParameters, toEventSelector } from 'viem';
import {
  ALICE,
  block,
  CHAIN,
  chainFeedOf,
  hashOf,
  STRANGER,
  timeOf,
  token,
  TOKEN,
  transfer,
} from '../../chain.scenario.js';
import type { FeedOf } from '../feedDescription.js';
import { drive } from '../../ingestion.scenario.js';
import type { RawFrame } from '../rawFrame.js';
import { accountPositions } from './accountPositions.js';

const BRIDGE = `0x${'bb'.repeat(20)}`;
const ID = hashOf('transfer');
const BASE = 'base';

function feedOn(chain: string, localId: string): FeedOf<'evm-block-json'> {
  const tokens = [`${TOKEN}=USDC/6`];
  const parameters = { role: 'plain', bridge: 'own', localId, chains: ['1=ethereum', '8453=base'], tokens };
  return chainFeedOf({
    id: `chain:${chain}`,
    chain,
    contracts: [
      { ...token('usdc', TOKEN, 'spot:USDC', 6), chain },
      { name: 'bridge', chain, address: BRIDGE, protocol: 'bridge', parameters },
    ],
    accounts: [{ accountId: 'alice', chain, address: ALICE, opening: 'zero' }],
  });
}

/** A frame of the scenario's chain as one of the other chain. */
function onBase(frame: RawFrame): RawFrame {
  const text = new TextDecoder().decode(frame.raw).replace(`"chain":"${CHAIN}"`, `"chain":"${BASE}"`);
  return { ...frame, feed: `chain:${BASE}`, raw: new TextEncoder().encode(text) };
}

const SENT = toEventSelector('Sent(bytes32,address,address,uint256,uint256,address)');
const RECEIVED = toEventSelector('Received(bytes32,address,address,uint256,uint256)');

function bridgeLog(topic: string, data: string): object {
  const words = [ALICE, TOKEN].map((address) => pad(address as `0x${string}`));
  return { address: BRIDGE, topics: [topic, ID, ...words], data, logIndex: 5, transactionHash: hashOf('tx') };
}

const sentLog = bridgeLog(
  SENT,
  encodeAbiParameters(parseAbiParameters('uint256, uint256, address'), [4n, 8453n, ALICE as `0x${string}`]),
);
const receivedLog = bridgeLog(RECEIVED, encodeAbiParameters(parseAbiParameters('uint256, uint256'), [4n, 1n]));

const funded = block({ number: 1, name: 'a1', parent: 'a0', logs: [transfer(STRANGER, ALICE, 10n)] });
const leaves = block({ number: 2, name: 'a2', parent: 'a1', logs: [transfer(ALICE, BRIDGE, 4n), sentLog] });
const begins = onBase(block({ number: 1, name: 'c1', parent: 'c0' }));
const arrives = onBase(
  block({ number: 2, name: 'c2', parent: 'c1', logs: [transfer(BRIDGE, ALICE, 4n), receivedLog] }),
);
const neverLeft = block({ number: 2, name: 'b2', parent: 'a1' });
const neverArrived = onBase(block({ number: 2, name: 'd2', parent: 'c1' }));

function states(events: readonly Event[]): BridgeTransferState[] {
  return events
    .filter((event): event is Event<BridgeTransferObserved> => isEvent(event, BridgeTransferObserved))
    .map(({ value }) => value.state);
}

function opened(): ReturnType<typeof drive> {
  const driven = drive([feedOn(CHAIN, '1'), feedOn(BASE, '8453')]);
  driven.step(timeOf(1), [funded, begins]);
  return driven;
}

function units(driven: ReturnType<typeof drive>): string[] {
  return accountPositions(driven.state, 'alice', false).map((held) => `${held.place} ${held.units}`);
}

describe('an account on two chains with a bridge between them', () => {
  it('holds what left on neither chain until it arrives, and never on both', () => {
    const driven = opened();
    expect(units(driven)).toEqual(['ethereum 10']);
    expect(states(driven.step(timeOf(2), [leaves]))).toEqual([BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT]);
    expect(units(driven)).toEqual(['ethereum 6']);
    expect(states(driven.step(timeOf(3), [arrives]))).toEqual([BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED]);
    expect(units(driven)).toEqual(['base 4', 'ethereum 6']);
  });

  it('shows as unsent what arrived though the block it left in is undone', () => {
    const driven = opened();
    driven.step(timeOf(3), [leaves, arrives]);
    const undone = driven.step(timeOf(3), [neverLeft]);
    expect(states(undone)).toEqual([BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED_UNSENT]);
    expect(units(driven)).toEqual(['base 4', 'ethereum 10']);
  });

  it('is undone when both blocks are', () => {
    const driven = opened();
    driven.step(timeOf(3), [leaves, arrives]);
    expect(states(driven.step(timeOf(3), [neverArrived]))).toEqual([
      BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT,
    ]);
    expect(states(driven.step(timeOf(3), [neverLeft]))).toEqual([BridgeTransferState.BRIDGE_TRANSFER_STATE_UNDONE]);
    expect(units(driven)).toEqual(['ethereum 10']);
  });

  it('comes to the same in one step and in many', () => {
    const [one, many] = [opened(), opened()];
    one.step(timeOf(4), [leaves, arrives, neverLeft]);
    for (const frame of [arrives, leaves, neverLeft]) many.step(timeOf(4), [frame]);
    const last = (driven: typeof one): unknown =>
      [...driven.state.accounts.transfers.entries()].map(([key, said]) => [
        key,
        said.state,
        said.fromAdoption,
        said.toAdoption,
      ]);
    expect(last(one)).toEqual(last(many));
  });
});
