import { type ContractCall, read, write } from '../contracts.ts';
import { type Hex, type LocalChain, RpcError } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { Market, MarketReserve } from './market.ts';
import { reserveOf } from './market.ts';

const VARIABLE_RATE = 2n;
const MAX_UINT256 = 2n ** 256n - 1n;
const LENDER_USD_PER_RESERVE = 200_000_000;
/** What an account may use of its room to borrow; the high end leaves it near liquidation. */
const BORROW_SHARE_MIN = 0.3;
const BORROW_SHARE_MAX = 0.999;
const SUPPLIES_MAX = 3;

/** A lender whose deposits are what everyone else borrows. */
export async function openLender(chain: LocalChain, market: Market, random: SeededRandom): Promise<Hex> {
  const lender = await newPerson(chain, random);
  for (const reserve of market.reserves) {
    await supply(chain, market, lender, reserve, unitsFor(reserve, LENDER_USD_PER_RESERVE));
  }
  return lender;
}

/** An account with one to three supplies, perhaps one of them not as collateral, perhaps e-mode, and debts. */
export async function openAccount(chain: LocalChain, market: Market, random: SeededRandom): Promise<Hex> {
  const account = await newPerson(chain, random);
  const category = random.chance(0.25) ? random.pick(market.categories) : undefined;
  const shelf = [...market.reserves];
  const count = random.whole(1, Math.min(shelf.length, SUPPLIES_MAX));
  const supplied: MarketReserve[] = category ? [reserveOf(market, random.pick(category.members))] : [];
  while (supplied.length < count) {
    const reserve = random.pick(shelf);
    if (!supplied.includes(reserve)) supplied.push(reserve);
  }
  for (const reserve of supplied) {
    const units = unitsFor(reserve, random.logUniform(10, 1_000_000)) + random.bits(16);
    await supply(chain, market, account, reserve, units);
  }
  const tell = (name: string, ...args: readonly unknown[]) =>
    send(chain, account, { contract: market.pool, name, args });
  if (supplied.length > 1 && random.chance(0.2)) {
    await tell('setUserUseReserveAsCollateral', supplied.at(-1)!.token.address, false);
  }
  if (category !== undefined) await tell('setUserEMode', category.id);
  const borrowable = category
    ? (category.borrowable ?? category.members).map((symbol) => reserveOf(market, symbol))
    : shelf;
  const debts = random.chance(0.08) ? 0 : random.whole(1, 2);
  for (let i = 0; i < debts; i++) {
    const share = BORROW_SHARE_MIN + (BORROW_SHARE_MAX - BORROW_SHARE_MIN) * Math.sqrt(random.unit());
    await borrow(chain, market, account, random.pick(borrowable), share);
  }
  return account;
}

async function borrow(
  chain: LocalChain,
  market: Market,
  account: Hex,
  reserve: MarketReserve,
  share: number,
): Promise<void> {
  const data = (await read(chain, market.pool, 'getUserAccountData', [account])) as readonly bigint[];
  const priceBase = (await read(chain, market.oracle, 'getAssetPrice', [reserve.token.address])) as bigint;
  const room = ((data[2] ?? 0n) * BigInt(Math.floor(share * 1e6))) / 1_000_000n;
  const units = (room * 10n ** BigInt(reserve.decimals)) / priceBase;
  if (units === 0n) return;
  const args = [reserve.token.address, units, VARIABLE_RATE, 0, account];
  await send(chain, account, { contract: market.pool, name: 'borrow', args });
}

/** Mints and approves what is needed, so that anyone can pay for anything. */
export async function fund(chain: LocalChain, market: Market, who: Hex, reserve: MarketReserve, units: bigint) {
  // The mock has mint(uint256) and mint(address,uint256); the name alone would not say which.
  const mint = reserve.token.abi.filter((entry) => entry.name === 'mint' && inputsOf(entry) === 1);
  await write(chain, who, { contract: { ...reserve.token, abi: mint }, name: 'mint', args: [units] });
  await write(chain, who, {
    contract: reserve.token,
    name: 'approve',
    args: [market.pool.address, MAX_UINT256],
  });
}

async function supply(chain: LocalChain, market: Market, who: Hex, reserve: MarketReserve, units: bigint) {
  await fund(chain, market, who, reserve, units);
  const args = [reserve.token.address, units, who, 0];
  await write(chain, who, { contract: market.pool, name: 'supply', args });
}

/** A step that the pool may refuse (a category that does not fit, no room left): the account then goes without it. */
async function send(chain: LocalChain, from: Hex, call: ContractCall): Promise<void> {
  try {
    await write(chain, from, call);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  }
}

function unitsFor(reserve: MarketReserve, usd: number): bigint {
  return (BigInt(Math.round((usd / reserve.listedPriceUsd) * 1e6)) * 10n ** BigInt(reserve.decimals)) / 1_000_000n;
}

function inputsOf(entry: object): number {
  return 'inputs' in entry && Array.isArray(entry.inputs) ? entry.inputs.length : 0;
}
