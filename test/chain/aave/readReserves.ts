import { type LiquidatableEMode, type LiquidatableReserve, marginRulesets } from '@gimbal/margin';
import { type ContractCall, readAll } from '../contracts.ts';
import { latestSeconds } from '../clock.ts';
import type { LocalChain } from '../localChain.ts';
import type { Market } from './market.ts';

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
  const graces = await market.version.readGracePeriods(chain, market);
  return {
    atSeconds: await latestSeconds(chain),
    reserves: reserves.map((facts, i) => ({
      ...facts,
      reserve: { ...facts.reserve, liquidationGraceUntilSeconds: graces[i] },
    })),
    categories: await market.version.readCategories(chain, market),
  };
}

/** The reserves at a moment: indices carried there by our own interest, from what is stored. */
export function reservesAt(
  market: Market,
  { reserves }: MarketFacts,
  atSeconds: bigint,
): readonly LiquidatableReserve[] {
  const { normalizedIncome, normalizedVariableDebt } = marginRulesets[market.version.rulesetId];
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
      isActive: field(56n, 1n) === 1n,
      isPaused: field(60n, 1n) === 1n,
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
