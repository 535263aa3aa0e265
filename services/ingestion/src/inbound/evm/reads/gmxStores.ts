import type { Hex } from 'viem';
import type { WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { marketAddresses } from '../../../domain/chain/protocols/gmx/gmxMarkets.js';

/** A DataStore of GMX v2 that is asked how large the positions of watched accounts are. */
export interface GmxStore {
  readonly address: Hex;
  /** The EventEmitters of the same feed, whose logs say that an account's positions changed. */
  readonly emitters: readonly string[];
  readonly markets: readonly string[];
  readonly accounts: readonly WatchedAccount[];
}

/** None where no DataStore is watched: positions then follow from logs, and nothing reconciles them. */
export function gmxStoresOf(
  contracts: readonly WatchedContract[],
  accounts: readonly WatchedAccount[],
): readonly GmxStore[] {
  const ofGmx = contracts.filter(({ protocol }) => protocol === 'gmx-v2');
  return ofGmx
    .filter(({ parameters }) => parameters['role'] === 'store' && accounts.length > 0)
    .map((store) => ({
      address: store.address as Hex,
      emitters: ofGmx
        .filter(({ parameters: { role, feed } }) => role === 'events' && feed === store.parameters['feed'])
        .map(({ address }) => address),
      markets: marketAddresses(store),
      accounts,
    }));
}
