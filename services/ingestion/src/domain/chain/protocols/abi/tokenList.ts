import type { WatchedContract } from '../../chainFact.js';
import { entryParameter, listParameter } from './contractParameters.js';

/** A token as the catalogue names it. */
export interface NamedToken {
  readonly asset: string;
  readonly decimals: number;
}

/** What is wrong with `tokens`: decimals of three digits may be more than a decimal can have (DECIMAL_SCALE_MAX). */
export function wrongToken(contract: WatchedContract): string | undefined {
  const wrong = listParameter(contract, 'tokens').find((text) => !/^0x[0-9a-f]{40}=[^/]+\/[0-9]{1,2}$/i.test(text));
  return wrong === undefined
    ? undefined
    : `Expected ADDRESS=ASSET/DECIMALS in tokens of ${contract.name}, was "${wrong}".`;
}

/** The token of an address; undefined where the catalogue doesn't list it. */
export function namedToken(contract: WatchedContract, address: string): NamedToken | undefined {
  const entry = entryParameter(contract, 'tokens', address) ?? '';
  const [, asset, decimals] = /^([^/]+)\/([0-9]{1,2})$/.exec(entry) ?? [];
  return asset === undefined ? undefined : { asset, decimals: Number(decimals) };
}
