import type { WatchedContract } from '../../chainFact.js';
import { entryParameter, listParameter } from '../abi/contractParameters.js';

/** A market as a contract's `markets` describe it: `MARKET=INSTRUMENT/INDEX_TOKEN/INDEX_DECIMALS`. */
export interface WatchedMarket {
  readonly instrumentId: string;
  readonly indexToken: string;
  readonly indexDecimals: number;
}

const ENTRY = /^0x[0-9a-f]{40}=[^/]+\/0x[0-9a-f]{40}\/[0-9]{1,2}$/i;
const PRICES = /^0x[0-9a-f]{40}=[0-9]+\/[0-9]+\/[0-9]+$/i;

export function watchedMarket(contract: WatchedContract, market: string): WatchedMarket | undefined {
  const entry = entryParameter(contract, 'markets', market);
  if (entry === undefined) return undefined;
  const [instrumentId = '', indexToken = '', decimals = '0'] = entry.split('/');
  return { instrumentId, indexToken: indexToken.toLowerCase(), indexDecimals: Number(decimals) };
}

/** The markets whose index is a token, by their addresses. */
export function marketsOfIndex(contract: WatchedContract, token: string): readonly string[] {
  return marketAddresses(contract).filter((market) => watchedMarket(contract, market)?.indexToken === token);
}

/** The decimals in which positions of an instrument are counted: those of its index, whichever market it is. */
export function decimalsOfInstrument(contract: WatchedContract, instrumentId: string): number | undefined {
  return marketAddresses(contract)
    .map((market) => watchedMarket(contract, market))
    .find((terms) => terms?.instrumentId === instrumentId)?.indexDecimals;
}

export function marketAddresses(contract: WatchedContract): readonly string[] {
  return listParameter(contract, 'markets').map((entry) => entry.slice(0, entry.indexOf('=')).toLowerCase());
}

/** What is wrong with the lists of a contract, beyond that they are there. */
export function marketsFault(contract: WatchedContract): string | undefined {
  const wrong = listParameter(contract, 'markets').find((entry) => !ENTRY.test(entry));
  if (wrong !== undefined)
    return `Expected MARKET=INSTRUMENT/INDEX_TOKEN/DECIMALS in markets of ${contract.name}, was "${wrong}".`;
  const unpriced = listParameter(contract, 'prices').find((entry) => !PRICES.test(entry));
  if (unpriced !== undefined)
    return `Expected MARKET=INDEX/LONG/SHORT of whole numbers in prices of ${contract.name}, was "${unpriced}".`;
  return undefined;
}
