import { type BridgeTransferObserved, BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import { type Decimal, isZeroDecimal, negDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { FactRef } from '../riskState.js';
import type { OpenTransfer } from './observedRows.js';
import { readDecimal } from './readObserved.js';

/**
 * What a transfer adds to what both chains hold, so that it counts once. On its way neither has it: what is to arrive
 * (what left, where the bridge doesn't say). Arrived from a block that isn't there both have it: what is said to have
 * left comes off again. Undefined for one that one chain alone holds, arrived or undone.
 */
export function openTransfer(said: BridgeTransferObserved, fact: FactRef): OpenTransfer | undefined {
  const isUnsent = said.state === BridgeTransferState.BRIDGE_TRANSFER_STATE_ARRIVED_UNSENT;
  if (!isUnsent && said.state !== BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT) return undefined;
  const sent = amountOf('amount_sent', said.amountSent);
  const received = amountOf('amount_received', said.amountReceived);
  const amount = isUnsent ? negDecimal(firstOf(sent, received)) : firstOf(received, sent);
  const { bridge, transferId, fromChain, toChain, asset, observedAtUs } = said;
  return { bridge, transferId, fromChain, toChain, asset, amount, isUnsent, observedAtUs, fact };
}

function amountOf(field: string, text: string): Decimal {
  const read = readDecimal(field, text);
  return read.ok ? read.value : ZERO_DECIMAL;
}

function firstOf(one: Decimal, other: Decimal): Decimal {
  return isZeroDecimal(one) ? other : one;
}
