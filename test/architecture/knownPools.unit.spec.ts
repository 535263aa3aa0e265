import { RECORDED_MARKETS } from '@gimbal/pricing-service';
import { KNOWN_POOLS } from '@gimbal/risk-service';
import { describe, expect, it } from 'vitest';

/** USDC.e@polygon is the usdc of a feed's name. */
function tickerOf(coin: string): string {
  return coin.split('@')[0]!.replace(/\.e$/, '').toLowerCase();
}

/** In a feed's name the fee stands in hundredths of a percent: usdc-weth-005 takes 0.05 %. v2 has one fee, which no name says. */
function feePipsOf(protocol: string, feeText: string | undefined): number {
  return protocol === 'uniswap-v2' ? 3_000 : Number(feeText) * 100;
}

/**
 * Services don't import one another, so each has a table of pools: pricing's says where their prices come from, risk's what
 * their coins rest on. A pool in one alone would be priced, and missing in every look-through.
 */
describe.each([...RECORDED_MARKETS.pools])('the pool %s of pricing’s directory', (key, source) => {
  const known = KNOWN_POOLS.get(key);
  const [protocol = '', chain, pair = ''] = source.spotFeed.split(':');
  const [token0, token1, feeText] = pair.split('-');

  it('is known to risk, on the chain and with the coins that its feed names', () => {
    expect(known?.coins.map(tickerOf)).toEqual([token0, token1]);
    expect(key.split(':')[0]).toBe(chain);
    expect(known!.coins.every((coin) => !coin.includes('@') || coin.endsWith(`@${chain}`))).toBe(true);
  });

  it('has the same tokens, underlying and fee in both', () => {
    const { token0Decimals, token1Decimals, volatileIsToken } = known!;
    expect({ token0Decimals, token1Decimals, volatileIsToken }).toEqual(source.tokens);
    const coin = known!.coins[volatileIsToken].split('@')[0]!;
    expect(RECORDED_MARKETS.wrappedCoins.get(coin)).toBe(source.underlying);
    expect(known!.asset).toBe(source.underlying);
    expect(known!.quoteAsset).toBe(known!.coins[1 - volatileIsToken]!.split('@')[0]);
    expect(known!.feePips).toBe(feePipsOf(protocol, feeText));
    if (source.feePer1 !== undefined) expect(known!.feePips / 1_000_000).toBe(source.feePer1);
  });
});

describe('the pools of power perpetuals in pricing’s directory', () => {
  it.each([...RECORDED_MARKETS.powerPerps])('hold %s, and risk knows their coins', (key, { poolFeed, tokens }) => {
    const [, chain, pair = ''] = poolFeed.split(':');
    const [token0, token1, feeText] = pair.split('-');
    const found = [...KNOWN_POOLS].filter(
      ([pool, { coins }]) =>
        pool.startsWith(`${chain}:`) && tickerOf(coins[0]) === token0 && tickerOf(coins[1]) === token1,
    );
    const { token0Decimals, token1Decimals, volatileIsToken, feePips, asset } = found[0]![1];
    expect(found).toHaveLength(1);
    expect({ token0Decimals, token1Decimals, volatileIsToken }).toEqual(tokens);
    expect(feePips).toBe(feePipsOf('uniswap-v3', feeText));
    expect(`${chain}:${asset}`).toBe(key);
  });
});
