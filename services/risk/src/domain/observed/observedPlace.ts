import type { AccountRow } from '../riskState.js';

/** The place of what is between two chains: this and the bridge. */
export const TRANSIT_PREFIX = 'transit:';
/** Where a watched address is the desk's own, whatever venue the account is attached as. */
const WALLET = 'wallet';
const OFF_CHAIN = 'off-chain';

/** The account at a place: itself at its own chain or venue, a row of that place elsewhere. */
export function observedPlace(account: AccountRow, place: string, onChain: boolean): AccountRow {
  if (place === (onChain ? account.chain : account.venue)) return account;
  const there = { ...account, deployment: '', instrumentIds: [], place };
  if (place.startsWith(TRANSIT_PREFIX)) return { ...there, venue: place, chain: place };
  return onChain ? { ...there, venue: WALLET, chain: place } : { ...there, venue: place, chain: OFF_CHAIN };
}
