import { jsonObject } from '../decoders/jsonFields.js';
import type { ChainWatch } from './chainFact.js';

/** What is watched on a chain, as the log keeps it. The same watch gives the same text. */
export function watchJson({ contracts, accounts }: ChainWatch): string {
  return JSON.stringify({
    contracts: contracts.map(({ name, chain, address, protocol, parameters }) => ({
      name,
      chain,
      address,
      protocol,
      parameters: Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))),
    })),
    accounts: accounts.map(({ accountId, chain, address, opening }) => ({ accountId, chain, address, opening })),
  });
}

/** Reads a text of {@link watchJson}; undefined for any other, which changes nothing. */
export function parseWatch(text: string): ChainWatch | undefined {
  const object = jsonObject(text);
  if (!object.ok) return undefined;
  const { contracts, accounts } = object.value as Partial<ChainWatch>;
  return Array.isArray(contracts) && Array.isArray(accounts) ? { contracts, accounts } : undefined;
}
