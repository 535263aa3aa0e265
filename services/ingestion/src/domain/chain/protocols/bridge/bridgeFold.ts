import { type BridgeLeg, bridgeLegKey, type ContractLog, type WatchedContract } from '../../chainFact.js';
import { entryParameter, listParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { decodedLogOf } from '../abi/decodedOf.js';
import { refusal } from '../abi/reading.js';
import type { DecodedLog, FactContext, ProtocolFold, RowChange } from '../protocolFold.js';
import type { BridgeLegSeen } from './bridgeFact.js';
import { decodeAcrossLog } from './decodeAcrossLog.js';
import { decodeCctpLog } from './decodeCctpLog.js';
import { decodePlainBridgeLog } from './decodePlainBridgeLog.js';

/**
 * Bridges, by `role`: across, cctp or plain. `bridge` names it on all chains, `localId` is this chain in its terms (chain id
 * or domain), `chains` a list of `ID=CHAIN`, `tokens` of `ADDRESS=ASSET/DECIMALS` on any of the chains; and for CCTP
 * `messengers` of `DOMAIN=ADDRESS`, since only their messages are of money.
 */
export const bridgeFold: ProtocolFold<BridgeLegSeen, BridgeLeg> = {
  checkContract(contract) {
    const kinds = { bridge: 'text', localId: 'text', chains: 'list', tokens: 'list' } as const;
    const missing = missingParameter(contract, kinds);
    if (missing !== undefined) return missing;
    const role = textParameter(contract, 'role');
    if (role === 'cctp') return missingParameter(contract, { messengers: 'list' });
    if (role === 'across' || role === 'plain') return wrongToken(contract);
    return `Expected a role of across, cctp or plain of ${contract.name}, was "${role}".`;
  },

  decodeLog: decodeBridgeLog,

  decodeRead: () => refusal('unknown_function', 'Expected no calls to a bridge.'),

  apply: applyLeg,

  open: () => [],

  // What is on its way is reckoned from the legs of both chains, and is nobody's position on one of them.
  positions: () => [],

  observations: () => [],
};

function wrongToken(contract: WatchedContract): string | undefined {
  const wrong = listParameter(contract, 'tokens').find((text) => !/^0x[0-9a-f]{40}=[^/]+\/[0-9]{1,2}$/.test(text));
  return wrong === undefined
    ? undefined
    : `Expected ADDRESS=ASSET/DECIMALS in tokens of ${contract.name}, was "${wrong}".`;
}

function decodeBridgeLog(contract: WatchedContract, log: ContractLog): DecodedLog<BridgeLegSeen> {
  switch (textParameter(contract, 'role')) {
    case 'across':
      return decodedLogOf(decodeAcrossLog(contract, log));
    case 'cctp':
      return decodedLogOf(decodeCctpLog(contract, log));
    default:
      return decodedLogOf(decodePlainBridgeLog(log));
  }
}

/** The leg of a watched account; transfers of others leave no row. */
function applyLeg(_rows: unknown, fact: BridgeLegSeen, { contract, watch }: FactContext): readonly RowChange[] {
  const account = watch.accountAt(fact.address);
  if (account === undefined) return [];
  const bridge = textParameter(contract, 'bridge');
  const other = entryParameter(contract, 'chains', fact.otherChain) ?? `${bridge}:${fact.otherChain}`;
  const { direction, transferId, unitsSent, unitsReceived } = fact;
  const leg: BridgeLeg = {
    protocol: 'bridge',
    direction,
    accountId: account.accountId,
    bridge,
    transferId,
    fromChain: direction === 'sent' ? contract.chain : other,
    toChain: direction === 'sent' ? other : contract.chain,
    ...tokenOf(contract, fact.token),
    unitsSent,
    unitsReceived,
  };
  return [{ key: bridgeLegKey(leg), row: leg }];
}

/** A token that the catalogue doesn't list goes by its address, in its integers. */
function tokenOf(contract: WatchedContract, token: string): { readonly asset: string; readonly decimals: number } {
  const [, asset, decimals] = /^([^/]+)\/([0-9]{1,2})$/.exec(entryParameter(contract, 'tokens', token) ?? '') ?? [];
  return asset === undefined ? { asset: token, decimals: 0 } : { asset, decimals: Number(decimals) };
}
