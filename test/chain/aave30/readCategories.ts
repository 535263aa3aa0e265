import type { LiquidatableEMode } from '@gimbal/margin';
import type { Market } from '../aave/market.ts';
import { readAll } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';

interface StoredCategory {
  readonly ltv: number;
  readonly liquidationThreshold: number;
  readonly liquidationBonus: number;
  readonly priceSource: Hex;
}

/** Each category with its own price, where it has one. */
export async function readCategories(chain: LocalChain, market: Market): Promise<Map<number, LiquidatableEMode>> {
  const calls = market.categories.map(({ id }) => ({
    contract: market.pool,
    name: 'getEModeCategoryData',
    args: [id],
  }));
  const stored = (await readAll(chain, calls)) as readonly StoredCategory[];
  const categories = new Map<number, LiquidatableEMode>();
  for (const [i, { id }] of market.categories.entries()) {
    const { ltv, liquidationThreshold, liquidationBonus, priceSource } = stored[i]!;
    const priceCalls = [{ contract: market.oracle, name: 'getAssetPrice', args: [priceSource] }];
    const priceBase = priceSource === NOBODY ? undefined : ((await readAll(chain, priceCalls))[0] as bigint);
    categories.set(id, {
      category: id,
      ltvBps: BigInt(ltv),
      liquidationThresholdBps: BigInt(liquidationThreshold),
      liquidationBonusBps: BigInt(liquidationBonus),
      priceBase,
    });
  }
  return categories;
}
