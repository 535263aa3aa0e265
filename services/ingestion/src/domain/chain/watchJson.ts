import { jsonObject } from '../decoders/jsonFields.js';
import type { ChainWatch } from './chainFact.js';

/** A watch is never mutated, so its text is made once: it is asked for at every block. */
const texts = new WeakMap<ChainWatch, string>();

/** What is watched on a chain, as the log keeps it. The same watch gives the same text. */
export function watchJson(watch: ChainWatch): string {
  const held = texts.get(watch);
  if (held !== undefined) return held;
  const text = textOf(watch);
  texts.set(watch, text);
  return text;
}

function textOf({ contracts, accounts }: ChainWatch): string {
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
