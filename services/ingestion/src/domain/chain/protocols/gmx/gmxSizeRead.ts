import type { ContractRead, StateFact, WatchedContract } from '../../chainFact.js';
import { answered } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import { refusal, shown } from '../abi/reading.js';
import type { DecodedRead } from '../protocolFold.js';
import { watchedMarket } from './gmxMarkets.js';
import { gmxPositionSource } from './gmxRows.js';
import { GMX_STORE_ABI } from './gmxStoreAbi.js';
import { gmxFieldKey, type GmxPositionName, gmxPositionKeyOf } from './gmxStoreKeys.js';

const TEXT = /^getUint\(SIZE_IN_TOKENS of (0x[0-9a-f]{40})\/(0x[0-9a-f]{40})\/(0x[0-9a-f]{40})\/(long|short)\)$/;

const readStoreCall = callReader(GMX_STORE_ABI);

/** What a call of the DataStore for a position's size is called. It names what the hash in the call was made of. */
export function gmxSizeCallText({ account, market, collateralToken, isLong }: GmxPositionName): string {
  return `getUint(SIZE_IN_TOKENS of ${account}/${market}/${collateralToken}/${isLong ? 'long' : 'short'})`;
}

/**
 * A position's size by the DataStore, in units of the index token, below 0 for a short. The key of the call is a hash, which says
 * nothing of the position; the read's own text does, and is believed because the hash of what it names is that key.
 */
export function decodeGmxSizeRead(contract: WatchedContract, read: ContractRead): DecodedRead<never> {
  const reading = readStoreCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  if (call.functionName === 'getAddress' && BigInt(call.result) === 0n) {
    return refusal(
      'not_in_catalogue',
      `Expected an address of ${contract.name}, had none for ${shown(read.function)}.`,
    );
  }
  if (call.functionName !== 'getUint') return answered([]);
  const name = nameIn(read.function);
  if (name === undefined) {
    return refusal('undecodable_call', `Expected a call for the size of a position, was ${shown(read.function)}.`);
  }
  const positionKey = gmxPositionKeyOf(name);
  const key = gmxFieldKey(positionKey, 'SIZE_IN_TOKENS');
  if (call.args[0] !== key) {
    return refusal('undecodable_call', `Expected the key ${key} in ${shown(read.function)}, was ${call.args[0]}.`);
  }
  const terms = watchedMarket(contract, name.market);
  if (terms === undefined) {
    const found = `${name.market} with ${call.result} units of its index`;
    return refusal('not_in_catalogue', `Expected a position in a market of ${contract.name}, was in ${found}.`);
  }
  const { accountId } = read;
  if (accountId === undefined) return answered([]);
  const { instrumentId } = terms;
  const source = gmxPositionSource(contract.chain, positionKey);
  const units = name.isLong ? call.result : -call.result;
  const states: readonly StateFact[] = [{ accountId, instrumentId, source, units }];
  return answered([], states);
}

function nameIn(text: string): GmxPositionName | undefined {
  const [, account, market, collateralToken, side] = TEXT.exec(text) ?? [];
  if (account === undefined || market === undefined || collateralToken === undefined) return undefined;
  return { account, market, collateralToken, isLong: side === 'long' };
}
