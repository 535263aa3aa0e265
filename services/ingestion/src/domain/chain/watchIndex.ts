import type { ChainWatch, WatchedAccount } from './chainFact.js';
import type { WatchIndex } from './protocols/protocolFold.js';

const NO_ACCOUNTS: readonly WatchedAccount[] = [];
/** A watch is never mutated, so its index is made once. */
const indexes = new WeakMap<ChainWatch, WatchIndex>();

/** Finds contracts by address and name, and accounts by address and id. */
export function watchIndexOf(chain: string, watch: ChainWatch): WatchIndex {
  const held = indexes.get(watch);
  if (held?.chain === chain) return held;
  const byAddress = new Map(watch.contracts.map((contract) => [contract.address, contract]));
  const byName = new Map(watch.contracts.map((contract) => [contract.name, contract]));
  const accounts = new Map(watch.accounts.map((account) => [account.address, account]));
  const byId = Map.groupBy(watch.accounts, (account) => account.accountId);
  const index: WatchIndex = {
    chain,
    contractAt: (address) => byAddress.get(address),
    contractNamed: (name) => byName.get(name),
    accountAt: (address) => accounts.get(address),
    accountsOf: (accountId) => byId.get(accountId) ?? NO_ACCOUNTS,
  };
  indexes.set(watch, index);
  return index;
}
