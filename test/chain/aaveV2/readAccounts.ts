import { type AaveV2Position, type LiquidatableAaveV2Account, stableDebtBalance } from '@gimbal/margin';
import { type ContractCall, readAll } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { Market } from './market.ts';
import { type MarketFacts, reservesAt } from './readReserves.ts';

/** A stable debt as it is stored, with its own rate, and what its token says of it at the latest block. */
interface StableDebtFacts {
  readonly principal: bigint;
  readonly rateRay: bigint;
  readonly updatedAtSeconds: bigint;
  readonly balance: bigint;
}

/** An account's own facts, and what the pool computes from them. */
export interface AccountFacts {
  readonly address: Hex;
  /** In the order of the market's reserves, without stable debts. */
  readonly positions: readonly AaveV2Position[];
  readonly stableDebts: readonly StableDebtFacts[];
  /** The six numbers of `getUserAccountData`, in the contract's order. */
  readonly accountData: readonly bigint[];
}

const CALLS_PER_RESERVE = 6;

/** Reads many accounts at the latest block. */
export async function readAccounts(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
): Promise<readonly AccountFacts[]> {
  const callsOf = (address: Hex): ContractCall[] => [
    { contract: market.pool, name: 'getUserAccountData', args: [address] },
    { contract: market.pool, name: 'getUserConfiguration', args: [address] },
    ...market.reserves.flatMap(({ aToken, variableDebtToken, stableDebtToken }) => [
      { contract: aToken, name: 'scaledBalanceOf', args: [address] },
      { contract: variableDebtToken, name: 'scaledBalanceOf', args: [address] },
      ...['principalBalanceOf', 'getUserStableRate', 'getUserLastUpdated', 'balanceOf'].map((name) => {
        return { contract: stableDebtToken, name, args: [address] };
      }),
    ]),
  ];
  const answers = await readAll(chain, addresses.flatMap(callsOf));
  const perAccount = 2 + market.reserves.length * CALLS_PER_RESERVE;
  return addresses.map((address, i) => {
    const [accountData, configuration, ...rest] = answers.slice(i * perAccount, (i + 1) * perAccount);
    const bitmap = (configuration as { readonly data: bigint }).data;
    const cell = (id: number, place: number): bigint => BigInt(rest[id * CALLS_PER_RESERVE + place] as bigint);
    return {
      address,
      accountData: accountData as readonly bigint[],
      positions: market.reserves.map(({ symbol }, id) => ({
        asset: symbol,
        scaledSupply: cell(id, 0),
        scaledVariableDebt: cell(id, 1),
        // Two bits for each reserve in listing order: borrowing, then use as collateral.
        usedAsCollateral: ((bitmap >> BigInt(id * 2 + 1)) & 1n) === 1n,
      })),
      stableDebts: market.reserves.map((_, id) => ({
        principal: cell(id, 2),
        rateRay: cell(id, 3),
        updatedAtSeconds: cell(id, 4),
        balance: cell(id, 5),
      })),
    };
  });
}

/** The same account as our library takes it at a moment, its debts and indices carried there by our own interest. */
export function accountAt(facts: AccountFacts, market: MarketFacts, atSeconds: bigint): LiquidatableAaveV2Account {
  const positions = facts.positions.map((position, i) => {
    const { principal, rateRay, updatedAtSeconds } = facts.stableDebts[i]!;
    return { ...position, stableDebt: stableDebtBalance(principal, rateRay, atSeconds - updatedAtSeconds) };
  });
  return { reserves: reservesAt(market, atSeconds), positions };
}
