import type { AavePosition, LiquidatableAccount, LiquidatableEMode, LiquidatableReserve } from '@gimbal/margin';
import { type ContractCall, readAll } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { Market } from './market.ts';
import type { MarketFacts } from './readReserves.ts';

/** An account's own facts, and what the pool computes from them. */
export interface AccountFacts {
  readonly address: Hex;
  readonly positions: readonly AavePosition[];
  readonly eModeCategory: number;
  /** The six numbers of `getUserAccountData`, in the contract's order. */
  readonly accountData: readonly bigint[];
}

/** Reads many accounts at the latest block. */
export async function readAccounts(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
): Promise<readonly AccountFacts[]> {
  const callsOf = (address: Hex): ContractCall[] => [
    { contract: market.pool, name: 'getUserAccountData', args: [address] },
    { contract: market.pool, name: 'getUserConfiguration', args: [address] },
    { contract: market.pool, name: 'getUserEMode', args: [address] },
    ...market.reserves.flatMap(({ aToken, variableDebtToken }) => [
      { contract: aToken, name: 'scaledBalanceOf', args: [address] },
      { contract: variableDebtToken, name: 'scaledBalanceOf', args: [address] },
    ]),
  ];
  const answers = await readAll(chain, addresses.flatMap(callsOf));
  const perAccount = 3 + market.reserves.length * 2;
  return addresses.map((address, i) => {
    const [accountData, configuration, eMode, ...scaled] = answers.slice(i * perAccount, (i + 1) * perAccount);
    const bitmap = (configuration as { readonly data: bigint }).data;
    return {
      address,
      accountData: accountData as readonly bigint[],
      eModeCategory: Number(eMode as bigint),
      positions: market.reserves.map(({ symbol }, id) => ({
        asset: symbol,
        scaledSupply: scaled[id * 2] as bigint,
        scaledVariableDebt: scaled[id * 2 + 1] as bigint,
        // Two bits for each reserve in listing order: borrowing, then use as collateral.
        usedAsCollateral: ((bitmap >> BigInt(id * 2 + 1)) & 1n) === 1n,
      })),
    };
  });
}

/** The same account as our library takes it. */
export function accountFor(
  facts: AccountFacts,
  reserves: readonly LiquidatableReserve[],
  market: MarketFacts,
): LiquidatableAccount {
  const eMode: LiquidatableEMode | undefined = market.categories.get(facts.eModeCategory);
  return { reserves, positions: facts.positions, eMode, eModeCategory: facts.eModeCategory };
}

/** What the pool says of many accounts, without their positions. */
export async function readAccountData(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
): Promise<readonly (readonly bigint[])[]> {
  const calls = addresses.map((address) => ({ contract: market.pool, name: 'getUserAccountData', args: [address] }));
  return (await readAll(chain, calls)) as readonly (readonly bigint[])[];
}
