import { type Hex, hashTypedData } from 'viem';
import { type ActionTerms, hyperliquidActionHash } from './actionHash.js';
import type { ActionValue } from './packAction.js';

export type HyperliquidNetwork = 'mainnet' | 'testnet';

const NO_CONTRACT = '0x0000000000000000000000000000000000000000';
/** A chain that doesn't exist: a signature for the exchange is good for nothing else. */
const EXCHANGE_CHAIN_ID = 1337;

/**
 * What is signed for an action of the exchange (orders, cancels, leverage): an EIP-712 message of an agent that stands for nobody, whose
 * connection is the hash of the action. Its source tells mainnet and testnet apart.
 */
export function exchangeActionDigest(action: ActionValue, terms: ActionTerms, network: HyperliquidNetwork): Hex {
  return hashTypedData({
    domain: { name: 'Exchange', version: '1', chainId: EXCHANGE_CHAIN_ID, verifyingContract: NO_CONTRACT },
    types: {
      Agent: [
        { name: 'source', type: 'string' },
        { name: 'connectionId', type: 'bytes32' },
      ],
    },
    primaryType: 'Agent',
    message: { source: network === 'mainnet' ? 'a' : 'b', connectionId: hyperliquidActionHash(action, terms) },
  });
}

/** The fields of an action that its user signs by name, beside the network. */
const USER_ACTIONS = {
  UsdSend: ['destination string', 'amount string', 'time uint64'],
  SpotSend: ['destination string', 'token string', 'amount string', 'time uint64'],
  Withdraw: ['destination string', 'amount string', 'time uint64'],
  UsdClassTransfer: ['amount string', 'toPerp bool', 'nonce uint64'],
  ApproveAgent: ['agentAddress address', 'agentName string', 'nonce uint64'],
} as const;

export type UserAction = keyof typeof USER_ACTIONS;

/** What is signed for an action that moves money or rights: EIP-712 with its fields in plain sight, on the chain that the wallet names. */
export function userActionDigest(
  action: UserAction,
  fields: Readonly<Record<string, string | bigint | boolean>>,
  network: HyperliquidNetwork,
  signatureChainId: bigint,
): Hex {
  const primaryType = `HyperliquidTransaction:${action}`;
  const named = USER_ACTIONS[action].map((field) => {
    const [name = '', type = ''] = field.split(' ');
    return { name, type };
  });
  return hashTypedData({
    domain: {
      name: 'HyperliquidSignTransaction',
      version: '1',
      chainId: signatureChainId,
      verifyingContract: NO_CONTRACT,
    },
    types: { [primaryType]: [{ name: 'hyperliquidChain', type: 'string' }, ...named] },
    primaryType,
    message: { hyperliquidChain: network === 'mainnet' ? 'Mainnet' : 'Testnet', ...fields },
  });
}
