import type { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import type { ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { divDecimal, formatDecimal, fromUnits } from '@gimbal/money';
import { type ContractCall, readAll, toHex } from '../contracts.ts';
import { compare, type Tally } from '../tally.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';

/** Fraction digits of a utilisation, as ProtocolHealthObserved has it. */
const FRACTION_SCALE = 18;

/** What was last said of each reserve beside what the contracts answer at the same block, and the utilisation that follows. */
export async function compareReserves(world: World, ledger: Ledger, tally: Tally, chain: string): Promise<void> {
  const head = ledger.state.chain.chains.get(chain)!.head!.number;
  const numbers = await numbersByTime(world, head);
  for (const reserve of world.market.reserves) {
    const { symbol, decimals, token, aToken, variableDebtToken } = reserve;
    const said = lastOf<ReserveStateObserved>(ledger, 'ReserveStateObserved', symbol);
    const number = said === undefined ? undefined : numbers.get(said.observedAtUs / 1_000_000n);
    if (said === undefined || number === undefined)
      throw new Error(`Expected a state of ${symbol} at a block, was none`);
    const { market } = world;
    const counted = market.version.rulesetId !== 'aave-v3.0';
    const calls: ContractCall[] = [
      { contract: aToken, name: 'totalSupply', args: [] },
      { contract: variableDebtToken, name: 'totalSupply', args: [] },
      { contract: market.pool, name: 'getReserveNormalizedIncome', args: [token.address] },
      { contract: market.pool, name: 'getReserveNormalizedVariableDebt', args: [token.address] },
      { contract: token, name: 'balanceOf', args: [aToken.address] },
      ...(counted ? [{ contract: market.pool, name: 'getReserveDeficit', args: [token.address] }] : []),
    ];
    const answers = (await readAll(world.chain, calls, toHex(number))) as readonly bigint[];
    const [supplied, borrowed, income, debt, balance, deficit] = answers;
    const at = `${symbol} at ${number}`;
    compare(tally, `supplied of ${at}`, String(supplied), said.suppliedUnits ?? 'unsaid');
    compare(tally, `borrowed of ${at}`, String(borrowed), said.borrowedUnits ?? 'unsaid');
    compare(tally, `liquidity index of ${at}`, String(income), said.liquidityIndexRay);
    compare(tally, `debt index of ${at}`, String(debt), said.variableBorrowIndexRay);
    // Nobody sends tokens to an aToken here, so what the pool counts as its own is the balance.
    compare(tally, `available of ${at}`, counted ? String(balance) : 'unsaid', said.availableUnits ?? 'unsaid');
    compare(tally, `deficit of ${at}`, counted ? String(deficit) : 'unsaid', said.deficitUnits ?? 'unsaid');
    const health = lastOf<ProtocolHealthObserved>(ledger, 'ProtocolHealthObserved', symbol);
    const [lent, owed] = [fromUnits(supplied!, decimals), fromUnits(borrowed!, decimals)];
    const utilisation = supplied === 0n ? '' : formatDecimal(divDecimal(owed, lent, FRACTION_SCALE, 'halfEven'));
    compare(tally, `utilisation of ${at}`, utilisation, health?.utilisation ?? 'unsaid');
  }
}

/** Blocks of the chain as it stands, by their seconds. */
async function numbersByTime(world: World, head: bigint): Promise<ReadonlyMap<bigint, bigint>> {
  const numbers = new Map<bigint, bigint>();
  for (let number = 0n; number <= head; number++) {
    const block = (await world.chain.rpc('eth_getBlockByNumber', [toHex(number), false])) as { timestamp: string };
    numbers.set(BigInt(block.timestamp), number);
  }
  return numbers;
}

function lastOf<Value extends { readonly asset: string }>(
  ledger: Ledger,
  type: string,
  asset: string,
): Value | undefined {
  return ledger
    .said(type)
    .map(({ value }) => value as Value)
    .findLast((value) => value.asset === asset);
}
