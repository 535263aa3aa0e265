import type { WatchedContract } from '../../chainFact.js';
import { textParameter } from '../abi/contractParameters.js';
import { addressOfWord } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import { ACROSS_ABI } from './bridgeAbi.js';
import type { BridgeLegSeen } from './bridgeFact.js';

const readAcrossEvent = eventReader(ACROSS_ABI);

/** A deposit or a fill of Across. The number of a deposit counts per chain it leaves, so both name the transfer. */
export function decodeAcrossLog(contract: WatchedContract, log: EvmLog): LogReading<BridgeLegSeen> {
  const read = readAcrossEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'V3FundsDeposited':
    case 'FundsDeposited': {
      const { depositId, depositor, destinationChainId, inputToken, inputAmount, outputAmount } = event.args;
      return leg(event.eventName, depositor, inputToken, {
        direction: 'sent',
        transferId: `${textParameter(contract, 'localId')}-${depositId}`,
        otherChain: destinationChainId.toString(),
        unitsSent: inputAmount,
        unitsReceived: outputAmount,
      });
    }
    case 'FilledV3Relay':
    case 'FilledRelay': {
      const { depositId, originChainId, outputToken, inputAmount, relayExecutionInfo } = event.args;
      // A depositor may have changed recipient and amount before the fill; what was done is in the last field.
      return leg(event.eventName, relayExecutionInfo.updatedRecipient, outputToken, {
        direction: 'received',
        transferId: `${originChainId}-${depositId}`,
        otherChain: originChainId.toString(),
        unitsSent: inputAmount,
        unitsReceived: relayExecutionInfo.updatedOutputAmount,
      });
    }
  }
}

/** An address that isn't of the EVM is nobody's here. */
function leg(
  eventName: string,
  who: string,
  token: string,
  said: Omit<BridgeLegSeen, 'kind' | 'address' | 'token'>,
): LogReading<BridgeLegSeen> {
  const address = evmAddress(who);
  const tokenAddress = evmAddress(token);
  if (address === undefined || tokenAddress === undefined) return ignored(eventName);
  return facts({ kind: 'bridge_leg', ...said, address, token: tokenAddress });
}

function evmAddress(text: string): string | undefined {
  return text.length === 42 ? text.toLowerCase() : addressOfWord(text);
}
