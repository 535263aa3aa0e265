import { type ContractCall, read, write } from '../contracts.ts';
import { type Hex, type LocalChain, RpcError } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { LISTINGS } from './listings.ts';
import type { Market, MarketReserve } from './market.ts';

const STABLE_RATE = 1n;
const VARIABLE_RATE = 2n;
const MAX_UINT256 = 2n ** 256n - 1n;
const LENDER_ETH_PER_RESERVE = 100_000;
/** What an account may use of its room to borrow; the high end leaves it near liquidation. */
const BORROW_SHARE_MIN = 0.3;
const BORROW_SHARE_MAX = 0.999;

/** A lender whose deposits are what everyone else borrows. */
export async function openLender(chain: LocalChain, market: Market, random: SeededRandom): Promise<Hex> {
  const lender = await newPerson(chain, random);
  for (const reserve of market.reserves) {
    await supply(chain, market, lender, reserve, unitsFor(reserve, LENDER_ETH_PER_RESERVE));
  }
  return lender;
}

/** An account with one to four supplies, perhaps one of them not as collateral, and stable and variable debts. */
export async function openAccount(chain: LocalChain, market: Market, random: SeededRandom): Promise<Hex> {
  const account = await newPerson(chain, random);
  const count = random.whole(1, market.reserves.length);
  const supplied: MarketReserve[] = [];
  while (supplied.length < count) {
    const reserve = random.pick(market.reserves);
    if (!supplied.includes(reserve)) supplied.push(reserve);
  }
  for (const reserve of supplied) {
    const units = unitsFor(reserve, random.logUniform(0.01, 500)) + random.bits(12);
    await supply(chain, market, account, reserve, units);
  }
  if (supplied.length > 1 && random.chance(0.2)) {
    const args = [supplied.at(-1)!.token.address, false];
    await send(chain, account, { contract: market.pool, name: 'setUserUseReserveAsCollateral', args });
  }
  const debts = random.chance(0.08) ? 0 : random.whole(1, 3);
  let reserve = random.pick(market.reserves);
  for (let i = 0; i < debts; i++) {
    const share = BORROW_SHARE_MIN + (BORROW_SHARE_MAX - BORROW_SHARE_MIN) * Math.sqrt(random.unit());
    await borrow(chain, market, account, reserve, share, random.chance(0.4) ? STABLE_RATE : VARIABLE_RATE);
    // Sometimes the same asset again, so that both kinds of debt meet in it.
    if (random.chance(0.6)) reserve = random.pick(market.reserves);
  }
  return account;
}

async function borrow(
  chain: LocalChain,
  market: Market,
  account: Hex,
  reserve: MarketReserve,
  share: number,
  rateMode: bigint,
): Promise<void> {
  const data = (await read(chain, market.pool, 'getUserAccountData', [account])) as readonly bigint[];
  const priceWei = (await read(chain, market.oracle, 'getAssetPrice', [reserve.token.address])) as bigint;
  const room = ((data[2] ?? 0n) * BigInt(Math.floor(share * 1e6))) / 1_000_000n;
  const units = (room * 10n ** BigInt(reserve.decimals)) / priceWei;
  if (units === 0n) return;
  const args = [reserve.token.address, units, rateMode, 0, account];
  await send(chain, account, { contract: market.pool, name: 'borrow', args });
}

/** Mints and approves what is needed, so that anyone can pay for anything. */
export async function fund(chain: LocalChain, market: Market, who: Hex, reserve: MarketReserve, units: bigint) {
  await write(chain, who, { contract: reserve.token, name: 'mint', args: [units] });
  const approval = [market.pool.address, MAX_UINT256];
  await write(chain, who, { contract: reserve.token, name: 'approve', args: approval });
}

async function supply(chain: LocalChain, market: Market, who: Hex, reserve: MarketReserve, units: bigint) {
  await fund(chain, market, who, reserve, units);
  const args = [reserve.token.address, units, who, 0];
  await write(chain, who, { contract: market.pool, name: 'deposit', args });
}

/** A step that the pool may refuse (a stable loan of one's own collateral, no room left): the account goes without it. */
async function send(chain: LocalChain, from: Hex, call: ContractCall): Promise<void> {
  try {
    await write(chain, from, call);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  }
}

function unitsFor(reserve: MarketReserve, eth: number): bigint {
  const { priceEth } = LISTINGS.find(({ symbol }) => symbol === reserve.symbol)!;
  return (BigInt(Math.round((eth / priceEth) * 1e6)) * 10n ** BigInt(reserve.decimals)) / 1_000_000n;
}
