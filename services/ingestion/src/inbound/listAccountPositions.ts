import { BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import type {
  BridgeTransfer,
  ListAccountPositionsRequest,
  ListAccountPositionsResponse,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { StageHost } from '@gimbal/projection';
import { accountPositions } from '../domain/accounts/accountPositions.js';
import type { IngestionState } from '../domain/ingestionState.js';

/** What watched accounts hold by the facts, and what is between two chains and so part of neither. */
export function listAccountPositions(
  { state, status }: StageHost<IngestionState>,
  { accountId, atFinalized }: ListAccountPositionsRequest,
): ListAccountPositionsResponse {
  return {
    step: BigInt(status.step.number),
    positions: [...accountPositions(state, accountId, atFinalized)],
    inTransit: inTransit(state, accountId),
  };
}

function inTransit(state: IngestionState, accountId: string): BridgeTransfer[] {
  return [...state.accounts.transfers.entries()]
    .filter(([, transfer]) => accountId === '' || transfer.accountId === accountId)
    .filter(([, transfer]) => transfer.state === BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, transfer]) => {
      const { bridge, transferId, fromChain, toChain, asset, amountSent, observedAtUs } = transfer;
      const way = { accountId: transfer.accountId, bridge, transferId, fromChain, toChain };
      return { ...way, asset, amount: amountSent, sentAtUs: observedAtUs };
    });
}
