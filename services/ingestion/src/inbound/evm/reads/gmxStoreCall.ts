import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { GMX_STORE_ABI } from '../../../domain/chain/protocols/gmx/gmxStoreAbi.js';
import { gmxSizeCallText } from '../../../domain/chain/protocols/gmx/gmxSizeRead.js';
import {
  type GmxField,
  gmxAccountPositionsKey,
  gmxFieldKey,
  type GmxPositionName,
} from '../../../domain/chain/protocols/gmx/gmxStoreKeys.js';
import { GMX_POSITIONS_READ_MAX } from '../limits.js';
import type { CallResult } from './callAnswer.js';
import type { PlannedRead } from './plannedRead.js';

/** An address that the DataStore keeps of a market (by its address) or of a position (by its key). */
export function gmxAddressCall(store: Hex, owner: string, field: GmxField): PlannedRead {
  const args = [gmxFieldKey(owner, field)] as const;
  const callData = encodeFunctionData({ abi: GMX_STORE_ABI, functionName: 'getAddress', args });
  return planned(store, `getAddress(${field} of ${owner})`, callData, undefined);
}

export function gmxSideCall(store: Hex, positionKey: string): PlannedRead {
  const args = [gmxFieldKey(positionKey, 'IS_LONG')] as const;
  const callData = encodeFunctionData({ abi: GMX_STORE_ABI, functionName: 'getBool', args });
  return planned(store, `getBool(IS_LONG of ${positionKey})`, callData, undefined);
}

/** The first of an account's positions, by their keys: a list that is shorter than what is asked for ends by itself. */
export function gmxPositionListCall(store: Hex, account: string): PlannedRead {
  const args = [gmxAccountPositionsKey(account), 0n, BigInt(GMX_POSITIONS_READ_MAX)] as const;
  const callData = encodeFunctionData({ abi: GMX_STORE_ABI, functionName: 'getBytes32ValuesAt', args });
  return planned(store, `getBytes32ValuesAt(ACCOUNT_POSITION_LIST of ${account})`, callData, undefined);
}

export function gmxSizeCall(store: Hex, positionKey: string, name: GmxPositionName, accountId: string): PlannedRead {
  const args = [gmxFieldKey(positionKey, 'SIZE_IN_TOKENS')] as const;
  const callData = encodeFunctionData({ abi: GMX_STORE_ABI, functionName: 'getUint', args });
  return planned(store, gmxSizeCallText(name), callData, accountId);
}

/** The address of an answer in lower case; undefined for none, and for a contract that answers otherwise. */
export function addressIn({ reverted, returnData }: CallResult): string | undefined {
  if (reverted || !/^0x0{24}[0-9a-f]{40}$/.test(returnData) || /^0x0*$/.test(returnData)) return undefined;
  return `0x${returnData.slice(26)}`;
}

/** The list of an answer; undefined for a contract that answers otherwise. */
export function keysIn({ reverted, returnData }: CallResult): readonly Hex[] | undefined {
  if (reverted) return undefined;
  // The decoder of viem throws at what it can't read.
  try {
    return decodeFunctionResult({ abi: GMX_STORE_ABI, functionName: 'getBytes32ValuesAt', data: returnData });
  } catch {
    return undefined;
  }
}

export function isTrue({ reverted, returnData }: CallResult): boolean {
  return !reverted && /^0x0{63}1$/.test(returnData);
}

function planned(address: Hex, name: string, callData: Hex, accountId: string | undefined): PlannedRead {
  return { address, function: name, callData, accountId, touchedBy: [] };
}
