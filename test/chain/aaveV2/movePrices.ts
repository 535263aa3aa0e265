import { write } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';
import { type Market, reserveOf } from './market.ts';

/** More digits than a double has to give, so that prices end in something. */
const WEI_BELOW_MILLIONTH = 123_456_789_012n;

/** New prices in ETH by symbol; an asset worth exactly one ETH stays so, as WETH always is. */
export async function movePrices(
  chain: LocalChain,
  market: Market,
  priceEth: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [symbol, eth] of Object.entries(priceEth)) {
    const wei = eth === 1 ? 10n ** 18n : BigInt(Math.round(eth * 1e6)) * 10n ** 12n + WEI_BELOW_MILLIONTH;
    const args = [reserveOf(market, symbol).token.address, wei];
    await write(chain, market.admin, { contract: market.oracle, name: 'setAssetPrice', args });
  }
}
