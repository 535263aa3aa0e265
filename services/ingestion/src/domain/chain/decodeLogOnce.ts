import type { ChainFact, ContractLog, WatchedContract } from './chainFact.js';
import type { DecodedLog, ProtocolFold } from './protocols/protocolFold.js';

interface Decoding {
  readonly fold: ProtocolFold;
  readonly contract: WatchedContract;
  readonly log: Pick<ContractLog, 'address' | 'topics' | 'data'>;
  readonly decoded: DecodedLog<ChainFact>;
}

let last: Decoding | undefined;

/**
 * What a log says, decoded once for whoever asks of it next to each other: a decision asks whether a log can be read, and then folds it.
 * Logs and what is watched are never mutated, so the same ones say the same.
 */
export function decodeLogOnce(fold: ProtocolFold, contract: WatchedContract, log: ContractLog): DecodedLog<ChainFact> {
  if (last?.fold === fold && last.contract === contract && isSame(last.log, log)) return last.decoded;
  const decoded = fold.decodeLog(contract, log);
  const { address, topics, data } = log;
  last = { fold, contract, log: { address, topics, data }, decoded };
  return decoded;
}

function isSame(one: Decoding['log'], other: Decoding['log']): boolean {
  return one.topics === other.topics && one.data === other.data && one.address === other.address;
}
