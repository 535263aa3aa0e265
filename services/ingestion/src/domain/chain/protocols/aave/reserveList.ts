import type { WatchedContract } from '../../chainFact.js';
import { listParameter } from '../abi/contractParameters.js';

/** A reserve of a deployment, as the catalogue spells it: `ADDRESS=ASSET/DECIMALS/ORACLE_FEED`. */
export interface ReserveEntry {
  readonly address: string;
  readonly asset: string;
  readonly decimals: number;
  readonly oracleFeed: string;
}

/** The reserves of a pool in the order of its list: the place is the bit in an e-mode category's bitmap. */
export function reserveList(pool: WatchedContract): readonly ReserveEntry[] {
  return listParameter(pool, 'reserves').flatMap((text) => reserveOf(text) ?? []);
}

/** What is wrong with the reserves in the catalogue, or undefined. */
export function checkReserves(pool: WatchedContract): string | undefined {
  const wrong = listParameter(pool, 'reserves').find((text) => reserveOf(text) === undefined);
  if (wrong === undefined) return undefined;
  return `Expected ADDRESS=ASSET/DECIMALS/ORACLE_FEED in reserves of ${pool.name}, was "${wrong}".`;
}

function reserveOf(text: string): ReserveEntry | undefined {
  const [, address, asset, decimals, oracleFeed] =
    /^(0x[0-9a-fA-F]{40})=([^/=]+)\/([0-9]{1,2})\/([^=]*)$/.exec(text) ?? [];
  if (address === undefined || asset === undefined || decimals === undefined || oracleFeed === undefined) {
    return undefined;
  }
  return { address: address.toLowerCase(), asset, decimals: Number(decimals), oracleFeed };
}
