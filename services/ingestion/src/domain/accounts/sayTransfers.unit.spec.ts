import { type BridgeTransferObserved, BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import { describe, expect, it } from 'vitest';
import { chainFeedOf } from '../../chain.scenario.js';
import { openChange } from '../chain/chainChange.js';
import { type BridgeLeg, bridgeLegKey } from '../chain/chainFact.js';
import { withoutVersion, withVersion } from '../chain/rowVersions.js';
import { evolveIngestion } from '../evolveIngestion.js';
import { createIngestionState, type IngestionState } from '../ingestionState.js';
import { openStepLedger } from '../stepLedger.js';
import { sayTransfers } from './sayTransfers.js';

const sent: BridgeLeg = {
  protocol: 'bridge',
  direction: 'sent',
  accountId: 'alice',
  bridge: 'across',
  transferId: '7',
  fromChain: 'ethereum',
  toChain: 'base',
  asset: 'USDC',
  decimals: 6,
  unitsSent: 5_000_000n,
  unitsReceived: 4_990_000n,
};
const received: BridgeLeg = { ...sent, direction: 'received', unitsReceived: 4_990_000n };

interface World {
  readonly state: IngestionState;
  /** A step in which a chain's rows win or lose one end of the transfer: what it says. */
  step(leg: BridgeLeg, adoption: bigint, there: boolean): readonly BridgeTransferObserved[];
}

function world(): World {
  const state = createIngestionState();
  let number = 0;
  return {
    state,
    step(leg, adoption, there) {
      const ledger = openStepLedger(state, { number: ++number, timeUs: BigInt(number) });
      const chain = leg.direction === 'sent' ? leg.fromChain : leg.toChain;
      const place = { chain, adoption, number: adoption, blockHash: `0x${adoption}`, blockTimeUs: 0n, cause: '' };
      const key = bridgeLegKey(leg);
      const put = (rows: IngestionState['chain']): void =>
        there ? withVersion(rows, key, leg, place) : withoutVersion(rows, chain, key, adoption);
      put(ledger.now.chain);
      const change = openChange(chainFeedOf({ chain, id: `chain:${chain}` }));
      change.touched.add(key);
      sayTransfers(ledger, [change]);
      put(state.chain);
      for (const { event } of ledger.drafts) evolveIngestion(state, { ...event, key: '', timeUs: 0n, causationId: '' });
      return ledger.drafts.map(({ event }) => event.value as BridgeTransferObserved);
    },
  };
}

const IN_TRANSIT = BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT;
const ARRIVED = BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED;
const UNSENT = BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED_UNSENT;
const UNDONE = BridgeTransferState.BRIDGE_TRANSFER_STATE_UNDONE;

describe('a transfer whose ends stand on two chains', () => {
  it('leaves, and arrives', () => {
    const { step } = world();
    expect(step(sent, 3n, true)).toMatchObject([
      { state: IN_TRANSIT, amountSent: '5', amountReceived: '4.99', fromAdoption: 3n, toAdoption: 0n },
    ]);
    expect(step(sent, 3n, true)).toEqual([]);
    expect(step(received, 9n, true)).toMatchObject([{ state: ARRIVED, fromAdoption: 3n, toAdoption: 9n }]);
  });

  it('stands unsent when the sender’s block is undone after it arrived, and arrives again with the next one', () => {
    const { step } = world();
    step(sent, 3n, true);
    step(received, 9n, true);
    expect(step(sent, 3n, false)).toMatchObject([{ state: UNSENT, amountSent: '5', fromAdoption: 0n, toAdoption: 9n }]);
    expect(step(sent, 4n, true)).toMatchObject([{ state: ARRIVED, fromAdoption: 4n }]);
  });

  it('is on its way again when the receiver’s block is undone, and undone when neither is left', () => {
    const { step } = world();
    step(received, 9n, true);
    step(sent, 3n, true);
    expect(step(received, 9n, false)).toMatchObject([{ state: IN_TRANSIT, toAdoption: 0n }]);
    expect(step(sent, 3n, false)).toMatchObject([{ state: UNDONE, fromAdoption: 0n, amountSent: '5' }]);
    expect(step(sent, 5n, true)).toMatchObject([{ state: IN_TRANSIT, fromAdoption: 5n }]);
  });

  it('is heard of at both ends where one account sent to another, and is nobody’s twice on its way', () => {
    const { step } = world();
    const toBob = { ...received, accountId: 'bob' };
    expect(step(toBob, 9n, true)).toMatchObject([{ accountId: 'bob', state: UNSENT }]);
    expect(step(sent, 3n, true)).toMatchObject([
      { accountId: 'alice', state: ARRIVED },
      { accountId: 'bob', state: ARRIVED },
    ]);
    expect(step(toBob, 9n, false)).toMatchObject([
      { accountId: 'alice', state: IN_TRANSIT },
      { accountId: 'bob', state: UNDONE },
    ]);
  });

  it('comes to the same whichever chain is heard first', () => {
    const [one, other] = [world(), world()];
    one.step(sent, 3n, true);
    one.step(received, 9n, true);
    other.step(received, 9n, true);
    other.step(sent, 3n, true);
    const last = ({ state }: World): unknown => ({
      ...state.accounts.transfers.get('alice|across|7'),
      observedAtUs: 0n,
    });
    expect(last(one)).toEqual(last(other));
  });
});
