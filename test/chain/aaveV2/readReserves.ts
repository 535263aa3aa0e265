import { type LiquidatableReserve, normalizedIncome, normalizedVariableDebtV2 } from '@gimbal/margin';
import { latestSeconds } from '../clock.ts';
import { type ContractCall, readAll } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';
import type { Market } from './market.ts';

/** A reserve as stored, and as the pool's own view functions carry it to the latest block. */
export interface ReserveFacts {
  readonly symbol: string;
  readonly reserve: Omit<LiquidatableReserve, 'liquidityIndexRay' | 'variableBorrowIndexRay'>;
  readonly stored: StoredReserve;
  readonly normalizedIncomeRay: bigint;
  readonly normalizedVariableDebtRay: bigint;
}

export interface MarketFacts {
  readonly atSeconds: bigint;
  readonly reserves: readonly ReserveFacts[];
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
  return { atSeconds: await latestSeconds(chain), reserves };
}

/** The reserves at a moment: indices carried there by our own interest, from what is stored. */
export function reservesAt({ reserves }: MarketFacts, atSeconds: bigint): readonly LiquidatableReserve[] {
  return reserves.map(({ reserve, stored }) => {
    const elapsed = atSeconds - BigInt(stored.lastUpdateTimestamp);
    const { liquidityIndex, currentLiquidityRate, variableBorrowIndex, currentVariableBorrowRate } = stored;
    return {
      ...reserve,
      liquidityIndexRay: normalizedIncome(liquidityIndex, currentLiquidityRate, elapsed),
      variableBorrowIndexRay: normalizedVariableDebtV2(variableBorrowIndex, currentVariableBorrowRate, elapsed),
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
  // Bit positions as documented in v2's DataTypes.ReserveConfigurationMap.
  const field = (fromBit: bigint, bits: bigint): bigint => (stored.configuration.data >> fromBit) & ((1n << bits) - 1n);
  return {
    symbol,
    reserve: {
      asset: symbol,
      ltvBps: field(0n, 16n),
      liquidationThresholdBps: field(16n, 16n),
      liquidationBonusBps: field(32n, 16n),
      decimals: Number(field(48n, 8n)),
      liquidationProtocolFeeBps: 0n,
      eModeCategory: 0,
      priceBase,
    },
    stored,
    normalizedIncomeRay,
    normalizedVariableDebtRay,
  };
}
