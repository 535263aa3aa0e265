import type { WatchedContract } from '../../chainFact.js';
import { entryParameter, textParameter } from '../abi/contractParameters.js';
import { addressOfWord, addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal, shown } from '../abi/reading.js';
import { CCTP_ABI } from './bridgeAbi.js';
import type { BridgeLegSeen } from './bridgeFact.js';

const readCctpEvent = eventReader(CCTP_ABI);

/** Version, burnt token, recipient, amount, sender: 4 and four times 32 bytes (BurnMessage.sol of evm-cctp-contracts). */
const BURN_MESSAGE_BYTES = 4 + 4 * 32;

/** A burn or a mint of CCTP. Nonces count per domain that a message leaves. */
export function decodeCctpLog(contract: WatchedContract, log: EvmLog): LogReading<BridgeLegSeen> {
  const read = readCctpEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'DepositForBurn': {
      const { nonce, burnToken, amount, depositor, destinationDomain } = event.args;
      return facts({
        kind: 'bridge_leg',
        direction: 'sent',
        transferId: `${textParameter(contract, 'localId')}-${nonce}`,
        address: addressText(depositor),
        otherChain: destinationDomain.toString(),
        token: addressText(burnToken),
        unitsSent: amount,
        unitsReceived: amount,
      });
    }
    case 'MessageReceived': {
      const { sourceDomain, nonce, sender, messageBody } = event.args;
      const messenger = entryParameter(contract, 'messengers', sourceDomain.toString());
      // Anybody may send messages of any content: only those of the token messenger are of money.
      if (messenger === undefined || addressOfWord(sender) !== addressText(messenger)) return ignored(event.eventName);
      return burnMessage(`${sourceDomain}-${nonce}`, sourceDomain.toString(), messageBody);
    }
    case 'MintAndWithdraw':
    case 'MessageSent':
      return ignored(event.eventName);
  }
}

function burnMessage(transferId: string, otherChain: string, body: string): LogReading<BridgeLegSeen> {
  const words = body.slice(2 + 2 * 4);
  const word = (place: number): string => `0x${words.slice(64 * place, 64 * (place + 1))}`;
  const token = addressOfWord(word(0));
  const address = addressOfWord(word(1));
  if (body.length !== 2 + 2 * BURN_MESSAGE_BYTES || token === undefined || address === undefined) {
    const found = shown(body);
    return refusal('undecodable_log', `Expected a burn message of ${BURN_MESSAGE_BYTES} bytes, was ${found}.`);
  }
  const units = BigInt(word(2));
  const amounts = { unitsSent: units, unitsReceived: units };
  return facts({ kind: 'bridge_leg', direction: 'received', transferId, address, otherChain, token, ...amounts });
}
