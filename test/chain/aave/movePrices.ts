import type { ArtifactShelf } from '../artifacts.ts';
import { deploy, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { Market } from './market.ts';

const BASE_PER_USD = 1e8;

/** A feed with a fixed answer of 8 decimals, which is all that the package's mock can hold. */
export async function deployFeed(chain: LocalChain, shelf: ArtifactShelf, admin: Hex, priceUsd: number): Promise<Hex> {
  const answer = BigInt(Math.round(priceUsd * BASE_PER_USD));
  return (await deploy(chain, admin, shelf('MockAggregator'), [answer])).address;
}

/** New prices by symbol; the category feeds move with their first member, keeping their distance to it. */
export async function movePrices(
  chain: LocalChain,
  market: Market,
  priceUsd: Readonly<Record<string, number>>,
): Promise<void> {
  const assets: Hex[] = [];
  const feeds: Hex[] = [];
  const setPrice = async (asset: Hex, usd: number): Promise<void> => {
    assets.push(asset);
    feeds.push(await deployFeed(chain, market.shelf, market.admin, usd));
  };
  for (const { symbol, token } of market.reserves) {
    if (priceUsd[symbol] !== undefined) await setPrice(token.address, priceUsd[symbol]);
  }
  for (const { priceSource, members } of market.categories) {
    const memberUsd = priceUsd[members[0] ?? ''];
    if (priceSource !== undefined && memberUsd !== undefined) await setPrice(priceSource, memberUsd * 0.98);
  }
  await write(chain, market.admin, {
    contract: market.oracle,
    name: 'setAssetSources',
    args: [assets, feeds],
  });
}
