import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, type LogReading } from '../abi/reading.js';
import { PLAIN_BRIDGE_ABI } from './bridgeAbi.js';
import type { BridgeLegSeen } from './bridgeFact.js';

const readBridgeEvent = eventReader(PLAIN_BRIDGE_ABI);

/** What leaves and what arrives, under the id that the bridge gave it. What arrives is what was received. */
export function decodePlainBridgeLog(log: EvmLog): LogReading<BridgeLegSeen> {
  const read = readBridgeEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Sent': {
      const { transferId, sender, token, amount, toChain } = event.args;
      return facts({
        kind: 'bridge_leg',
        direction: 'sent',
        transferId,
        address: addressText(sender),
        otherChain: toChain.toString(),
        token: addressText(token),
        unitsSent: amount,
        unitsReceived: 0n,
      });
    }
    case 'Received': {
      const { transferId, recipient, token, amount, fromChain } = event.args;
      return facts({
        kind: 'bridge_leg',
        direction: 'received',
        transferId,
        address: addressText(recipient),
        otherChain: fromChain.toString(),
        token: addressText(token),
        unitsSent: 0n,
        unitsReceived: amount,
      });
    }
  }
}
