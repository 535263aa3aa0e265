import { type ContractCall, readAll } from '../contracts.ts';
import type { Hex } from '../localChain.ts';
import type { World } from './world.ts';

/** What the contracts say that a person has at one block, by what it is; integers of the contracts. */
export interface PersonTruth {
  readonly person: Hex;
  /** By token symbol. */
  readonly balances: Readonly<Record<string, bigint>>;
  readonly scaledSupplies: Readonly<Record<string, bigint>>;
  readonly scaledDebts: Readonly<Record<string, bigint>>;
  readonly usedAsCollateral: Readonly<Record<string, boolean>>;
  readonly eMode: number;
  /** Liquidity by `pool:lower:upper`, positions of one range together, the empty ones left out. */
  readonly ranges: Readonly<Record<string, bigint>>;
}

/** Reads everybody at a block, given as a tag or a number in hex. */
export async function readTruth(world: World, block: string): Promise<readonly PersonTruth[]> {
  const { chain, market, positionManager, people } = world;
  const symbols = market.reserves.map(({ symbol }) => symbol);
  const callsOf = (person: Hex): ContractCall[] => [
    { contract: market.pool, name: 'getUserConfiguration', args: [person] },
    { contract: market.pool, name: 'getUserEMode', args: [person] },
    { contract: positionManager, name: 'balanceOf', args: [person] },
    ...market.reserves.flatMap(({ token, aToken, variableDebtToken }) => [
      { contract: token, name: 'balanceOf', args: [person] },
      { contract: aToken, name: 'scaledBalanceOf', args: [person] },
      { contract: variableDebtToken, name: 'scaledBalanceOf', args: [person] },
    ]),
  ];
  const answers = await readAll(chain, people.flatMap(callsOf), block);
  const perPerson = 3 + market.reserves.length * 3;
  const truths: PersonTruth[] = [];
  for (const [i, person] of people.entries()) {
    const [configuration, eMode, count, ...amounts] = answers.slice(i * perPerson, (i + 1) * perPerson);
    const bitmap = (configuration as { readonly data: bigint }).data;
    const column = (offset: number): Record<string, bigint> =>
      Object.fromEntries(symbols.map((symbol, id) => [symbol, amounts[id * 3 + offset] as bigint]));
    truths.push({
      person,
      balances: column(0),
      scaledSupplies: column(1),
      scaledDebts: column(2),
      // Two bits for each reserve in listing order: borrowing, then use as collateral.
      usedAsCollateral: Object.fromEntries(
        symbols.map((symbol, id) => [symbol, ((bitmap >> BigInt(id * 2 + 1)) & 1n) === 1n]),
      ),
      eMode: Number(eMode as bigint),
      ranges: await readRanges(world, person, Number(count as bigint), block),
    });
  }
  return truths;
}

async function readRanges(world: World, person: Hex, count: number, block: string): Promise<Record<string, bigint>> {
  const { chain, positionManager, pools } = world;
  const indexes = Array.from({ length: count }, (_, index) => BigInt(index));
  const ids = await readAll(
    chain,
    indexes.map((index) => ({ contract: positionManager, name: 'tokenOfOwnerByIndex', args: [person, index] })),
    block,
  );
  const positions = await readAll(
    chain,
    ids.map((id) => ({ contract: positionManager, name: 'positions', args: [id] })),
    block,
  );
  const ranges: Record<string, bigint> = {};
  for (const position of positions as readonly (readonly unknown[])[]) {
    const [, , token0, token1, fee, lower, upper, liquidity] = position;
    const pool = pools.find(
      (candidate) =>
        candidate.fee === Number(fee) &&
        candidate.token0.token.address.toLowerCase() === String(token0).toLowerCase() &&
        candidate.token1.token.address.toLowerCase() === String(token1).toLowerCase(),
    );
    if (pool === undefined) throw new Error(`Expected a pool of this world, was ${String(token0)}/${String(token1)}`);
    if (liquidity === 0n) continue;
    const key = `${pool.contract.address.toLowerCase()}:${Number(lower)}:${Number(upper)}`;
    ranges[key] = (ranges[key] ?? 0n) + (liquidity as bigint);
  }
  return ranges;
}
