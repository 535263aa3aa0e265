import { BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { BridgeLeg } from '../chain/chainFact.js';

/**
 * Where a transfer is, by the rows of the two chains and nothing else: `sent` stands in the chain it left, `received` in the
 * chain it goes to, each for as long as its block does. Undefined for one that nobody has heard of.
 */
export function bridgeTransferState(
  sent: BridgeLeg | undefined,
  received: BridgeLeg | undefined,
  wasSaid: boolean,
): BridgeTransferState | undefined {
  if (sent !== undefined && received !== undefined) return BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED;
  if (sent !== undefined) return BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT;
  if (received !== undefined) return BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED_UNSENT;
  return wasSaid ? BridgeTransferState.BRIDGE_TRANSFER_STATE_UNDONE : undefined;
}
