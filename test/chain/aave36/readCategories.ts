import type { LiquidatableEMode } from '@gimbal/margin';
import type { Market } from '../aave/market.ts';
import { readAll } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';

interface StoredTerms {
  readonly ltv: number;
  readonly liquidationThreshold: number;
  readonly liquidationBonus: number;
}

/** Each category with its assets, from the pool's bitmaps over reserve ids, which are the order of listing. */
export async function readCategories(chain: LocalChain, market: Market): Promise<Map<number, LiquidatableEMode>> {
  const getters = [
    'getEModeCategoryCollateralConfig',
    'getEModeCategoryCollateralBitmap',
    'getEModeCategoryBorrowableBitmap',
    'getEModeCategoryLtvzeroBitmap',
  ];
  const calls = market.categories.flatMap(({ id }) =>
    getters.map((name) => ({ contract: market.pool, name, args: [id] })),
  );
  const answers = await readAll(chain, calls);
  const assetsOf = (bitmap: unknown): string[] =>
    market.reserves
      .filter((_, reserveId) => (((bitmap as bigint) >> BigInt(reserveId)) & 1n) === 1n)
      .map(({ symbol }) => symbol);
  return new Map(
    market.categories.map(({ id }, i) => {
      const [terms, collateral, borrowable, ltvZero] = answers.slice(i * getters.length, (i + 1) * getters.length);
      const { ltv, liquidationThreshold, liquidationBonus } = terms as StoredTerms;
      return [
        id,
        {
          category: id,
          ltvBps: BigInt(ltv),
          liquidationThresholdBps: BigInt(liquidationThreshold),
          liquidationBonusBps: BigInt(liquidationBonus),
          collateralAssets: assetsOf(collateral),
          borrowableAssets: assetsOf(borrowable),
          ltvZeroAssets: assetsOf(ltvZero),
        },
      ];
    }),
  );
}
