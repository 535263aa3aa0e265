import {
  type LiquidatableEMode,
  type LiquidatableReserve,
  normalizedIncome,
  normalizedVariableDebt,
} from '@gimbal/margin';
import { type ContractCall, readAll } from '../contracts.ts';
import { latestSeconds } from '../clock.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { Market } from './market.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';

/** A reserve as stored, and as the pool's own view functions carry it to the latest block. */
export interface ReserveFacts {
  readonly symbol: string;
  readonly reserve: Omit<LiquidatableReserve, 'liquidityIndexRay' | 'variableBorrowIndexRay'>;
  readonly storedLiquidityIndexRay: bigint;
  readonly storedVariableBorrowIndexRay: bigint;
  readonly liquidityRateRay: bigint;
  readonly variableBorrowRateRay: bigint;
  readonly updatedAtSeconds: bigint;
  readonly normalizedIncomeRay: bigint;
  readonly normalizedVariableDebtRay: bigint;
}

export interface MarketFacts {
  readonly atSeconds: bigint;
  readonly reserves: readonly ReserveFacts[];
  readonly categories: ReadonlyMap<number, LiquidatableEMode>;
}

/** Everything about the market that an account's health depends on, at the latest block. */
export async function readMarket(chain: LocalChain, market: Market): Promise<MarketFacts> {
  const calls = market.reserves.flatMap(({ token }): ContractCall[] => [
    { contract: market.pool, name: 'getReserveData', args: [token.address] },
    { contract: market.pool, name: 'getReserveNormalizedIncome', args: [token.address] },
    { contract: market.pool, name: 'getReserveNormalizedVariableDebt', args: [token.address] },
    { contract: market.oracle, name: 'getAssetPrice', args: [token.address] },
  ]);
  const answers = await readAll(chain, calls);
  const reserves = market.reserves.map(({ symbol }, i) =>
    reserveFacts(symbol, answers.slice(i * 4, i * 4 + 4) as [StoredReserve, bigint, bigint, bigint]),
  );
  return { atSeconds: await latestSeconds(chain), reserves, categories: await readCategories(chain, market) };
}

/** The reserves at a moment: indices carried there by our own interest, from what is stored. */
export function reservesAt({ reserves }: MarketFacts, atSeconds: bigint): readonly LiquidatableReserve[] {
  return reserves.map((facts) => {
    const elapsed = atSeconds - facts.updatedAtSeconds;
    return {
      ...facts.reserve,
      liquidityIndexRay: normalizedIncome(facts.storedLiquidityIndexRay, facts.liquidityRateRay, elapsed),
      variableBorrowIndexRay: normalizedVariableDebt(
        facts.storedVariableBorrowIndexRay,
        facts.variableBorrowRateRay,
        elapsed,
      ),
    };
  });
}

interface StoredReserve {
  readonly configuration: { readonly data: bigint };
  readonly liquidityIndex: bigint;
  readonly currentLiquidityRate: bigint;
  readonly variableBorrowIndex: bigint;
  readonly currentVariableBorrowRate: bigint;
  readonly lastUpdateTimestamp: number;
}

function reserveFacts(
  symbol: string,
  [stored, normalizedIncomeRay, normalizedVariableDebtRay, priceBase]: [StoredReserve, bigint, bigint, bigint],
): ReserveFacts {
  // Bit positions as documented in Aave's DataTypes.ReserveConfigurationMap.
  const field = (fromBit: bigint, bits: bigint): bigint => (stored.configuration.data >> fromBit) & ((1n << bits) - 1n);
  return {
    symbol,
    reserve: {
      asset: symbol,
      ltvBps: field(0n, 16n),
      liquidationThresholdBps: field(16n, 16n),
      liquidationBonusBps: field(32n, 16n),
      decimals: Number(field(48n, 8n)),
      liquidationProtocolFeeBps: field(152n, 16n),
      eModeCategory: Number(field(168n, 8n)),
      priceBase,
    },
    storedLiquidityIndexRay: stored.liquidityIndex,
    storedVariableBorrowIndexRay: stored.variableBorrowIndex,
    liquidityRateRay: stored.currentLiquidityRate,
    variableBorrowRateRay: stored.currentVariableBorrowRate,
    updatedAtSeconds: BigInt(stored.lastUpdateTimestamp),
    normalizedIncomeRay,
    normalizedVariableDebtRay,
  };
}

interface StoredCategory {
  readonly ltv: number;
  readonly liquidationThreshold: number;
  readonly liquidationBonus: number;
  readonly priceSource: Hex;
}

async function readCategories(chain: LocalChain, market: Market): Promise<Map<number, LiquidatableEMode>> {
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
